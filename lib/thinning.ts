import { runLength, trackIn, type Chunk, type Track } from './history.ts';

/**
 * The older chunk with the later one joined to it, all of it no finer than one stretch for each `grain` seconds. What was
 * spent, and every event, is kept to the last digit; only the course within a grain is forgotten.
 */
export function joined(older: Chunk | undefined, later: Chunk, start: number, grain: number): Chunk {
  const ids = new Set([...Object.keys(older?.tracks ?? {}), ...Object.keys(later.tracks)]);
  const tracks = [...ids].flatMap((id) => {
    const parts = [shifted(older, id, start), shifted(later, id, start)].filter((part) => part !== undefined);
    const last = parts.at(-1)?.last;
    if (!last) return [];
    const runs = thinned(
      parts.flatMap((part) => part.runs),
      grain,
    );
    return [[id, { last, runs, events: parts.flatMap(({ events }) => events) }] as const];
  });
  return { version: 1, start, tracks: Object.fromEntries(tracks) };
}

/** All that the chunks of an account hold, in one whose times are counted from 1970. */
export function wholeOf(chunks: Chunk[]): Chunk {
  return chunks.reduce((sum, chunk) => joined(sum, chunk, 0, 1), { version: 1, start: 0, tracks: {} } as Chunk);
}

/** The chunk with nothing in it later than `end`, in seconds since 1970: what a clock that ran ahead put there happened by then. */
export function pulledBack(chunk: Chunk, start: number, end: number): Chunk {
  const latest = end - start;
  const pull = (offset: number) => Math.min(latest, Math.max(0, offset));
  const tracks = Object.keys(chunk.tracks).flatMap((id) => {
    const track = shifted(chunk, id, start);
    if (!track) return [];
    const runs = track.runs.map((number, place) => (place % runLength < 2 ? pull(number) : number));
    const events = track.events.map(([offset, kind, amount]): Track['events'][number] => [pull(offset), kind, amount]);
    return [[id, { last: track.last, runs: thinned(runs, 1), events }] as const];
  });
  return { version: 1, start, tracks: Object.fromEntries(tracks) };
}

/** The chunk without what ended before a moment, in seconds since 1970. */
export function since(chunk: Chunk, moment: number): Chunk {
  const offset = moment - chunk.start;
  const tracks = Object.entries(chunk.tracks).map(([id, { last, runs, events }]): [string, Track] => {
    const begin = stretchesBefore(runs, offset) * runLength;
    return [id, { last, runs: runs.slice(begin), events: events.filter(([at]) => at >= offset) }];
  });
  return { ...chunk, tracks: Object.fromEntries(tracks) };
}

function stretchesBefore(runs: number[], offset: number): number {
  const ends = runs.filter((_, place) => place % runLength === 1);
  const first = ends.findIndex((end) => end >= offset);
  return first < 0 ? ends.length : first;
}

/** A track with its times counted from another beginning. */
function shifted(chunk: Chunk | undefined, id: string, start: number): Track | undefined {
  const track = chunk && trackIn(chunk, id);
  if (!track) return undefined;
  const by = chunk.start - start;
  return {
    last: track.last,
    runs: track.runs.map((number, place) => (place % runLength < 2 ? number + by : number)),
    events: track.events.map(([offset, kind, amount]) => [offset + by, kind, amount]),
  };
}

/** Stretches that begin within the same grain become one: it ends as the last of them ended, and spent what all of them spent. */
function thinned(runs: number[], grain: number): number[] {
  const kept: number[] = [];
  for (let place = 0; place < runs.length; place += runLength) {
    const [from = 0, to = 0, remaining = 0, spent = 0] = runs.slice(place, place + runLength);
    const open = kept.length - runLength;
    if (open >= 0 && Math.floor((kept[open] ?? 0) / grain) === Math.floor(from / grain)) {
      kept[open + 1] = to;
      kept[open + 2] = remaining;
      kept[open + 3] = (kept[open + 3] ?? 0) + spent;
    } else kept.push(from, to, remaining, spent);
  }
  return kept;
}
