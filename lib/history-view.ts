import type { Account } from './account.ts';
import { chartOf, type ChartFacts } from './chart.ts';
import { spendPerDay, type Forecast } from './forecast.ts';
import { gaugesOf, withTrend, type Gauge } from './gauge.ts';
import { eventsOf, pointsOf, type HistoryEvent, type Point } from './history.ts';
import { loadHistory } from './history-store.ts';
import { loadReports } from './report-store.ts';
import { loadSetup } from './setup-store.ts';
import { loadTrends } from './trend-store.ts';
import type { BalanceTrend } from './trend.ts';

export type Range = 'day' | 'week' | 'month' | 'cycle';

/** All that the page of one account's history shows. */
export interface HistoryView {
  /** Absent when it was removed. */
  account?: Account;
  /** The user wants no amounts and no labels to be seen. */
  isDiscreet: boolean;
  balances: BalanceHistoryFacts[];
}

export interface BalanceHistoryFacts {
  gauge: Gauge;
  chart: ChartFacts;
  /** How it is going, as far as that is known. */
  trend: BalanceTrend | undefined;
  /** Within the range that is shown, the latest last. */
  points: Point[];
  events: HistoryEvent[];
  /** By local days, counted since 1970. */
  spending: { day: number; spent: number }[];
}

const day = 24 * 60 * 60_000;
const spans = { day, week: 7 * day, month: 30 * day };

export async function loadHistoryView(id: string, range: Range, now: number): Promise<HistoryView> {
  const [{ accounts, settings }, reports, trends] = await Promise.all([loadSetup(), loadReports(), loadTrends()]);
  const account = accounts.find((one) => one.id === id);
  const isDiscreet = settings.display.discreet;
  if (!account) return { isDiscreet, balances: [] };
  const chunks = await loadHistory(id, now - 400 * day);
  const { gauges } = withTrend(gaugesOf(account, reports.get(id), settings, now), trends.get(id));
  const balances = gauges
    .filter(({ balance }) => !balance.unlimited)
    .map((gauge): BalanceHistoryFacts => {
      const { id: balance, resetsAt } = gauge.balance;
      const all = pointsOf(chunks, balance);
      const events = eventsOf(chunks, balance);
      const { trend } = gauge;
      const forecast = trend?.forecast;
      const [from, to] = windowOf(range, { events, first: all[0]?.at ?? now, resetsAt, forecast, now });
      const points = all.filter(({ at }) => at >= from);
      return {
        gauge,
        trend,
        points,
        events: events.filter(({ at }) => at >= from),
        chart: chartOf(withEdge(all, from), events, forecast, { from, to, now, resetsAt }),
        spending: spendingSince(from, all),
      };
    });
  return { account, isDiscreet, balances };
}

interface Cycle {
  events: HistoryEvent[];
  first: number;
  resetsAt: number | undefined;
  forecast: Forecast | undefined;
  now: number;
}

/** The past and a little of the future; a cycle from the last reset or top-up to the next reset or the run-out. */
function windowOf(range: Range, { events, first, resetsAt, forecast, now }: Cycle): [from: number, to: number] {
  const end = forecast?.kind === 'runs-out' ? forecast.latest : now;
  const reset = resetsAt !== undefined && resetsAt > now ? resetsAt : undefined;
  if (range !== 'cycle') {
    const span = spans[range];
    return [now - span, Math.min(Math.max(end, reset ?? now), now + span / 2)];
  }
  const begin = events.findLast(({ kind }) => kind !== 'limit')?.at ?? first;
  return [Math.min(begin, now - day), Math.min(reset ?? end, now + 400 * day)];
}

/** The day that the time begins in is told whole, as every other. */
function spendingSince(from: number, points: Point[]): BalanceHistoryFacts['spending'] {
  const midnight = new Date(from).setHours(0, 0, 0, 0);
  const before = points.findLastIndex(({ at }) => at <= midnight);
  const first = localDay(midnight);
  return spendPerDay(points.slice(Math.max(0, before)), offsetAt).filter((one) => one.day >= first);
}

function offsetAt(moment: number): number {
  return new Date(moment).getTimezoneOffset();
}

function localDay(moment: number): number {
  return Math.floor((moment - offsetAt(moment) * 60_000) / day);
}

/** The course enters the window with what was left before it. */
function withEdge(points: Point[], from: number): Point[] {
  const before = points.findLast(({ at }) => at < from);
  return before ? [{ ...before, at: from, spent: 0 }, ...points.filter(({ at }) => at >= from)] : points;
}
