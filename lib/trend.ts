import { expiringParts } from './balance.ts';
import { anomaly, expiring, forecast, type Forecast } from './forecast.ts';
import { day, hour, memory } from './forecast-hours.ts';
import { eventsOf, isBreak, pointsOf, type Chunk, type HistoryEvent, type Point } from './history.ts';
import type { Reading } from './reading.ts';

/** How the balances of one account are going. Derived by the worker with each reading, so that pages need not read all of the history. */
export interface Trend {
  version: 1;
  /** When the reading was made that it was derived with, in milliseconds since 1970. */
  at: number;
  /** By balance id. */
  balances: Record<string, BalanceTrend>;
}

export interface BalanceTrend {
  forecast: Forecast;
  /** Grants that will be lost before they are used: how much, and when in milliseconds since 1970. */
  expiring: { amount: number; at: number }[];
  /** Burning several times faster than usual; both per hour. */
  anomaly?: { perHour: number; usual: number };
  /** The last top-up or refill: how much came, and when in milliseconds since 1970. */
  arrived?: { amount: number; at: number };
  /** What was left over the last week, in even steps up to the reading. */
  spark: number[];
}

/** A forecast looks back for so long, in milliseconds. */
export const trendSpan = memory * hour;

const sparkSpan = 7 * day;
const sparkSteps = 32;

/** `chunks` hold the history up to the reading and with it. */
export function trendOf(chunks: Chunk[], { at, balances }: Reading): Trend {
  const trends = balances
    .filter(({ unlimited }) => !unlimited)
    .map((balance): [string, BalanceTrend] => {
      const told = eventsOf(chunks, balance.id);
      // What another key has told, or what was counted in another unit, says nothing of what goes on now.
      const since = Math.max(at - trendSpan, told.findLast(({ kind }) => isBreak(kind))?.at ?? 0);
      const points = pointsOf(chunks, balance.id).filter((point) => point.at >= since);
      const outlook = { ...balance, parts: expiringParts(balance.parts) };
      const faster = anomaly(points, at);
      const trend: BalanceTrend = {
        forecast: forecast(points, outlook, at),
        expiring: expiring(points, outlook, at),
        spark: sparkOf(points, at),
      };
      const arrived = arrivedIn(told.filter((event) => event.at >= since));
      return [balance.id, { ...trend, ...(faster && { anomaly: faster }), ...(arrived && { arrived }) }];
    });
  return { version: 1, at, balances: Object.fromEntries(trends) };
}

function arrivedIn(events: HistoryEvent[]): BalanceTrend['arrived'] {
  const last = events.findLast(({ kind, amount }) => (kind === 'top-up' || kind === 'reset') && amount > 0);
  return last && { amount: last.amount, at: last.at };
}

/** The last known amount at each step; shorter where the history is. */
function sparkOf(points: Point[], at: number): number[] {
  const steps: number[] = [];
  let place = 0;
  for (let step = 1; step <= sparkSteps; step += 1) {
    const moment = at - sparkSpan + (sparkSpan * step) / sparkSteps;
    while ((points[place + 1]?.at ?? Infinity) <= moment) place += 1;
    const point = points[place];
    if (point && point.at <= moment) steps.push(point.remaining);
  }
  return steps;
}
