// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { anomaly, expiring, spendPerDay, type Point } from '../../lib/forecast.ts';
import { day, hour } from './given.ts';
import { atWork, evenly, monday, runOut, watched, type Use } from './given-course.ts';

describe('grants that expire', () => {
  const points = watched(10, evenly);
  const now = monday + 10 * day;

  test('are lost as far as they are not used before', () => {
    const outlook = { remaining: 960, parts: [{ remaining: 288, expiresAt: now + 2 * day }, { remaining: 672 }] };
    const [loss, ...more] = expiring(points, outlook, now);
    expect(more).toEqual([]);
    expect(loss?.at).toBe(now + 2 * day);
    expect(loss?.amount).toBeGreaterThan(80);
    expect(loss?.amount).toBeLessThan(115);
    // And so the rest is used up earlier.
    expect(runOut(points, outlook).at).toBeLessThan(runOut(points, { remaining: 960 }).at - 0.8 * day);
  });

  test('are used in the order of their end, and not lost if there is time', () => {
    const parts = [
      { remaining: 96, expiresAt: now + 5 * day },
      { remaining: 96, expiresAt: now + 2 * day },
    ];
    expect(expiring(points, { remaining: 960, parts }, now)).toEqual([]);
  });

  test('end the credit where there is nothing else', () => {
    const outlook = { remaining: 960, parts: [{ remaining: 960, expiresAt: now + day }] };
    expect(runOut(points, outlook)).toMatchObject({ at: now + day, latest: now + day });
    expect(expiring(points, outlook, now)[0]?.amount).toBeCloseTo(864, -1);
  });

  test('are lost whole where nothing is used', () => {
    const idle = watched(10, () => 0);
    const parts = [{ remaining: 50, expiresAt: now + 2 * day }];
    expect(expiring(idle, { remaining: 960, parts }, now)).toEqual([{ amount: 50, at: now + 2 * day }]);
  });

  test('are not told while the pace is not known, nor where nothing is left to lose', () => {
    const parts = [{ remaining: 50, expiresAt: now + 2 * day }];
    expect(expiring(watched(0.1, evenly), { remaining: 960, parts }, now)).toEqual([]);
    expect(expiring(points, { remaining: 0, parts }, now)).toEqual([]);
    expect(expiring(points, { remaining: 0, unlimited: true, parts }, now)).toEqual([]);
    expect(expiring(points, { remaining: 960, parts: [{ remaining: 50, expiresAt: now - day }] }, now)).toEqual([]);
  });

  test('never make more than there is', () => {
    const parts = Array.from({ length: 3 }, () => ({ remaining: 960, expiresAt: now + 100 * day }));
    expect(runOut(points, { remaining: 960, parts }).at).toBeCloseTo(runOut(points, { remaining: 960 }).at, -3);
  });
});

describe('an anomaly', () => {
  const lastHours = (points: Point[], factor: number) =>
    points.map((point, index) => (index < points.length - 8 ? point : { ...point, spent: point.spent * factor }));

  test('is a burst in the last two hours, told with both rates', () => {
    const points = lastHours(watched(10, evenly), 6);
    const told = anomaly(points, monday + 10 * day);
    expect(told?.perHour).toBeCloseTo(24);
    expect(told?.usual).toBeCloseTo(4);
  });

  test('is not what is some times faster only, or what is over', () => {
    expect(anomaly(lastHours(watched(10, evenly), 3), monday + 10 * day)).toBeUndefined();
    expect(anomaly(lastHours(watched(10, evenly), 6), monday + 10 * day + 3 * hour)).toBeUndefined();
  });

  test('is not the rhythm of the week', () => {
    for (let days = 3; days < 24; days += 1 / 12)
      expect(anomaly(watched(days, atWork), monday + days * day)).toBeUndefined();
  });

  test('is not a job as there were some before', () => {
    const jobs: Use = (at) => (at % day < 2 * hour ? 50 : 1);
    for (let days = 3; days < 9; days += 1 / 12)
      expect(anomaly(watched(days, jobs), monday + days * day)).toBeUndefined();
  });

  test('is not known before there is a usual', () => {
    expect(anomaly(lastHours(watched(1.5, evenly), 6), monday + 1.5 * day)).toBeUndefined();
    expect(anomaly([], monday)).toBeUndefined();
  });
});

describe('what was spent on each day', () => {
  test('is told by the days of the place', () => {
    const points = watched(2, evenly);
    const first = monday / day;
    expect(spendPerDay(points, () => 0)).toEqual([
      { day: first, spent: expect.closeTo(96) },
      { day: first + 1, spent: expect.closeTo(96) },
    ]);
    // Two hours east of Greenwich the day begins two hours earlier.
    expect(spendPerDay(points, () => -120).map(({ spent }) => Math.round(spent))).toEqual([88, 96, 8]);
  });

  test('is spread over a gap, and left out where nothing is known', () => {
    const at = monday + 12 * hour;
    const points = [
      { at, remaining: 100, spent: 70 },
      { at: at + 2 * day, remaining: 52, spent: 48 },
    ];
    expect(spendPerDay(points, () => 0).map(({ spent }) => Math.round(spent))).toEqual([12, 24, 12]);
    expect(spendPerDay(points.slice(0, 1), () => 0)).toEqual([]);
    expect(spendPerDay([], () => 0)).toEqual([]);
  });

  test('is whole on the days when clocks change', () => {
    const change = monday + 1.5 * day;
    for (const later of [60, -60]) {
      const told = spendPerDay(watched(4, evenly), (at) => (at < change ? 0 : later));
      expect(told.map((one) => one.day)).toEqual(told.map((_, index) => monday / day + index));
      expect(told.reduce((total, { spent }) => total + spent, 0)).toBeCloseTo(4 * 96);
    }
  });
});
