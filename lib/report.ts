import type { Balance } from './balance.ts';
import type { Failure } from './failure.ts';
import { present } from './present.ts';
import type { Reading } from './reading.ts';

/** A change by more than this between two polls may be a change of unit. */
const oddFactor = 50;

/** For so long an oddity is told, in milliseconds. */
const oddityLasts = 24 * 60 * 60_000;

/** What is known of one account: the last good reading, the failure since, if any, and when it is next due. */
export interface Report {
  reading?: Reading;
  failure?: Failure;
  /** Failed attempts since the last reading. */
  failures: number;
  /** When the account is next to be polled, in milliseconds since 1970. */
  dueAt: number;
  /** No request before this moment, not even by "Refresh": the provider asked for it. */
  notBefore?: number;
  /** Written before the first request goes out; absent when none is under way. A worker that dies leaves it behind. */
  attempt?: { number: number; at: number };
  /** The number of the attempt that brought the news above; an older attempt's news come too late. */
  told: number;
  /** The revision of the account that the schedule was made for. */
  revision: number;
  /** By balance id: the highest amount seen since the last top-up. */
  highWater: Record<string, number>;
  /** By balance id: the last change that looks more like an error than like use. */
  oddities: Record<string, Oddity>;
}

/** A figure that is hard to believe beside the one before. It is shown, and said to be odd. */
export interface Oddity {
  kind: 'jump' | 'unit';
  /** When it was seen, in milliseconds since 1970. */
  at: number;
  /** The amount before. */
  before: number;
}

export const emptyReport: Report = { failures: 0, dueAt: 0, told: 0, revision: -1, highWater: {}, oddities: {} };

/** One poll of an account, by the number and the revision that it began with. */
export interface Attempt {
  number: number;
  revision: number;
}

/** What an attempt brought, and when to try next. */
export interface News {
  reading?: Reading;
  failure?: Failure;
  dueAt: number;
  notBefore?: number;
}

/** The number of the last attempt, ended or not. */
export function lastAttempt({ told, attempt }: Report): number {
  return Math.max(told, attempt?.number ?? 0);
}

/** The report with an attempt under way. Should it be cut off, the next is due at `dueAt`. */
export function begin(report: Report, revision: number, at: number, dueAt: number): Report {
  const number = lastAttempt(report) + 1;
  const { notBefore: _, ...renewed } = report;
  return {
    ...(report.revision === revision ? report : { ...renewed, failures: 0 }),
    attempt: { number, at },
    dueAt,
    revision,
  };
}

/**
 * The report after an attempt: a reading replaces, a failure joins and never erases.
 * News of an attempt that is older than what is known, or that was made with another key, change nothing.
 */
export function tell(report: Report, attempt: Attempt, news: News): Report {
  if (attempt.number <= report.told || attempt.revision !== report.revision) return report;
  const isLatest = report.attempt?.number === attempt.number;
  return present<Report>({
    reading: news.reading ?? report.reading,
    failure: news.failure,
    failures: news.failure ? report.failures + 1 : 0,
    dueAt: news.dueAt,
    notBefore: news.notBefore,
    attempt: isLatest ? undefined : report.attempt,
    told: attempt.number,
    revision: report.revision,
    highWater: news.reading ? raise(report, news.reading) : report.highWater,
    oddities: news.reading ? odd(report, news.reading) : report.oddities,
  });
}

/** A rise is a top-up and begins a new high, and so does the day of the reset; a fall leaves the high as it was. */
function raise(report: Report, reading: Reading): Record<string, number> {
  const highs = reading.balances.map(({ id, remaining }) => {
    const before = balanceIn(report.reading, id);
    const high = report.highWater[id];
    const isReset =
      before?.resetsAt !== undefined && before.resetsAt <= reading.at && before.resetsAt > (report.reading?.at ?? 0);
    const begins = before === undefined || high === undefined || isReset || rose(before.remaining, remaining);
    return [id, begins ? remaining : high] as const;
  });
  return Object.fromEntries(highs);
}

/** What of the new reading is hard to believe, beside what was odd before and is not forgotten yet. */
function odd(report: Report, reading: Reading): Record<string, Oddity> {
  const oddities = reading.balances.flatMap(({ id, remaining, unit }) => {
    const before = balanceIn(report.reading, id);
    const { at } = reading;
    if (before && before.unit !== unit) return [[id, { kind: 'unit', at, before: before.remaining }] as const];
    if (before && jumped(before.remaining, remaining))
      return [[id, { kind: 'jump', at, before: before.remaining }] as const];
    const old = report.oddities[id];
    return old && at - old.at < oddityLasts ? [[id, old] as const] : [];
  });
  return Object.fromEntries(oddities);
}

function balanceIn(reading: Reading | undefined, id: string): Balance | undefined {
  return reading?.balances.find((balance) => balance.id === id);
}

/** Sums of decimals carry binary noise far below any amount that a provider counts. */
function rose(before: number, after: number): boolean {
  return after - before > Math.max(Math.abs(before), Math.abs(after)) * 1e-9;
}

/** Running dry and filling up from nothing are no jumps. */
function jumped(before: number, after: number): boolean {
  return before > 0 && after > 0 && Math.max(before, after) / Math.min(before, after) > oddFactor;
}
