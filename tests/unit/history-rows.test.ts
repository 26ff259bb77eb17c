import { describe, expect, test } from 'vitest';
import type { HistoryEvent, Point } from '../../lib/history.ts';
import { rowsOf } from '../../lib/history-rows.ts';
import { day, hour, minute, noon } from './given.ts';

/** One reading each quarter of an hour up to noon, with one credit spent in each. */
function pointsOver(days: number): Point[] {
  const count = days * 96;
  return Array.from({ length: count }, (_, place) => ({
    at: noon - (count - 1 - place) * 15 * minute,
    remaining: count - place,
    spent: 1,
  }));
}

const topUp: HistoryEvent = { at: noon - 10 * day - 5 * minute, kind: 'top-up', amount: 500 };

const readingsOf = (rows: readonly (Point | HistoryEvent)[]) => rows.filter((row) => 'spent' in row);

describe('the rows of a course', () => {
  test('are its readings and what came, the latest first', () => {
    const points = pointsOver(2);
    const limit: HistoryEvent = { at: noon - hour + minute, kind: 'limit', amount: 9 };
    const { rows, readings } = rowsOf(points, [limit]);
    expect(readings).toBe(points.length);
    expect(rows.slice(3, 6)).toEqual([points.at(-4), limit, points.at(-5)]);
    expect(rows).toHaveLength(points.length + 1);
  });

  test.each([7, 30, 400])('reach back over all of %i days, with whatever came', (days) => {
    const points = pointsOver(days);
    const { rows, readings } = rowsOf(points, [topUp, { ...topUp, kind: 'limit' }]);
    expect(rows.filter((row) => 'kind' in row)).toHaveLength(2);
    const kept = readingsOf(rows);
    expect(kept).toHaveLength(readings);
    expect(readings).toBeGreaterThan(90);
    expect(readings).toBeLessThanOrEqual(200);
    expect(kept[0]).toMatchObject({ at: points.at(-1)?.at, remaining: points.at(-1)?.remaining });
    const step = (days * day) / readings;
    expect((kept.at(-1)?.at ?? Infinity) - (points[0]?.at ?? 0)).toBeLessThan(2 * step);
    expect(kept.reduce((total, { spent }) => total + spent, 0)).toBe(points.length);
  });

  test('keep what comes often, however much it is', () => {
    const events = pointsOver(5).map(({ at }): HistoryEvent => ({ at, kind: 'top-up', amount: 1 }));
    expect(rowsOf([], events)).toEqual({ rows: events.toReversed(), readings: 0 });
  });
});
