// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { forecast } from '../../lib/forecast.ts';
import { day, hour, minute } from './given.ts';
import { ask, atWork, evenly, monday, runOut, watched } from './given-course.ts';

describe('a forecast', () => {
  test('of an even use is a date, a range around it, and the burn', () => {
    const points = watched(10, evenly);
    const { at, earliest, latest, perDay, perHour } = runOut(points, { remaining: 960 });
    const now = monday + 10 * day;
    expect(Math.abs(at - (now + 10 * day))).toBeLessThan(day);
    expect(earliest).toBeGreaterThan(now + 6 * day);
    expect(latest).toBeLessThan(now + 16 * day);
    expect(perDay).toBeCloseTo(96, -1);
    expect(perHour).toBeCloseTo(perDay / 24);
  });

  test('is not made before 6 hours were watched', () => {
    expect(ask(watched(5.75 / 24, evenly), { remaining: 100 })).toEqual({ kind: 'too-early' });
    expect(ask(watched(6 / 24, evenly), { remaining: 100 }).kind).toBe('runs-out');
  });

  test('is not made before 3 falls were seen', () => {
    const falls = (count: number) => watched(0.5, (at) => (at > monday + (12 - count / 4) * hour ? 1 : 0));
    expect(ask(falls(2), { remaining: 100 })).toEqual({ kind: 'too-early' });
    expect(ask(falls(3), { remaining: 100 }).kind).toBe('runs-out');
  });

  test('is not made from nothing', () => {
    expect(forecast([], { remaining: 100 }, monday)).toEqual({ kind: 'too-early' });
    expect(forecast(watched(0, evenly), { remaining: 100 }, monday)).toEqual({ kind: 'too-early' });
  });

  test('says that nothing is left, or that there is no end', () => {
    expect(ask(watched(3, evenly), { remaining: 0 })).toEqual({ kind: 'empty' });
    expect(ask([], { remaining: -5 })).toEqual({ kind: 'empty' });
    expect(ask([], { remaining: Number.NaN })).toEqual({ kind: 'empty' });
    expect(ask(watched(3, evenly), { remaining: 0, unlimited: true })).toEqual({ kind: 'unlimited' });
  });

  test('says since when an account is idle', () => {
    const stopped = (days: number, after: number) => watched(days, (at) => (at <= monday + after * day ? 1 : 0));
    // As long as it was used before, but not less than a day and not more than a week.
    expect(ask(stopped(1.2, 0.5), { remaining: 100 }).kind).toBe('runs-out');
    expect(ask(stopped(1.6, 0.5), { remaining: 100 })).toEqual({ kind: 'idle', since: monday + 0.5 * day });
    expect(ask(stopped(5, 3), { remaining: 100 }).kind).toBe('runs-out');
    expect(ask(stopped(6.5, 3), { remaining: 100 })).toEqual({ kind: 'idle', since: monday + 3 * day });
    expect(ask(stopped(26, 20), { remaining: 100 }).kind).toBe('runs-out');
    expect(ask(stopped(27, 20), { remaining: 100 })).toEqual({ kind: 'idle', since: monday + 20 * day });
    expect(ask(stopped(2, 0), { remaining: 100 })).toEqual({ kind: 'idle', since: monday });
  });

  test('says that the credit lasts past a reset where the reset comes before the earliest end', () => {
    const points = watched(10, evenly);
    const { at, earliest, latest } = runOut(points, { remaining: 960 });
    const lasts = ask(points, { remaining: 960, resetsAt: earliest - minute });
    expect(lasts).toMatchObject({ kind: 'lasts', resetsAt: earliest - minute, at, earliest, latest });
    expect(lasts.kind === 'lasts' && lasts.perDay).toBeCloseTo(96, -1);
    expect(ask(points, { remaining: 960, resetsAt: earliest + minute }).kind).toBe('runs-out');
    expect(runOut(points, { remaining: 960, resetsAt: at + 30 * day }).at).toBe(at);
  });

  test('tells the reset that comes after the earliest end, and not after the middle one', () => {
    const points = watched(10, evenly);
    const { at, earliest, latest } = runOut(points, { remaining: 960 });
    for (const resetsAt of [earliest + minute, at])
      expect(runOut(points, { remaining: 960, resetsAt })).toMatchObject({ at, earliest, latest, resetsAt });
    for (const resetsAt of [at + minute, monday, undefined])
      expect(runOut(points, { remaining: 960, ...(resetsAt !== undefined && { resetsAt }) })).not.toHaveProperty(
        'resetsAt',
      );
  });

  test('does not care whether a reset keeps what is left, nor about one that has been', () => {
    const points = watched(10, evenly);
    const now = monday + 10 * day;
    for (const rollover of [true, false]) {
      expect(ask(points, { remaining: 960, resetsAt: now + day, rollover }).kind).toBe('lasts');
      expect(ask(points, { remaining: 960, resetsAt: now + 60 * day, rollover }).kind).toBe('runs-out');
    }
    expect(ask(points, { remaining: 960, resetsAt: now - minute }).kind).toBe('runs-out');
  });

  test('knows the weekend', () => {
    // Four weeks and five days: it is Saturday, and a third of a workday is left.
    const points = watched(33, atWork);
    const { at } = runOut(points, { remaining: 11 });
    expect(new Date(at).getUTCDay()).toBe(1);
    expect(new Date(at).getUTCHours()).toBeLessThan(14);
  });

  test('follows a pace that has changed', () => {
    const points = watched(12, (at) => (at > monday + 9 * day ? 4 : 1));
    expect(runOut(points, { remaining: 4 * 96 * 5 }).perDay).toBeGreaterThan(2.5 * 96);
  });

  test('follows growth', () => {
    const growing = watched(20, (at) => 1.05 ** ((at - monday) / day));
    const today = 96 * 1.05 ** 20;
    const truth = Math.log(1 + Math.log(1.05) * 15) / Math.log(1.05);
    const told = (runOut(growing, { remaining: 15 * today }).at - (monday + 20 * day)) / day;
    expect(Math.abs(told - truth)).toBeLessThan(2);
  });

  test('spreads what was spent over a gap', () => {
    const points = watched(10, evenly);
    const asleep = points.filter(({ at }) => (at - monday) % day === 0);
    const seen = asleep.map(({ at, remaining }, index) => ({ at, remaining, spent: index === 0 ? 0 : 96 }));
    expect(runOut(seen, { remaining: 960 }).perDay).toBeCloseTo(96, -1);
  });

  test('does not take whole credits for bursts', () => {
    // One credit in 7 hours, and the same told exactly.
    const exact = runOut(
      watched(10, () => 1 / 28),
      { remaining: 40 },
    );
    const whole = runOut(
      watched(10, (at) => ((at - monday) % (7 * hour) === 0 ? 1 : 0)),
      { remaining: 40 },
    );
    const width = ({ earliest, latest }: typeof exact) => (latest - earliest) / day;
    expect(width(whole)).toBeLessThan(1.2 * width(exact));
  });

  test('is wider where use is bursty', () => {
    const even = runOut(watched(14, evenly), { remaining: 960 });
    // The same amount in three hours of every third day.
    const bursty = runOut(
      watched(14, (at) => (at % (3 * day) < 3 * hour ? 24 : 0)),
      { remaining: 960 },
    );
    expect(bursty.latest - bursty.earliest).toBeGreaterThan(1.3 * (even.latest - even.earliest));
  });

  test('tells what lies beyond two years', () => {
    const points = watched(30, evenly);
    const end = monday + 30 * day + 2 * 365 * day;
    expect(runOut(points, { remaining: 96 * 100 })).not.toHaveProperty('beyond');
    expect(runOut(points, { remaining: 96 * 650 })).toMatchObject({ beyond: 'latest', latest: end });
    expect(runOut(points, { remaining: 96 * 5000 })).toMatchObject({ beyond: 'at', at: end, latest: end });
  });

  test('counts from the last point, and never tells a moment that has been', () => {
    const points = watched(10, evenly);
    const later = forecast(points, { remaining: 96 }, monday + 10.5 * day);
    expect(later).toEqual(ask(points, { remaining: 96 }));
    const longAfter = monday + 20 * day;
    expect(forecast(points, { remaining: 96 }, longAfter)).toMatchObject({
      at: longAfter,
      earliest: longAfter,
      latest: longAfter,
    });
  });
});
