import { differs, runLength, type Chunk, type StoredEvent, type Track } from './history.ts';

/** A time in which nothing changed, as `Track` tells it. */
interface Stretch {
  from: number;
  to: number;
  remaining: number;
  spent: number;
}

interface Course {
  last: Track['last'];
  stretches: Stretch[];
  events: StoredEvent[];
}

/** What a history has gained. */
export interface Gain {
  /** Points of the course. */
  readings: number;
  /** Top-ups, resets and the like. */
  events: number;
}

/**
 * A history with what another one knows of the time before its first reading and after its last one. The time in between
 * stays as it is, for what is known twice would be spent twice: so a file that is taken in again changes nothing. Where the
 * two meet, the difference counts as if one reading had followed the other. The times of both are counted from 1970.
 */
export function merged(kept: Chunk, given: Chunk): { whole: Chunk; gain: Gain } {
  const gain: Gain = { readings: 0, events: 0 };
  const tracks = new Map(Object.entries(kept.tracks));
  for (const [id, track] of Object.entries(given.tracks)) {
    const before = tracks.get(id);
    const after = mergedTrack(before, track);
    tracks.set(id, after);
    gain.readings += readingsOf(after) - readingsOf(before);
    gain.events += after.events.length - (before?.events.length ?? 0);
  }
  return { whole: { ...kept, tracks: Object.fromEntries(tracks) }, gain };
}

function readingsOf(track: Track | undefined): number {
  return track ? stretchesOf(track).reduce((sum, { from, to }) => sum + (to > from ? 2 : 1), 0) : 0;
}

function mergedTrack(kept: Track | undefined, given: Track): Track {
  const course = courseOf(given);
  const own = kept && courseOf(kept);
  const [first, end] = [own?.stretches[0]?.from, own?.stretches.at(-1)?.to];
  if (!kept || !own || first === undefined || end === undefined) return given;
  const before = course.stretches.filter(({ to }) => to < first);
  const after = course.stretches.filter(({ from }) => from > end);
  if (before.length + after.length === 0) return kept;
  const isKnown = ([at, kind]: StoredEvent) => own.events.some((event) => event[0] === at && event[1] === kind);
  const earlier: Course = {
    last: course.last,
    stretches: before,
    events: course.events.filter((event) => event[0] < first || (event[0] === first && !isKnown(event))),
  };
  const later = { last: course.last, stretches: after, events: course.events.filter(([at]) => at > end) };
  const since = before.length > 0 ? followed(earlier, own, course.events) : own;
  return trackOf(after.length > 0 ? followed(since, later, own.events) : since);
}

/** One course after the other. `known` are all events that the first may have been cut off from. */
function followed(older: Course, newer: Course, known: StoredEvent[]): Course {
  const left = older.stretches.at(-1);
  const [next, ...others] = newer.stretches;
  const events = [...older.events, ...newer.events];
  const whole = { last: newer.last, stretches: [...older.stretches, ...newer.stretches], events };
  if (!left || !next) return whole;
  const since = [...known, ...events].filter(([at]) => at > left.to);
  // A change of unit since then: which was the unit before it is not known. Another key in between: another balance.
  if (since.some(([at, kind]) => kind === 'unit' || (kind === 'source' && at <= next.from))) return whole;
  const came = events
    .filter(([at, kind]) => at > left.to && at <= next.to && (kind === 'top-up' || kind === 'reset'))
    .reduce((sum, [, , amount]) => sum + amount, 0);
  const change = next.remaining + next.spent - came - left.remaining;
  if (older.last.unit !== newer.last.unit)
    return { ...whole, events: [...events, [next.from, 'unit', next.remaining + next.spent - came]] };
  if (!differs(left.remaining + came, next.remaining + next.spent)) return whole;
  const { resetsAt, remaining } = older.last;
  // What is known of the reset is of the end of the older one, which may have been cut off before that.
  const isReset = resetsAt !== undefined && resetsAt <= next.from * 1000 && !differs(remaining, left.remaining);
  if (isReset || change > 0)
    return { ...whole, events: [...events, [next.from, isReset ? 'reset' : 'top-up', change]] };
  return { ...whole, stretches: [...older.stretches, { ...next, spent: next.spent - change }, ...others] };
}

function courseOf(track: Track): Course {
  return { last: track.last, stretches: stretchesOf(track), events: track.events };
}

function trackOf({ last, stretches, events }: Course): Track {
  const runs = stretches.flatMap(({ from, to, remaining, spent }) => [from, to, remaining, spent]);
  return { last, runs, events: events.toSorted((a, b) => a[0] - b[0]) };
}

function stretchesOf({ runs }: Track): Stretch[] {
  const stretches: Stretch[] = [];
  for (let place = 0; place < runs.length; place += runLength) {
    const [from = 0, to = 0, remaining = 0, spent = 0] = runs.slice(place, place + runLength);
    stretches.push({ from, to, remaining, spent });
  }
  return stretches;
}
