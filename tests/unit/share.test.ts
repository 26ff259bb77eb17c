import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Balance } from '../../lib/balance.ts';
import { shareOf, type Share } from '../../lib/share.ts';
import { balanceOf } from './given.ts';

const ofFull = (remaining: number, full: number): Share | undefined =>
  shareOf(balanceOf({ remaining }), full, undefined);

describe('what 100 % stands for', () => {
  const told = { remaining: 30, limit: 50, used: 30 };
  const cases: [
    string,
    Partial<Balance>,
    number | undefined,
    number | undefined,
    Share['basis'] | undefined,
    number?,
  ][] = [
    ['the amount that the user set goes before all', told, 40, 90, 'set', 40],
    ['then the limit that the provider reports', told, undefined, 90, 'reported', 50],
    ['then remaining and used together', { remaining: 30, used: 30 }, undefined, 90, 'derived', 60],
    ['then the highest balance seen', { remaining: 30 }, undefined, 90, 'high-water', 90],
    ['nothing, where nothing is known', { remaining: 30 }, undefined, undefined, undefined],
    ['a set amount of 0 counts as none', told, 0, 90, 'reported', 50],
    ['a negative set amount counts as none', told, -5, 90, 'reported', 50],
    ['a limit of 0 is none', { remaining: 30, limit: 0 }, undefined, 90, 'high-water', 90],
    ['a negative limit is none', { remaining: 30, limit: -1 }, undefined, 90, 'high-water', 90],
    ['a limit of 0 alone leaves nothing', { remaining: 0, limit: 0 }, undefined, undefined, undefined],
    ['a sum of 0 is no full', { remaining: 0, used: 0 }, undefined, undefined, undefined],
    ['a sum below 0 is no full', { remaining: -8, used: 3 }, undefined, 90, 'high-water', 90],
    ['a highest balance of 0 is no full', { remaining: 0 }, undefined, 0, undefined],
    ['used does not touch a reported limit', { remaining: 123, used: 123, limit: 123 }, undefined, 90, 'reported', 123],
  ];
  test.each(cases)('%s', (_, balance, set, highWater, basis, full) => {
    const share = shareOf(balanceOf(balance), set, highWater);
    expect(share?.basis).toBe(basis);
    expect(share?.full).toBe(full);
  });

  test('an unlimited balance has no share, whatever else is told of it', () => {
    expect(shareOf(balanceOf({ ...told, unlimited: true }), 40, 90)).toBeUndefined();
  });
});

describe('the percentage', () => {
  const cases: [number, number, string, number][] = [
    [4700, 10_000, '47%', 47],
    [4799, 10_000, '47%', 47.9],
    [47_999, 100_000, '47%', 47.9],
    [9406.5, 10_000, '94%', 94],
    [1, 3, '33%', 33.3],
    [2, 3, '66%', 66.6],
    [1000, 500_000, '<1%', 0.2],
    [9999, 1_000_000, '<1%', 0.9],
    [10_000, 1_000_000, '1%', 1],
    [0.0004, 10_000, '<1%', 0],
    [0, 10_000, '0%', 0],
    [-3.2, 10_000, '0%', 0],
    [9999.99, 10_000, '99%', 99.9],
    [99_999, 100_000, '99%', 99.9],
    [10_000, 10_000, '100%', 100],
    [10_001, 10_000, '100%', 100],
    [250_000, 10_000, '100%', 100],
  ];
  test.each(cases)('%d of %d is shown as %s and drawn at %d', (remaining, full, text, percent) => {
    expect(ofFull(remaining, full)).toMatchObject({ text, percent });
  });

  const noisy: [number, number, string][] = [
    [0.57, 1, '57%'],
    [0.29, 1, '29%'],
    [1.1, 2.2, '50%'],
    [0.07, 0.1, '70%'],
    [4.35, 100, '4%'],
    [1.15, 1.15, '100%'],
    [999_999_999_999_999, 1e15, '99%'],
    [0.1 + 0.2, 0.3, '100%'],
    [1095.3996, 1231.3044, '88%'],
  ];
  test.each(noisy)('binary noise does not show: %d of %d is %s', (remaining, full, text) => {
    expect(ofFull(remaining, full)?.text).toBe(text);
  });

  const extremes: [number, number, string][] = [
    [5e-324, 1e15, '<1%'],
    [5e-324, 5e-324, '100%'],
    [1e15, 5e-324, '100%'],
    [Number.MAX_VALUE, Number.MAX_VALUE, '100%'],
    [1, Number.MAX_VALUE, '<1%'],
    [1e-7, 1e-6, '10%'],
    [1.5e21, 3e21, '50%'],
    [Number.MAX_SAFE_INTEGER - 1, Number.MAX_SAFE_INTEGER, '99%'],
  ];
  test.each(extremes)('tiny and huge amounts come to an end: %d of %d is %s', (remaining, full, text) => {
    expect(ofFull(remaining, full)?.text).toBe(text);
  });
});

describe('a full that is the sum of remaining and used', () => {
  const cases: [number, number, string, number][] = [
    [99_416.4429, 583.5571, '99%', 99.4],
    [1095.3996, 135.9048, '88%', 88.9],
    [0.03, 0.27, '10%', 10],
    [0.3, 0.6, '33%', 33.3],
    [25, 0, '100%', 100],
    [0, 25, '0%', 0],
    [-5, 25, '0%', 0],
  ];
  test.each(cases)('%d left and %d used is %s', (remaining, used, text, percent) => {
    expect(shareOf(balanceOf({ remaining, used }), undefined, undefined)).toMatchObject({ text, percent });
  });

  test('the sum carries no binary noise', () => {
    expect(shareOf(balanceOf({ remaining: 0.1, used: 0.2 }), undefined, undefined)?.full).toBe(0.3);
  });
});

describe('compared with exact arithmetic', () => {
  const amount = fc.oneof(
    fc.double({ min: 0, max: 1e15, noNaN: true }),
    fc.integer({ min: 0, max: 1e9 }).map((cents) => cents / 100),
    fc.integer({ min: 0, max: 1_000_000 }),
  );

  test('a percentage is the exact one, rounded down, and never more', () => {
    fc.assert(
      fc.property(amount, amount, (remaining, full) => {
        fc.pre(full > 0);
        expect(ofFull(remaining, full)).toMatchObject(exactShare(decimal(remaining), decimal(full)));
      }),
      { numRuns: 2000 },
    );
  });

  test('so is the percentage of a sum', () => {
    // Few decimals and small figures: there the sums meet whole percentages often.
    const cents = fc.integer({ min: 1, max: 300 }).map((count) => count / 100);
    fc.assert(
      fc.property(cents, cents, (remaining, used) => {
        const share = shareOf(balanceOf({ remaining, used }), undefined, undefined);
        const left = decimal(remaining);
        expect(share).toMatchObject(exactShare(left, left + decimal(used)));
      }),
      { numRuns: 2000 },
    );
  });
});

const places = 400;

/** The number that its decimals stand for, as a whole number of 10^-400. */
function decimal(number: number): bigint {
  const [, whole = '', fraction = '', exponent = '0'] = /^(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(number)) ?? [];
  return BigInt(whole + fraction) * 10n ** BigInt(places - fraction.length + Number(exponent));
}

function exactShare(remaining: bigint, full: bigint): Pick<Share, 'percent' | 'text'> {
  const tenths = Number((remaining * 1000n) / full);
  const percent = Math.min(1000, tenths) / 10;
  if (remaining === 0n) return { percent, text: '0%' };
  return { percent, text: percent < 1 ? '<1%' : `${Math.floor(percent)}%` };
}
