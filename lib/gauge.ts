import type { Account } from './account.ts';
import type { Balance } from './balance.ts';
import { dueOf, intervalOf, isCutOff, isUnderWay } from './due.ts';
import type { Report } from './report.ts';
import type { Oddity } from './seen.ts';
import type { Settings } from './settings.ts';
import { shareOf, type Share } from './share.ts';
import { tonesOf, type Tones } from './tones.ts';
import type { BalanceTrend, Trend } from './trend.ts';
import { without } from './without.ts';

export type Tone = 'ok' | 'low' | 'critical' | 'empty' | 'unknown';

/** A balance ready to be seen. */
export interface Gauge {
  balance: Balance;
  tone: Tone;
  /** Absent when there is nothing that it could be a share of. */
  share?: Share;
  /** The badge leaves it out. */
  muted: boolean;
  /** What is hard to believe about the figure. */
  oddity?: Oddity;
  /** How it has gone, and what that amounts to. */
  trend?: BalanceTrend;
}

/** An account ready to be seen. */
export interface AccountGauges {
  account: Account;
  report: Report | undefined;
  gauges: Gauge[];
  /** The reading is older than it should be, or the last attempt failed. */
  stale: boolean;
  /** A poll is under way. */
  checking: boolean;
  /** The browser ended the last poll before it was done. */
  cutOff: boolean;
  /** When the account is next polled, in milliseconds since 1970; absent when it is disabled or paused for good. */
  nextAt?: number;
  /** Until when it is paused, in milliseconds since 1970. */
  pausedUntil?: number;
}

/** What is planned for an account, by all that is known; see `AccountGauges`. */
export type Planned = Pick<AccountGauges, 'nextAt' | 'pausedUntil'>;

/** What we show of an account: derived at sight, never stored. */
export function gaugesOf(
  account: Account,
  report: Report | undefined,
  settings: Settings,
  now: number,
  planned: Planned = alone(account, report, settings, now),
): AccountGauges {
  const tones = tonesOf(settings, account.alerts);
  const gauges = (report?.reading?.balances ?? []).map((balance): Gauge => {
    const share = shareOf(balance, account.full?.[balance.id], report?.highWater[balance.id]);
    const muted = account.muted?.includes(balance.id) ?? false;
    const oddity = report?.oddities[balance.id];
    const tone = toneOf(balance, share, tones);
    return { balance, tone, muted, ...(share && { share }), ...(oddity && { oddity }) };
  });
  return {
    account,
    report,
    gauges: gauges.toSorted(byShare),
    stale: isStale(account, report, settings, now),
    checking: isUnderWay(report, now),
    cutOff: isCutOff(report, now),
    ...planned,
  };
}

/** The account with how its balances are going. A burst that was seen a while ago may be over. */
export function withTrend(shown: AccountGauges, trend: Trend | undefined): AccountGauges {
  const gauges = shown.gauges.map((gauge) => {
    const own = trend?.balances[gauge.balance.id];
    return own ? { ...gauge, trend: shown.stale ? without(own, 'anomaly') : own } : gauge;
  });
  return { ...shown, gauges };
}

/** By what is known of the account alone. */
function alone(account: Account, report: Report | undefined, settings: Settings, now: number): Planned {
  const nextAt = dueOf(account, report, settings, now);
  return nextAt === undefined ? {} : { nextAt };
}

/** Lowest first, as a person in a hurry wants it; what has no percentage after what has one, disabled accounts last. */
export function lowestFirst(a: AccountGauges, b: AccountGauges): number {
  return rank(a) - rank(b) || lowestPercent(a) - lowestPercent(b);
}

/** A gauge that the badge may show, with how far its account can be trusted. */
interface Shown {
  gauge: Gauge;
  stale: boolean;
  paused: boolean;
}

/** The gauge that the badge shows: the lowest percentage of all enabled accounts, leaving out what is muted. */
export function lowest(accounts: AccountGauges[]): (Shown & { share: Share }) | undefined {
  return shownIn(accounts)
    .flatMap((shown) => (shown.gauge.share ? [{ ...shown, share: shown.gauge.share }] : []))
    .toSorted((a, b) => a.share.percent - b.share.percent || a.gauge.balance.remaining - b.gauge.balance.remaining)[0];
}

/**
 * The gauge that runs out first, at a moment in milliseconds since 1970; undefined when none will before its reset, or as far
 * ahead as can be told. A moment that is past was foreseen by a reading of before, and says nothing any more.
 */
export function firstToRunOut(
  accounts: AccountGauges[],
  now: number,
): (Shown & { share?: Share; at: number }) | undefined {
  return shownIn(accounts)
    .flatMap((shown) => {
      const forecast = shown.gauge.trend?.forecast;
      if (forecast?.kind !== 'runs-out' || forecast.beyond === 'at' || forecast.resetsAt !== undefined) return [];
      return forecast.at > now ? [{ ...shown, at: forecast.at }] : [];
    })
    .toSorted((a, b) => a.at - b.at)[0];
}

function shownIn(accounts: AccountGauges[]): Shown[] {
  return accounts
    .filter(({ account }) => account.enabled)
    .flatMap(({ gauges, stale, pausedUntil }) =>
      gauges.filter(({ muted }) => !muted).map((gauge) => ({ gauge, stale, paused: pausedUntil !== undefined })),
    );
}

function toneOf(balance: Balance, share: Share | undefined, { low, critical }: Tones): Tone {
  if (balance.unlimited) return 'ok';
  if (balance.remaining <= 0) return 'empty';
  if (!share) return 'unknown';
  if (share.percent <= critical) return 'critical';
  return share.percent <= low ? 'low' : 'ok';
}

/** Two missed polls and a minute, or failing: the figure may no longer be true. */
function isStale(account: Account, report: Report | undefined, settings: Settings, now: number): boolean {
  if (!report?.reading) return false;
  return report.failure !== undefined || now - report.reading.at > (2 * intervalOf(account, settings) + 1) * 60_000;
}

/** The figures are older than they should be, and not because anything went wrong: nobody has asked. */
export function isLate({ stale, report }: AccountGauges): boolean {
  return stale && report?.failure === undefined;
}

/** All that is read at all is late, as after a long sleep: that is said once. */
export function areAllLate(accounts: AccountGauges[]): boolean {
  const read = accounts.filter(({ account, report }) => account.enabled && report?.reading);
  return read.length > 0 && read.every(isLate);
}

function rank({ account, gauges }: AccountGauges): number {
  if (!account.enabled) return 3;
  if (gauges.some(({ share }) => share)) return 0;
  return gauges.length > 0 ? 1 : 2;
}

function lowestPercent({ gauges }: AccountGauges): number {
  return gauges[0]?.share?.percent ?? 0;
}

function byShare(a: Gauge, b: Gauge): number {
  return (a.share?.percent ?? 101) - (b.share?.percent ?? 101);
}
