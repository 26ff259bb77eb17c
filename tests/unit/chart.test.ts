import { describe, expect, test } from 'vitest';
import { chartOf, scaleOf } from '../../lib/chart.ts';
import type { Forecast } from '../../lib/forecast.ts';
import { day, noon } from './given.ts';

const pace = { perDay: 100, perHour: 100 / 24 };
const ends = { earliest: noon + 8 * day, at: noon + 10 * day, latest: noon + 16 * day };
const runsOut: Forecast = { kind: 'runs-out', ...ends, ...pace };
const points = [
  { at: noon - 2 * day, remaining: 1200, spent: 0 },
  { at: noon, remaining: 1000, spent: 200 },
];

/** What is drawn after now, by days from now: the projection, its early and its late bound. */
function projected(forecast: Forecast, resetsAt?: number) {
  const facts = chartOf(points, [], forecast, { from: noon - 2 * day, to: noon + 30 * day, now: noon, resetsAt });
  const [moments, , ...lines] = facts.columns;
  const at = moments.map((moment) => (moment * 1000 - noon) / day);
  const drawn = lines.map((line) =>
    Object.fromEntries(at.flatMap((time, place) => (line[place] == null ? [] : [[time, Math.round(line[place])]]))),
  );
  return { drawn, reset: facts.reset };
}

describe('what is to be expected', () => {
  test('is drawn to the end, and its range to the latest end', () => {
    expect(projected(runsOut)).toEqual({
      drawn: [
        { 0: 1000, 8: 200, 10: 0 },
        { 0: 1000, 8: 0, 10: 0, 16: 0 },
        { 0: 1000, 8: 500, 10: 375, 16: 0 },
      ],
      reset: undefined,
    });
  });

  test('is drawn to the reset where that comes first, and the reset is marked', () => {
    const reset = noon + 12 * day;
    expect(projected(runsOut, reset)).toEqual({
      drawn: [
        { 0: 1000, 8: 200, 10: 0 },
        { 0: 1000, 8: 0, 10: 0, 12: 0 },
        { 0: 1000, 8: 500, 10: 375, 12: 250 },
      ],
      reset,
    });
    const resetsAt = noon + 4 * day;
    expect(projected({ kind: 'lasts', resetsAt, ...ends, ...pace }, resetsAt)).toEqual({
      drawn: [
        { 0: 1000, 4: 600 },
        { 0: 1000, 4: 500 },
        { 0: 1000, 4: 750 },
      ],
      reset: resetsAt,
    });
  });

  test('is nothing where only the reset is known, or where an older version has told no ends', () => {
    const resetsAt = noon + 4 * day;
    for (const forecast of [{ kind: 'too-early' } as const, { kind: 'lasts', resetsAt, ...pace } as const])
      expect(projected(forecast, resetsAt)).toEqual({ drawn: [{}, {}, {}], reset: resetsAt });
  });

  test('has no mark of a reset that is due, or that lies beyond what is shown', () => {
    expect(projected(runsOut, noon - day).reset).toBeUndefined();
    expect(projected(runsOut, noon + 31 * day).reset).toBeUndefined();
  });
});

test.each([
  { least: 20, most: 100, scale: [0, 105] },
  { least: -40, most: 100, scale: [-42, 105] },
  { least: -40, most: -20, scale: [-42, 0] },
  { least: 0, most: 0, scale: [0, 1] },
])('amounts from $least to $most are drawn from $scale.0 to $scale.1', ({ least, most, scale }) => {
  expect(scaleOf(least, most)).toEqual(scale);
});
