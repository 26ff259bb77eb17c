import type { Forecast } from './forecast.ts';
import type { HistoryEvent, Point } from './history.ts';

/** What a chart draws: a column of moments in seconds since 1970, and for each line a column of amounts; null where it has none. */
export interface ChartFacts {
  /** The time that is shown, in milliseconds since 1970. */
  from: number;
  to: number;
  /** Moments, then the course, the projection, and its early and late bound. */
  columns: [number[], ...(number | null)[][]];
  /** Top-ups, resets, and where another key or unit began. */
  marks: HistoryEvent[];
  /** The next reset, where it is within that time. */
  reset?: number;
}

interface Times {
  from: number;
  to: number;
  now: number;
  /** The next reset, or one that is due. */
  resetsAt?: number | undefined;
}

/** The course within a time, and what is to be expected after `now`. */
export function chartOf(
  points: Point[],
  events: HistoryEvent[],
  forecast: Forecast | undefined,
  { from, to, now, resetsAt }: Times,
): ChartFacts {
  const shown = points.filter(({ at }) => at >= from && at <= to);
  const left = points.at(-1)?.remaining ?? 0;
  const reset = resetsAt !== undefined && resetsAt > now ? resetsAt : undefined;
  const ends = endsOf(forecast, now) ?? [];
  const stops = ends.map((end) => Math.min(end, reset ?? end));
  const moments = [...shown.map(({ at }) => at), ...(ends.length > 0 ? [now, ...stops] : [])].toSorted((a, b) => a - b);
  const distinct = [...new Set(moments)];
  const course = new Map(shown.map(({ at, remaining }) => [at, remaining]));
  // The bounds go on together, for what is between them is filled.
  const [stop = now, , last = now] = stops;
  const falling = (end: number, place: number) =>
    distinct.map((at) => (at < now || at > (place === 0 ? stop : last) ? null : leftAt(at, left, end, now)));
  return {
    from,
    to,
    columns: [
      distinct.map((at) => at / 1000),
      distinct.map((at) => course.get(at) ?? null),
      ...threeOf(ends.map(falling), distinct),
    ],
    marks: events.filter(({ kind, at }) => kind !== 'limit' && at >= from && at <= to),
    ...(reset !== undefined && reset <= to && { reset }),
  };
}

/** When it would be used up if no reset came: as expected, at the earliest, at the latest. */
export function endsOf(forecast: Forecast | undefined, now: number): [number, number, number] | undefined {
  if (forecast?.kind !== 'runs-out' && forecast?.kind !== 'lasts') return undefined;
  const { at, earliest, latest } = forecast;
  if (at === undefined || earliest === undefined || latest === undefined) return undefined;
  const ahead = (end: number) => Math.max(end, now + 1);
  return [ahead(at), ahead(earliest), ahead(latest)];
}

/** What will be left at a moment of what is left now, when all of it is used up evenly until its end. */
export function leftAt(moment: number, left: number, end: number, now: number): number {
  return Math.max(0, left * (1 - (moment - now) / (end - now)));
}

/** From which amount to which it is drawn: from 0, or from the debt, and with room above. */
export function scaleOf(least: number, most: number): [number, number] {
  const [low, high] = [Math.min(0, least * 1.05), Math.max(0, most * 1.05)];
  return [low, high > low ? high : 1];
}

/** A chart has the same lines whether or not anything is to be expected. */
function threeOf(lines: (number | null)[][], moments: number[]): (number | null)[][] {
  const none = moments.map(() => null);
  return [0, 1, 2].map((place) => lines[place] ?? none);
}
