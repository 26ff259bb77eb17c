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
}

/** The course within a time, and what is to be expected after `now`. */
export function chartOf(
  points: Point[],
  events: HistoryEvent[],
  forecast: Forecast | undefined,
  { from, to, now }: { from: number; to: number; now: number },
): ChartFacts {
  const shown = points.filter(({ at }) => at >= from && at <= to);
  const left = points.at(-1)?.remaining ?? 0;
  const ends =
    forecast?.kind === 'runs-out'
      ? [forecast.at, forecast.earliest, forecast.latest].map((end) => Math.max(end, now + 1))
      : [];
  const moments = [...shown.map(({ at }) => at), ...(ends.length > 0 ? [now, ...ends] : [])].toSorted((a, b) => a - b);
  const distinct = [...new Set(moments)];
  const course = new Map(shown.map(({ at, remaining }) => [at, remaining]));
  const falling = (end: number) =>
    distinct.map((at) => (at < now ? null : Math.max(0, left * (1 - (at - now) / (end - now)))));
  return {
    from,
    to,
    columns: [
      distinct.map((at) => at / 1000),
      distinct.map((at) => course.get(at) ?? null),
      ...threeOf(ends.map(falling), distinct),
    ],
    marks: events.filter(({ kind, at }) => kind !== 'limit' && at >= from && at <= to),
  };
}

/** A chart has the same lines whether or not anything is to be expected. */
function threeOf(lines: (number | null)[][], moments: number[]): (number | null)[][] {
  const none = moments.map(() => null);
  return [0, 1, 2].map((place) => lines[place] ?? none);
}
