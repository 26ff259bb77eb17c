// @vitest-environment node
import { assert, integer, pre, property } from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isQuiet, isSnoozed, quietEnd, quietFrom } from '../../lib/alert-quiet.ts';
import type { Alert, AlertKind } from '../../lib/alert.ts';
import { hour, minute, noon } from './given.ts';

const usual = process.env.TZ;
beforeEach(() => {
  process.env.TZ = 'Europe/Berlin';
});
afterEach(() => {
  if (usual === undefined) delete process.env.TZ;
  else process.env.TZ = usual;
});

const night = { from: 22 * 60, to: 7 * 60 };
const siesta = { from: 13 * 60, to: 15 * 60 };
const berlin = (month: number, date: number, hours: number, minutes = 0) =>
  new Date(2026, month - 1, date, hours, minutes).getTime();

describe('quiet hours', () => {
  test.each([
    [21, 59, false],
    [22, 0, true],
    [0, 0, true],
    [6, 59, true],
    [7, 0, false],
    [12, 0, false],
  ])('over midnight: %i:%i', (hours, minutes, quiet) => {
    expect(isQuiet(berlin(6, 17, hours, minutes), night)).toBe(quiet);
  });

  test.each([
    [12, 59, false],
    [13, 0, true],
    [14, 59, true],
    [15, 0, false],
  ])('by day: %i:%i', (hours, minutes, quiet) => {
    expect(isQuiet(berlin(6, 17, hours, minutes), siesta)).toBe(quiet);
  });

  test('that were not set are never', () => {
    expect(isQuiet(berlin(6, 17, 3), undefined)).toBe(false);
  });

  test('end by the clock on the wall, also in the nights in which it is put forward or back', () => {
    const lengths = [
      [6, 17],
      [3, 28],
      [10, 24],
    ].map(([month = 0, date = 0]) => {
      const begin = berlin(month, date, 22);
      const end = quietEnd(begin, night);
      expect(new Date(end).getHours()).toBe(7);
      expect([isQuiet(end - 1, night), isQuiet(end, night)]).toEqual([true, false]);
      return (end - begin) / hour;
    });
    expect(lengths).toEqual([9, 8, 10]);
  });

  test('after midnight end the same day', () => {
    expect(quietEnd(berlin(6, 18, 0, 30), night)).toBe(berlin(6, 18, 7));
  });

  test('end in the second of two hours that the clock shows twice', () => {
    process.env.TZ = 'America/Santiago';
    expect(quietEnd(1_775_358_000_000, { from: 0, to: 1381 })).toBe(1_775_358_000_000 + minute);
  });

  test('that would end in the hour that the clock leaves out go on with the next', () => {
    const end = quietEnd(berlin(3, 28, 2, 1), { from: 2 * 60 + 1, to: 2 * 60 });
    expect(end).toBe(berlin(3, 30, 2));
  });

  test.each(['Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kolkata', 'America/Santiago', 'UTC'])(
    'are over when they are said to be, at any moment: %s',
    (zone) => {
      process.env.TZ = zone;
      const minuteOfDay = integer({ min: 0, max: 24 * 60 - 1 });
      const moment = integer({ min: 0, max: 366 * 24 * 60 }).map((count) => Date.UTC(2026, 0, 1) + count * minute);
      assert(
        property(moment, minuteOfDay, minuteOfDay, (now, from, to) => {
          pre(from !== to && isQuiet(now, { from, to }));
          const end = quietEnd(now, { from, to });
          expect(end).toBeGreaterThan(now);
          // The minute in which they pause may be one that the clock leaves out, or the first of two.
          expect(end - now).toBeLessThanOrEqual(50 * hour);
          expect(isQuiet(end, { from, to })).toBe(false);
        }),
        { numRuns: 1000 },
      );
    },
  );

  test.each([
    undefined,
    null,
    7,
    {},
    { from: 0 },
    { from: 5, to: 5 },
    { from: -1, to: 5 },
    { from: 5, to: 1440 },
    { from: 5, to: 1.5 },
  ])('are none in %j', (stored) => {
    expect(quietFrom(stored)).toBeUndefined();
  });

  test('are what was stored', () => {
    expect(quietFrom({ ...night, more: 1 })).toEqual(night);
  });
});

describe('a snooze', () => {
  const alertOf = (kind: AlertKind): Alert => ({ id: 'x', kind, account: 'a', at: noon, facts: {} });

  test('until a moment is of everything', () => {
    for (const kind of ['low', 'refused', 'arrived'] as const) {
      expect(isSnoozed(alertOf(kind), { until: noon + 1 }, noon)).toBe(true);
      expect(isSnoozed(alertOf(kind), { until: noon }, noon)).toBe(false);
    }
  });

  test('until the next level is of what has levels', () => {
    const snoozed = (kind: AlertKind) => isSnoozed(alertOf(kind), { above: 1 }, noon);
    expect((['low', 'critical', 'empty', 'amount', 'days', 'burning'] as const).every(snoozed)).toBe(true);
    expect((['refused', 'failing', 'arrived', 'expiring'] as const).some(snoozed)).toBe(false);
  });

  test('that is none holds nothing back', () => {
    expect(isSnoozed(alertOf('low'), undefined, noon)).toBe(false);
  });
});
