import { clear, promisifyRequest } from 'idb-keyval';
import { objectStore } from './database.ts';
import { chunkAfter, withReading, type Chunk } from './history.ts';
import { merged, type Gain } from './history-merge.ts';
import {
  day,
  hour,
  hourlyDays,
  levels,
  monthOf,
  monthStart,
  partsOf,
  rawDays,
  yearOf,
  yearStart,
  type Level,
} from './history-levels.ts';
import { Unreadable } from './quarantine.ts';
import type { Reading } from './reading.ts';
import { isNumber, isText, listOf, maybe, members, recordOf } from './stored.ts';
import { joined, pulledBack, since, wholeOf } from './thinning.ts';

const second = 1000;

type Key = [account: string, level: Level, number: number];

interface Latest {
  key: Key;
  chunk: Chunk;
}

const historyStore = objectStore('history', 'relaxed');

const isTrack = members({
  last: members({ remaining: isNumber, source: maybe(isText) }),
  runs: listOf(isNumber),
  events: listOf(Array.isArray),
});
const isChunk = members({ version: (value) => value === 1, start: isNumber, tracks: recordOf(isTrack) });

/** A reading to be remembered. */
export interface Read {
  reading: Reading;
  /** How many days of history are kept. */
  keptDays: number;
  /** Where it comes from, if that is known: see `sourceOf`. */
  source?: string;
}

/**
 * Adds a reading to the account's history; one that is in it already is not added again. What is older than `keptDays` goes.
 * Written by the worker alone. Latest chunks that cannot be read are thrown as such, or deleted when they are set aside.
 */
export async function appendReading(
  store: IDBObjectStore,
  id: string,
  { reading, keptDays, source }: Read,
  isSetAside: (place: string) => boolean,
): Promise<void> {
  const at = Math.floor(reading.at / second);
  const latest = await latestBefore(store, id, at, await latestReadable(store, id, isSetAside));
  const end = latest ? endOf(latest.chunk) : -Infinity;
  if (at === end) return;
  // A clock that was set back makes no gap and no second past: time stands still until it has caught up.
  const moment = Math.max(at, end);
  const start = Math.floor(moment / day) * day;
  const isOfToday = latest?.chunk.start === start && latest.key[1] === levels.day;
  const chunk = isOfToday ? latest.chunk : chunkAfter(latest?.chunk, start);
  const after = withReading(chunk, reading, moment, source);
  await promisifyRequest(store.put(after, [id, levels.day, start / day] satisfies Key));
  if (latest && !isOfToday) await thin(store, id, moment, keptDays);
}

/** The chunks of an account that reach into the time from a moment, in milliseconds since 1970, in order. */
export async function loadHistory(id: string, from = 0): Promise<Chunk[]> {
  return historyStore('readonly', (store) => chunksFrom(store, id, from));
}

/** The same, within a transaction that is under way. */
export async function chunksFrom(store: IDBObjectStore, id: string, from: number): Promise<Chunk[]> {
  const found = await Promise.all(
    placesFrom(Math.floor(from / second)).map(([level, first]) =>
      promisifyRequest<unknown[]>(store.getAll(range(id, level, first))),
    ),
  );
  return found.flat().filter((value): value is Chunk => isChunk(value));
}

/**
 * Adds to the histories of accounts what these know of the time before and after them; the times of each are counted from
 * 1970. One transaction beside what the worker writes: all of it is in the store, or nothing. `now` is in milliseconds since
 * 1970; what is older than `keptDays` stays out.
 */
export async function mergeHistories(
  given: ReadonlyMap<string, Chunk>,
  now: number,
  keptDays: number,
): Promise<Map<string, Gain>> {
  return historyStore('readwrite', async (store) => {
    const gains = new Map<string, Gain>();
    for (const [id, chunk] of given) {
      const all = IDBKeyRange.bound([id], [id, []]);
      const stored: unknown[] = await promisifyRequest(store.getAll(all));
      const { whole, gain } = gainFrom(stored.filter(isChunk) as Chunk[], chunk, now, keptDays);
      gains.set(id, gain);
      if (gain.readings === 0) continue;
      await promisifyRequest(store.delete(all));
      for (const { level, number, chunk: part } of partsOf(whole, Math.floor(now / second)))
        await promisifyRequest(store.put(part, [id, level, number] satisfies Key));
    }
    return gains;
  });
}

/** The same, without doing it. */
export async function gainOf(id: string, given: Chunk, now: number, keptDays: number): Promise<Gain> {
  return gainFrom(await loadHistory(id), given, now, keptDays).gain;
}

export async function dropHistory(ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await historyStore('readwrite', async (store) => {
    for (const id of ids) await promisifyRequest(store.delete(IDBKeyRange.bound([id], [id, []])));
  });
}

/** Forgets the history of all accounts. */
export async function eraseHistory(): Promise<void> {
  await clear(historyStore);
}

/** Joins what is old enough to the coarser chunk that it belongs to. `now` is in seconds since 1970. */
async function thin(store: IDBObjectStore, id: string, now: number, keptDays: number): Promise<void> {
  const today = Math.floor(now / day);
  await move(store, id, levels.day, today - rawDays - 1, {
    level: levels.month,
    numberOf: (start) => monthOf(start),
    startOf: monthStart,
    grain: hour,
  });
  await move(store, id, levels.month, monthOf((today - hourlyDays) * day) - 1, {
    level: levels.year,
    numberOf: (start) => yearOf(start),
    startOf: yearStart,
    grain: day,
  });
  await forget(store, id, now - keptDays * day);
}

function gainFrom(stored: Chunk[], given: Chunk, now: number, keptDays: number): { whole: Chunk; gain: Gain } {
  return merged(wholeOf(stored), since(given, Math.floor(now / second) - keptDays * day));
}

/** Forgets what is older than a moment, in seconds since 1970. */
async function forget(store: IDBObjectStore, id: string, moment: number): Promise<void> {
  for (const [level, first] of placesFrom(moment)) {
    await promisifyRequest(store.delete(IDBKeyRange.bound([id, level], [id, level, first], false, true)));
    const place: Key = [id, level, first];
    const chunk: unknown = await promisifyRequest(store.get(place));
    if (isChunk(chunk)) await promisifyRequest(store.put(since(chunk as Chunk, moment), place));
  }
}

/** On each level the number of the chunk that a moment, in seconds since 1970, lies in. */
function placesFrom(moment: number): [level: Level, number: number][] {
  return [
    [levels.year, yearOf(moment)],
    [levels.month, monthOf(moment)],
    [levels.day, Math.floor(moment / day)],
  ];
}

interface Coarser {
  level: Level;
  numberOf: (start: number) => number;
  startOf: (number: number) => number;
  grain: number;
}

async function move(store: IDBObjectStore, id: string, level: Level, last: number, to: Coarser): Promise<void> {
  const old = IDBKeyRange.bound([id, level], [id, level, last]);
  const keys = await promisifyRequest(store.getAllKeys(old));
  for (const key of keys) {
    const chunk: unknown = await promisifyRequest(store.get(key));
    // What cannot be read is left where it is, and so is what would have to be joined to it.
    if (!isChunk(chunk)) continue;
    const later = chunk as Chunk;
    const number = to.numberOf(later.start);
    const place: Key = [id, to.level, number];
    const older: unknown = await promisifyRequest(store.get(place));
    if (older !== undefined && !isChunk(older)) continue;
    await promisifyRequest(store.put(joined(older as Chunk | undefined, later, to.startOf(number), to.grain), place));
    await promisifyRequest(store.delete(key));
  }
}

/** The latest chunk; those after it that cannot be read are thrown as such, or deleted when they are set aside. */
async function latestReadable(
  store: IDBObjectStore,
  id: string,
  isSetAside: (place: string) => boolean,
): Promise<Latest | undefined> {
  for (;;) {
    const last = await promisifyRequest(store.openCursor(IDBKeyRange.bound([id], [id, []]), 'prev'));
    if (!last) return undefined;
    const [key, chunk] = [last.key as Key, last.value as unknown];
    if (isChunk(chunk)) return { key, chunk: chunk as Chunk };
    const place = `history/${key.join('/')}`;
    if (!isSetAside(place)) throw new Unreadable(place, chunk);
    await promisifyRequest(store.delete(key));
  }
}

/** The latest chunk, after what a clock that ran ahead by more than a day has written is pulled back. */
async function latestBefore(
  store: IDBObjectStore,
  id: string,
  at: number,
  latest: Latest | undefined,
): Promise<Latest | undefined> {
  if (!latest || endOf(latest.chunk) <= at + day) return latest;
  const all = IDBKeyRange.bound([id], [id, []]);
  const keys = (await promisifyRequest(store.getAllKeys(all))) as Key[];
  const chunks: unknown[] = await promisifyRequest(store.getAll(all));
  const ahead = keys
    .map((key, place) => ({ key, chunk: chunks[place] as Chunk }))
    .filter(({ chunk }) => isChunk(chunk) && endOf(chunk) > at)
    .toSorted((a, b) => a.chunk.start - b.chunk.start);
  const start = Math.floor(at / day) * day;
  let today: Chunk | undefined;
  for (const { key, chunk } of ahead) {
    await promisifyRequest(store.delete(key));
    if (chunk.start <= start) {
      const pulled = pulledBack(chunk, chunk.start, at - 1);
      if (chunk.start === start && key[1] === levels.day) today = pulled;
      else await promisifyRequest(store.put(pulled, key));
    } else today = joined(today ?? (await dayOf(store, id, start)), pulledBack(chunk, start, at - 1), start, 1);
  }
  if (today) await promisifyRequest(store.put(today, [id, levels.day, start / day] satisfies Key));
  return latestOf(store, id);
}

async function dayOf(store: IDBObjectStore, id: string, start: number): Promise<Chunk | undefined> {
  const chunk: unknown = await promisifyRequest(store.get([id, levels.day, start / day] satisfies Key));
  return isChunk(chunk) ? (chunk as Chunk) : undefined;
}

async function latestOf(store: IDBObjectStore, id: string): Promise<Latest | undefined> {
  const cursor = await promisifyRequest(store.openCursor(IDBKeyRange.bound([id], [id, []]), 'prev'));
  const chunk: unknown = cursor?.value;
  return cursor && isChunk(chunk) ? { key: cursor.key as Key, chunk: chunk as Chunk } : undefined;
}

/** The last moment that the chunk knows of, in seconds since 1970. */
function endOf({ start, tracks }: Chunk): number {
  return start + Math.max(0, ...Object.values(tracks).map(({ runs }) => runs.at(-3) ?? 0));
}

function range(id: string, level: Level, first: number): IDBKeyRange {
  return IDBKeyRange.bound([id, level, first], [id, level, []]);
}
