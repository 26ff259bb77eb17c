// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { day, hour, minute, noon } from './given.ts';
import { left, newsOf } from './given-looks.ts';

describe('a new period', () => {
  const next = noon + 30 * day;
  const of = (remaining: number, now: number, resetsAt: number) => ({ ...left(remaining, { resetsAt }), now });

  test('arms all levels again', () => {
    const looks = [
      of(50, noon, next),
      of(15, noon + hour, next),
      of(100, next + minute, next + 30 * day),
      of(15, next + day, next + 30 * day),
    ];
    expect(newsOf(looks)).toBe('- low - low');
  });

  test('in which the balance was used up before we looked is told', () => {
    const looks = [
      of(50, noon, next),
      of(15, noon + hour, next),
      of(14, next + day, next + 30 * day),
      of(14, next + day + hour, next + 30 * day),
    ];
    expect(newsOf(looks)).toBe('- low - low');
  });

  test('tells nothing while the provider has moved the date and not yet filled up', () => {
    const looks = [
      of(50, noon, next),
      of(15, noon + hour, next),
      of(15, next, next + 30 * day),
      of(15, next + 10 * minute, next + 30 * day),
      of(100, next + 25 * minute, next + 30 * day),
      of(98, next + hour, next + 30 * day),
    ];
    expect(newsOf(looks)).toBe('- low - - - -');
  });

  test('is not told twice when it is used up within minutes', () => {
    const looks = [
      of(50, noon, next),
      of(15, noon + hour, next),
      of(100, next, next + 30 * day),
      of(15, next + 5 * minute, next + 30 * day),
      of(14, next + hour, next + 30 * day),
    ];
    expect(newsOf(looks)).toBe('- low - low -');
  });

  test('is not told twice when the balance falls on before it is filled up', () => {
    const then = next + 30 * day;
    const looks = [of(50, noon, next), of(15, noon + hour, next), of(15, next, then), of(4, next + 5 * minute, then)];
    expect(newsOf([...looks, of(4, next + hour, then)])).toBe('- low - critical -');
  });

  test('is none when the date moves before it has come', () => {
    const looks = [
      of(50, noon, next),
      of(15, noon + hour, next),
      of(15, noon + 2 * hour, next + day),
      of(15, noon + 5 * hour, next + day),
    ];
    expect(newsOf(looks)).toBe('- low - -');
  });

  test('is noticed although a reading leaves the date out', () => {
    const looks = [
      of(50, noon, next),
      of(15, noon + hour, next),
      { ...left(15), now: noon + 2 * hour },
      of(14, next + hour, next + 30 * day),
      of(14, next + 2 * hour, next + 30 * day),
    ];
    expect(newsOf(looks)).toBe('- low - - low');
  });
});
