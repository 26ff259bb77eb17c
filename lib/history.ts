import type { Balance } from './balance.ts';
import { present } from './present.ts';
import type { Reading } from './reading.ts';

/**
 * What became of the balances of one account over time. Kept in chunks (a day, a month, a year), each small enough to be
 * written with every poll or read at a glance.
 */
export interface Chunk {
  version: 1;
  /** In seconds since 1970; all times in the chunk are counted from here. */
  start: number;
  /** By balance id. */
  tracks: Record<string, Track>;
}

/** A balance as it was told, and by whom: the key and the address, as far as they are known. */
type Told = Pick<Balance, 'remaining' | 'unit' | 'limit' | 'resetsAt'> & { source?: string };

/** One balance in one chunk. */
export interface Track {
  /** The balance as it was last told, which the next reading is compared with. */
  last: Told;
  /**
   * Four numbers for each stretch in which nothing changed: its beginning and its end in seconds since the chunk's, what
   * was left, and what was spent since the stretch before.
   */
  runs: number[];
  events: StoredEvent[];
}

/** Seconds since the chunk's beginning, what happened, and the figure that belongs to it. */
export type StoredEvent = [offset: number, kind: EventKind, amount: number];

/**
 * What is no consumption: `top-up` and `reset` with the amount that came (after a reset it may be negative), `limit` with
 * the new limit, `unit` with the amount in the new unit, `source` with the amount behind another key or address.
 */
export const eventKinds = ['top-up', 'reset', 'limit', 'unit', 'source'] as const;

type EventKind = (typeof eventKinds)[number];

export interface HistoryEvent {
  /** In milliseconds since 1970. */
  at: number;
  kind: EventKind;
  amount: number;
}

/** What was left at a moment, and what was spent since the point before. */
export interface Point {
  /** In milliseconds since 1970. */
  at: number;
  remaining: number;
  /** Falls alone; a top-up in between does not hide them. */
  spent: number;
}

/** Numbers in `runs` for one stretch. */
export const runLength = 4;

/** The track of a balance; never what every object inherits, such as its `constructor`. */
export function trackIn({ tracks }: Pick<Chunk, 'tracks'>, id: string): Track | undefined {
  return Object.hasOwn(tracks, id) ? tracks[id] : undefined;
}

/** A chunk of its own for what begins at `start`, which knows what the chunk before it was told last. */
export function chunkAfter(before: Chunk | undefined, start: number): Chunk {
  const tracks = Object.entries(before?.tracks ?? {}).map(([id, { last }]): [string, Track] => [
    id,
    { last, runs: [], events: [] },
  ]);
  return { version: 1, start, tracks: Object.fromEntries(tracks) };
}

/**
 * The chunk with one more reading. `at` is in seconds since 1970 and not before what the chunk holds. Unlimited balances
 * have no history: their figures mean nothing. Without a `source` they come from where those before came from.
 */
export function withReading(chunk: Chunk, { balances }: Reading, at: number, source?: string): Chunk {
  const offset = at - chunk.start;
  const tracks = balances
    .filter(({ unlimited }) => !unlimited)
    .map(
      (balance) => [balance.id, withBalance(trackIn(chunk, balance.id), { ...balance, source }, offset, at)] as const,
    );
  return { ...chunk, tracks: { ...chunk.tracks, ...Object.fromEntries(tracks) } };
}

function withBalance(
  track: Track | undefined,
  balance: Balance & { source: string | undefined },
  offset: number,
  at: number,
): Track {
  const { remaining, unit, limit, resetsAt, source = track?.last.source } = balance;
  const last = present<Told>({ remaining, unit, limit, resetsAt, source });
  if (!track) return { last, runs: [offset, offset, remaining, 0], events: [] };
  const events = [...track.events, ...eventsBetween(track.last, last, offset, at)];
  const change = differs(track.last.remaining, remaining) ? remaining - track.last.remaining : 0;
  const isNews = events.length > track.events.length;
  const [from, , left] = track.runs.slice(-runLength);
  if (change === 0 && !isNews && from !== undefined && left !== undefined && !differs(left, remaining))
    return { last, events, runs: [...track.runs.slice(0, -runLength), ...extended(track.runs, offset)] };
  const isConsumption = change < 0 && !events.slice(track.events.length).some(([, kind]) => kind !== 'limit');
  return { last, events, runs: [...track.runs, offset, offset, remaining, isConsumption ? -change : 0] };
}

function extended(runs: number[], offset: number): number[] {
  const [from = offset, , left = 0, spent = 0] = runs.slice(-runLength);
  return [from, offset, left, spent];
}

/** `at` is in seconds since 1970. */
function eventsBetween(before: Told, after: Told, offset: number, at: number): StoredEvent[] {
  const isAnother = before.source !== undefined && before.source !== after.source;
  const others = [isAnother && 'source', before.unit !== after.unit && 'unit'] as const;
  const breaks = others.flatMap((kind): StoredEvent[] => (kind ? [[offset, kind, after.remaining]] : []));
  if (breaks.length > 0) return breaks;
  const change = after.remaining - before.remaining;
  const isReset = before.resetsAt !== undefined && before.resetsAt <= at * 1000 && after.resetsAt !== before.resetsAt;
  const events: StoredEvent[] = [];
  if (isReset) events.push([offset, 'reset', change]);
  else if (change > 0 && differs(before.remaining, after.remaining)) events.push([offset, 'top-up', change]);
  if (after.limit !== undefined && before.limit !== after.limit) events.push([offset, 'limit', after.limit]);
  return events;
}

/** Sums of decimals carry binary noise far below any amount that a provider counts. */
export function differs(before: number, after: number): boolean {
  return Math.abs(after - before) > Math.max(Math.abs(before), Math.abs(after)) * 1e-9;
}

/** The points of a balance, in order; a stretch has one at each end. */
export function pointsOf(chunks: Chunk[], id: string): Point[] {
  return chunks.flatMap((chunk) => {
    const { start } = chunk;
    const points: Point[] = [];
    const runs = trackIn(chunk, id)?.runs ?? [];
    for (let place = 0; place < runs.length; place += runLength) {
      const [from = 0, to = 0, remaining = 0, spent = 0] = runs.slice(place, place + runLength);
      points.push({ at: (start + from) * 1000, remaining, spent });
      if (to > from) points.push({ at: (start + to) * 1000, remaining, spent: 0 });
    }
    return points;
  });
}

/** Whether what came before an event and what came after it say nothing of each other. */
export function isBreak(kind: EventKind): boolean {
  return kind === 'source' || kind === 'unit';
}

export function eventsOf(chunks: Chunk[], id: string): HistoryEvent[] {
  return chunks.flatMap((chunk) =>
    (trackIn(chunk, id)?.events ?? []).map(([offset, kind, amount]) => ({
      at: (chunk.start + offset) * 1000,
      kind,
      amount,
    })),
  );
}
