import type { HistoryEvent, Point } from './history.ts';

/** A moment in the course of a balance: what was left, or what came. */
export type Row = Point | HistoryEvent;

/** More help nobody. */
const mostReadings = 200;

const finest = 15 * 60_000;

/**
 * The course as the rows of a table, the latest first: everything that came, and the readings thinned over all of their
 * time alike, so that the table reaches as far back as they do. What was spent is kept.
 */
export function rowsOf(points: readonly Point[], events: readonly HistoryEvent[]): { rows: Row[]; readings: number } {
  const readings = thinned(points);
  return { rows: [...readings, ...events].toSorted((a, b) => b.at - a.at), readings: readings.length };
}

/** The last of each stretch of time, with what was spent in all of it. */
function thinned(points: readonly Point[]): Point[] {
  if (points.length <= mostReadings) return [...points];
  let grain = finest;
  while (stretchesIn(points, grain) > mostReadings) grain *= 2;
  return [...Map.groupBy(points, ({ at }) => Math.floor(at / grain)).values()].map((stretch) => ({
    ...stretch.at(-1)!,
    spent: stretch.reduce((total, { spent }) => total + spent, 0),
  }));
}

function stretchesIn(points: readonly Point[], grain: number): number {
  return new Set(points.map(({ at }) => Math.floor(at / grain))).size;
}
