// @vitest-environment node
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  anomaly,
  expiring,
  forecast,
  spendPerDay,
  type Forecast,
  type Outlook,
  type Point,
} from '../../lib/forecast.ts';
import { day, minute } from './given.ts';
import { monday } from './given-course.ts';

describe('whatever was seen,', () => {
  const amount = fc.oneof(fc.constant(0), fc.nat(5), fc.double({ min: 1e-9, max: 1e6, noNaN: true }));
  const pause = fc.oneof(fc.constant(15), fc.integer({ min: 1, max: 120 }), fc.integer({ min: 1, max: 60 * 24 * 20 }));
  const seen = fc
    .array(fc.record({ pause, spent: amount, added: fc.oneof(fc.constant(0), amount) }), { maxLength: 120 })
    .map((steps) => {
      const points: Point[] = [{ at: monday, remaining: 1000, spent: 0 }];
      for (const { pause: minutes, spent, added } of steps) {
        const last = points.at(-1) ?? { at: monday, remaining: 0 };
        points.push({ at: last.at + minutes * minute, remaining: last.remaining - spent + added, spent });
      }
      return points;
    });
  const outlooks: fc.Arbitrary<Outlook> = fc
    .record({
      remaining: fc.double({ min: 1e-3, max: 1e9, noNaN: true }),
      reset: fc.option(fc.integer({ min: -10, max: 400 }), { nil: undefined }),
      grants: fc.array(
        fc.record({
          remaining: fc.double({ min: -10, max: 1e9, noNaN: true }),
          days: fc.integer({ min: -100, max: 2000 }),
        }),
        { maxLength: 3 },
      ),
    })
    .map(({ remaining, reset, grants }) => ({
      remaining,
      ...(reset !== undefined && { resetsAt: monday + reset * day }),
      parts: grants.map((grant) => ({ remaining: grant.remaining, expiresAt: monday + grant.days * day })),
    }));
  const later = fc.nat(3 * day);
  const moved = (outlook: Outlook, by: number): Outlook => ({
    ...outlook,
    ...(outlook.resetsAt !== undefined && { resetsAt: outlook.resetsAt + by }),
    parts: (outlook.parts ?? []).map((part) => ({ ...part, expiresAt: (part.expiresAt ?? 0) + by })),
  });

  test('a forecast is in order, ahead and made of numbers', () => {
    fc.assert(
      fc.property(seen, outlooks, later, (points, outlook, pauseAfter) => {
        const now = (points.at(-1)?.at ?? monday) + pauseAfter;
        const told = forecast(points, outlook, now);
        const losses = expiring(points, outlook, now);
        const burst = anomaly(points, now);
        expect([told, losses, burst].flatMap(numbersIn).filter((value) => !(value >= 0 && value < Infinity))).toEqual(
          [],
        );
        const moments = told.kind === 'runs-out' ? [now, told.earliest, told.at, told.latest] : [];
        expect(moments).toEqual(moments.toSorted((one, other) => one - other));
        expect(told.kind === 'lasts' && told.resetsAt <= now).toBe(false);
        const reset = told.kind === 'runs-out' ? told.resetsAt : undefined;
        const around = reset === undefined ? [] : [moments[1], reset, moments[2]];
        expect(around).toEqual(around.toSorted((one = 0, other = 0) => one - other));
        expect(reset !== undefined && reset <= now).toBe(false);
        expect(losses.filter(({ amount: lost, at }) => lost === 0 || lost > outlook.remaining || at <= now)).toEqual(
          [],
        );
        expect(burst !== undefined && burst.perHour < 4 * burst.usual).toBe(false);
      }),
    );
  });

  test('another unit changes no date', () => {
    fc.assert(
      fc.property(seen, outlooks, fc.integer({ min: -20, max: 20 }), (points, outlook, power) => {
        const unit = 2 ** power;
        const now = points.at(-1)?.at ?? monday;
        const scaled = points.map((point) => ({
          ...point,
          remaining: point.remaining * unit,
          spent: point.spent * unit,
        }));
        const parts = (outlook.parts ?? []).map((part) => ({ ...part, remaining: part.remaining * unit }));
        const again = forecast(scaled, { ...outlook, remaining: outlook.remaining * unit, parts }, now);
        expect(away(forecast(points, outlook, now), again)).toEqual([]);
      }),
    );
  });

  test('other weeks move the dates by as much', () => {
    fc.assert(
      fc.property(seen, outlooks, fc.integer({ min: 1, max: 100 }), (points, outlook, weeks) => {
        const by = weeks * 7 * day;
        const now = points.at(-1)?.at ?? monday;
        const shifted = points.map((point) => ({ ...point, at: point.at + by }));
        const again = forecast(shifted, moved(outlook, by), now + by);
        expect(away(forecast(points, outlook, now), again, by)).toEqual([]);
      }),
    );
  });

  test('what was added is not what was spent', () => {
    fc.assert(
      fc.property(seen, outlooks, fc.array(fc.nat(1_000_000)), (points, outlook, added) => {
        const now = points.at(-1)?.at ?? monday;
        const filled = points.map((point, index) => ({ ...point, remaining: point.remaining + (added[index] ?? 0) }));
        expect(forecast(filled, outlook, now)).toEqual(forecast(points, outlook, now));
        expect(anomaly(filled, now)).toEqual(anomaly(points, now));
        expect(spendPerDay(filled, () => 0)).toEqual(spendPerDay(points, () => 0));
      }),
    );
  });

  test('the days add up to what was spent', () => {
    fc.assert(
      fc.property(seen, fc.integer({ min: -840, max: 720 }), (points, offset) => {
        const total = points.slice(1).reduce((all, { spent }) => all + spent, 0);
        const told = spendPerDay(points, () => offset).reduce((all, { spent }) => all + spent, 0);
        expect(Math.abs(told - total)).toBeLessThanOrEqual(1e-9 * total);
      }),
    );
  });

  function numbersIn(value: unknown): number[] {
    if (typeof value === 'number') return [value];
    return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
  }

  /** The dates that are not so much later, to the second, and whatever else differs beside the burn. */
  function away(one: Forecast, other: Forecast, by = 0): string[] {
    const told: Record<string, unknown> = { ...other };
    return Object.entries(one)
      .filter(([name, value]) =>
        typeof value === 'number' ? !(Math.abs(Number(told[name]) - value - by) < 1000) : told[name] !== value,
      )
      .map(([name]) => name)
      .filter((name) => name !== 'perDay' && name !== 'perHour');
  }
});
