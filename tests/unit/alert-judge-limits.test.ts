// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { day, hour, minute, noon } from './given.ts';
import { newsOf, type Look } from './given-looks.ts';

describe('an amount', () => {
  const amounts = (...remaining: number[]) => remaining.map((one) => ({ balances: [{ remaining: one }] }));

  test('of all is told once, and again after a recovery', () => {
    expect(newsOf(amounts(500, 100, 99, 105, 100, 120, 100), { rules: { amount: 100 } })).toBe(
      '- amount - - - - amount',
    );
  });

  test('of one account goes before that of all, and 0 is none', () => {
    expect(newsOf(amounts(500, 100, 10), { rules: { amount: 100 }, account: { amounts: { account: 10 } } })).toBe(
      '- - amount',
    );
    expect(newsOf(amounts(500, 100, 10), { rules: { amount: 100 }, account: { amounts: { account: 0 } } })).toBe(
      '- - -',
    );
    expect(newsOf(amounts(500, 100), { account: { amounts: { another: 100 } } })).toBe('- -');
  });

  test('that is set below which the balance is already is told no more', () => {
    const looks = amounts(50, 50, 49).map((look, place) => ({ ...look, rules: { amount: place === 0 ? 0 : 100 } }));
    expect(newsOf(looks)).toBe('- - -');
  });

  test('is reached in spite of binary noise', () => {
    expect(newsOf(amounts(1, 0.1 + 0.2), { rules: { amount: 0.3 } })).toBe('- amount');
  });
});

describe('the days that are left', () => {
  const runsOut = (days: number): Look => ({ balances: [{ forecast: { kind: 'runs-out', at: days } }] });
  /** Looks at which a balance has so many days left by its forecast. */
  const daysOf = (...days: number[]) =>
    days.map((count, place) => ({ ...runsOut(noon + place * hour + count * day), now: noon + place * hour }));

  test('are told once at the limit, and again after a recovery', () => {
    expect(newsOf(daysOf(10, 3, 2.9, 3.5, 2.5, 5, 2))).toBe('- days - - - - days');
  });

  test('are counted from the reading: without another no time that goes by is told', () => {
    const end = noon + 4 * day;
    const looks = [0, 12, 25, 30, 200].map((hours) => ({ ...runsOut(end), readAt: noon, now: noon + hours * hour }));
    expect(newsOf([...looks.slice(0, 4), { ...runsOut(end), now: noon + 31 * hour }])).toBe('- - - - days');
    // A failure for a week, and then it was topped up, and runs out again.
    const since = [10, 2].map((days, place) => {
      const now = noon + (201 + place) * hour;
      return { ...runsOut(now + days * day), now };
    });
    expect(newsOf([...looks, ...since])).toBe('- - - - - - days');
  });

  test('are not told with an end that is past when it is looked at, and then with the next one', () => {
    const [first = {}] = daysOf(10);
    const late = { ...runsOut(noon + 2 * hour), readAt: noon + hour, now: noon + 5 * hour };
    expect(newsOf([first, late, { ...runsOut(noon + 8 * hour), now: noon + 6 * hour }])).toBe('- - days');
  });

  test('can be another number for one account, or none', () => {
    expect(newsOf(daysOf(20, 10), { account: { days: 14 } })).toBe('- days');
    expect(newsOf(daysOf(20, 1), { account: { days: 0 } })).toBe('- -');
    expect(newsOf(daysOf(20, 1), { rules: { days: 0 } })).toBe('- -');
  });

  test('are told but for a reset that most likely comes first', () => {
    const [first = {}, second = {}] = daysOf(10, 2);
    const renewed = { kind: 'runs-out' as const, at: noon + 2 * day, resetsAt: noon + day };
    const looks = [first, { balances: [{ forecast: renewed }], now: noon + minute }, second];
    expect(newsOf(looks)).toBe('- - days');
  });

  const quiet: Look[] = [
    { balances: [{ forecast: { kind: 'idle' } }] },
    { balances: [{ forecast: { kind: 'too-early' } }] },
    { balances: [{}] },
    // Lasts until a reset that is near, at the same pace.
    { balances: [{ remaining: 100, forecast: { kind: 'lasts', perDay: 40 } }] },
  ];
  test.each(quiet)('are not armed again by a forecast that says nothing of the end: %j', (look) => {
    const [first = {}, second = {}] = daysOf(10, 2);
    expect(
      newsOf([first, second, { ...look, now: noon + 2 * hour }, { ...runsOut(noon + 2 * day), now: noon + 3 * hour }]),
    ).toBe('- days - -');
  });

  test('are armed again by a pace that leaves the balance long enough', () => {
    const [first = {}, second = {}] = daysOf(10, 2);
    const lasts: Look = {
      balances: [{ remaining: 100, forecast: { kind: 'lasts', perDay: 1 } }],
      now: noon + 2 * hour,
    };
    expect(newsOf([first, second, lasts, { ...runsOut(noon + 2 * day), now: noon + 3 * hour }])).toBe('- days - days');
  });
});
