import { runLength, trackIn, type Chunk, type Track } from './history.ts';
import { joined } from './thinning.ts';

/** How long history is kept, in days: every reading for a week, one an hour for 90 days, one a day for as long as the user wants. */
export const rawDays = 7;
export const hourlyDays = 90;

/** In seconds. */
export const hour = 3600;
export const day = 24 * hour;

/** The last number of each level comes first to hand: years before months before days. */
export const levels = { year: 0, month: 1, day: 2 } as const;
export type Level = (typeof levels)[keyof typeof levels];

/** A chunk of the store: days are counted since 1970, months and years since the year 0. */
interface Part {
  level: Level;
  number: number;
  chunk: Chunk;
}

/** A whole history, whose times are counted from 1970, in the chunks that it would be in had it grown up here. `now` is in seconds since 1970. */
export function partsOf(whole: Chunk, now: number): Part[] {
  const parts = new Map<string, Part>();
  const partAt = (moment: number): Part => {
    const [level, number] = placeOf(moment, now);
    const key = `${level} ${number}`;
    const part = parts.get(key) ?? { level, number, chunk: { version: 1, start: startOf(level, number), tracks: {} } };
    parts.set(key, part);
    return part;
  };
  for (const [id, { last, runs, events }] of Object.entries(whole.tracks)) {
    const trackAt = (moment: number): [track: Track, start: number] => {
      const { chunk } = partAt(moment);
      const track = trackIn(chunk, id) ?? { last, runs: [], events: [] };
      chunk.tracks[id] = track;
      return [track, chunk.start];
    };
    for (let place = 0; place < runs.length; place += runLength) {
      const [from = 0, to = 0, remaining = 0, spent = 0] = runs.slice(place, place + runLength);
      const [track, start] = trackAt(from);
      track.last = { ...last, remaining };
      track.runs.push(from - start, to - start, remaining, spent);
    }
    for (const [at, kind, amount] of events) {
      const [track, start] = trackAt(at);
      track.events.push([at - start, kind, amount]);
    }
  }
  const all = [...parts.values()].toSorted((a, b) => a.level - b.level || a.number - b.number);
  const latest = all.at(-1);
  // The next reading is compared with what the latest chunk was told last.
  for (const [id, { last }] of Object.entries(whole.tracks))
    if (latest) latest.chunk.tracks[id] = { runs: [], events: [], ...trackIn(latest.chunk, id), last };
  return all.map(({ level, number, chunk }) => ({
    level,
    number,
    chunk: level === levels.day ? chunk : joined(undefined, chunk, chunk.start, level === levels.month ? hour : day),
  }));
}

function placeOf(moment: number, now: number): [level: Level, number: number] {
  const today = Math.floor(now / day);
  const date = Math.floor(moment / day);
  if (date >= today - rawDays) return [levels.day, date];
  const month = monthOf(date * day);
  return month >= monthOf((today - hourlyDays) * day) ? [levels.month, month] : [levels.year, yearOf(moment)];
}

function startOf(level: Level, number: number): number {
  if (level === levels.day) return number * day;
  return level === levels.month ? monthStart(number) : yearStart(number);
}

/** Months since the year 0. */
export function monthOf(seconds: number): number {
  const date = new Date(seconds * 1000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

export function monthStart(month: number): number {
  return Date.UTC(Math.floor(month / 12), month % 12) / 1000;
}

export function yearOf(seconds: number): number {
  return new Date(seconds * 1000).getUTCFullYear();
}

export function yearStart(year: number): number {
  return Date.UTC(year, 0) / 1000;
}
