import type { Balance } from './balance.ts';
import type { Reading } from './reading.ts';

/** A change by more than this between two polls may be a change of unit. */
const oddFactor = 50;

/** For so long an oddity is told, in milliseconds. */
const oddityLasts = 24 * 60 * 60_000;

/** What was read of an account, and what that amounts to beside what was read before. */
export interface Seen {
  /** The last good one. */
  reading?: Reading;
  /** By balance id: the highest amount seen since the last top-up. */
  highWater: Record<string, number>;
  /** By balance id: the last change that looks more like an error than like use. */
  oddities: Record<string, Oddity>;
}

/** A figure that is hard to believe beside the one before. It is shown, and said to be odd. */
export interface Oddity {
  kind: 'jump' | 'limit' | 'unit';
  /** When it was seen, in milliseconds since 1970. */
  at: number;
  /** The amount, or the limit, before. */
  before: number;
}

/**
 * A rise is a top-up and begins a new high, and so does a reset: its day has come, and the provider tells another. A fall
 * leaves the high as it was, and so does a balance that a reading leaves out.
 */
export function highWaterAfter(seen: Seen, reading: Reading): Record<string, number> {
  const highs = reading.balances.map((balance) => {
    const { id, remaining } = balance;
    const high = seen.highWater[id];
    const before = balanceIn(seen.reading, id);
    if (high === undefined) return [id, remaining] as const;
    if (!before) return [id, Math.max(high, remaining)] as const;
    const begins =
      isAnother(before, balance) || isReset(before, balance, reading.at) || rose(before.remaining, remaining);
    return [id, begins ? remaining : high] as const;
  });
  return { ...seen.highWater, ...Object.fromEntries(highs) };
}

/** Figures that say nothing of each other: in another unit, or without a meaning because the balance is unlimited. */
function isAnother(before: Balance, after: Balance): boolean {
  return before.unit !== after.unit || before.unlimited !== after.unlimited;
}

function isReset(before: Balance, after: Balance, at: number): boolean {
  return before.resetsAt !== undefined && before.resetsAt <= at && after.resetsAt !== before.resetsAt;
}

/** What of the new reading is hard to believe, beside what was odd before and is not forgotten yet. */
export function odditiesAfter(seen: Seen, reading: Reading): Record<string, Oddity> {
  const { at } = reading;
  const old = Object.entries(seen.oddities).filter(([, oddity]) => at - oddity.at < oddityLasts);
  const fresh = reading.balances.flatMap((balance) => {
    const before = balanceIn(seen.reading, balance.id);
    // Without a high, what was read before belongs to another key.
    const oddity = before && balance.id in seen.highWater ? oddityIn(before, balance, at) : undefined;
    return oddity ? [[balance.id, oddity] as const] : [];
  });
  return Object.fromEntries([...old, ...fresh]);
}

function oddityIn(before: Balance, after: Balance, at: number): Oddity | undefined {
  if (before.unlimited || after.unlimited) return undefined;
  if (before.unit !== after.unit) return { kind: 'unit', at, before: before.remaining };
  if (jumped(before.remaining, after.remaining)) return { kind: 'jump', at, before: before.remaining };
  const { limit = 0 } = before;
  return jumped(limit, after.limit ?? 0) ? { kind: 'limit', at, before: limit } : undefined;
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
