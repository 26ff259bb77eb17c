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
import { day, hour } from './given.ts';

const minute = 60_000;

/** 6 July 2026, a Monday. */
const monday = Date.UTC(2026, 6, 6);

/** What is spent in the quarter of an hour before a moment. */
type Use = (at: number) => number;

const evenly: Use = () => 1;
const atWork: Use = (at) => {
  const isWorkday = (new Date(at - 1).getUTCDay() + 6) % 7 < 5;
  const time = (at - 1) % day;
  return isWorkday && time >= 9 * hour && time < 17 * hour ? 1 : 0;
};

/** An account that is polled every quarter of an hour from that Monday on. */
function watched(days: number, use: Use, start = 1_000_000): Point[] {
  const points: Point[] = [{ at: monday, remaining: start, spent: 0 }];
  let remaining = start;
  for (let at = monday + 15 * minute; at <= monday + days * day; at += 15 * minute) {
    remaining -= use(at);
    points.push({ at, remaining, spent: use(at) });
  }
  return points;
}

function ask(points: Point[], outlook: Outlook): Forecast {
  return forecast(points, outlook, points.at(-1)?.at ?? monday);
}

function runOut(points: Point[], outlook: Outlook): Extract<Forecast, { kind: 'runs-out' }> {
  const told = ask(points, outlook);
  if (told.kind !== 'runs-out') throw new Error(`it says ${told.kind}`);
  return told;
}

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
    const { at, earliest } = runOut(points, { remaining: 960 });
    const lasts = ask(points, { remaining: 960, resetsAt: earliest - minute });
    expect(lasts).toMatchObject({ kind: 'lasts', resetsAt: earliest - minute });
    expect(lasts.kind === 'lasts' && lasts.perDay).toBeCloseTo(96, -1);
    expect(ask(points, { remaining: 960, resetsAt: earliest + minute }).kind).toBe('runs-out');
    expect(runOut(points, { remaining: 960, resetsAt: at + 30 * day }).at).toBe(at);
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
