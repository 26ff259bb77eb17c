// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { day, hour, minute, noon } from './given.ts';
import { follow, interval, left, newsOf, type Look } from './given-looks.ts';

describe('credit that arrives', () => {
  const arrived = (amount: number, when: number, remaining = 100): Look =>
    left(remaining, { arrived: { amount, at: when } });

  test('is told once', () => {
    const looks = [left(50), arrived(50, noon + 20 * minute), arrived(50, noon + 20 * minute)];
    expect(newsOf(looks)).toBe('- arrived -');
  });
  test('before the first look is not told, should the history tell of it later', () => {
    expect(newsOf([arrived(50, noon - hour), arrived(50, noon - hour)])).toBe('- -');
    expect(newsOf([left(50), arrived(50, noon - hour)])).toBe('- -');
  });
  test('in single credits is not told, nor a loss', () => {
    expect(
      newsOf([left(50), arrived(0.9, noon + 20 * minute), arrived(-9, noon + 40 * minute), arrived(1, noon + hour)]),
    ).toBe('- - - arrived');
  });
  test('is told beside the level that it was at', () => {
    expect(newsOf([left(50), left(4), arrived(96, noon + 40 * minute)])).toBe('- critical arrived');
  });
});

describe('credit that expires', () => {
  const grants = (...moments: number[]): Look =>
    left(50, { expiring: moments.map((when) => ({ amount: 10, at: when })) });

  test('is told once for each grant, in time', () => {
    const looks = [noon, noon + day, noon + 4 * day, noon + 5 * day].map((now) => ({
      ...grants(noon + 8 * day, noon + 11 * day),
      now,
    }));
    expect(newsOf(looks)).toBe('- expiring expiring -');
  });
  test('is told once though the provider counts the moment anew each time', () => {
    const looks = [noon, noon + 2 * day, noon + 3 * day].map((now, place) => ({
      ...grants(noon + 8 * day + place * 7 * minute),
      now,
    }));
    expect(newsOf(looks)).toBe('- expiring -');
  });
  test('at the same moment is one', () => {
    const { state, news } = follow([
      { ...grants(), now: noon },
      { ...grants(noon + day, noon + day), now: noon + minute },
    ]);
    expect(news).toBe('- expiring');
    expect(state.pending[0]?.alert.facts).toMatchObject({ amount: 20, expiresAt: noon + day });
  });
  test('soon at the first look, or gone, or empty is not told', () => {
    const empty = left(50, { expiring: [{ amount: 0, at: noon + day }] });
    expect(newsOf([grants(noon + day), grants(noon + day), empty, grants(noon - day)])).toBe('- - - -');
  });
});

describe('a balance that is used up faster than usual', () => {
  const burning: Look = left(50, { anomaly: { perHour: 100, usual: 10 } });

  test('is told once a day', () => {
    const looks = [0, 1, 2, 24, 25, 26, 50].map((hours) => ({
      ...(hours === 0 ? left(50) : burning),
      now: noon + hours * hour,
    }));
    expect(newsOf(looks)).toBe('- burning - - burning - burning');
  });
  test('is not told again of the same reading', () => {
    const looks = [left(50), burning, { ...burning, readAt: noon + 2 * interval, now: noon + 3 * day }];
    expect(newsOf(looks)).toBe('- burning -');
  });
  test('at the first look is not told that day', () => {
    expect(newsOf([burning, burning])).toBe('- -');
  });
});
