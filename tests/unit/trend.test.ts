// @vitest-environment node
import { describe, expect, test } from 'vitest';
import type { Balance, Part } from '../../lib/balance.ts';
import { expiringParts } from '../../lib/balance.ts';
import { chunkAfter, withReading } from '../../lib/history.ts';
import { trendOf, type BalanceTrend } from '../../lib/trend.ts';
import { balanceOf, day, hour, noon } from './given.ts';

const readingOf = (at: number, told: Partial<Balance>) => ({ at, balances: [balanceOf(told)] });

/** How a balance is going that was read every hour up to noon, `remainingAt` so many hours before. */
function trendBy(days: number, remainingAt: (hoursAgo: number) => number, told: Partial<Balance> = {}): BalanceTrend {
  let chunk = chunkAfter(undefined, (noon - days * day) / 1000);
  for (let ago = days * 24; ago >= 0; ago -= 1) {
    const at = noon - ago * hour;
    chunk = withReading(chunk, readingOf(at, { ...told, remaining: remainingAt(ago) }), at / 1000);
  }
  const trend = trendOf([chunk], readingOf(noon, { ...told, remaining: remainingAt(0) })).balances['account'];
  if (!trend) throw new Error('there is no trend');
  return trend;
}

const evenly = (hoursAgo: number) => 1000 + hoursAgo;

describe('credit that is split in two ways', () => {
  const end = noon + 2 * day;
  const wallets: Part[] = [
    { kind: 'wallet', name: 'gift', remaining: 300, expiresAt: end },
    { kind: 'wallet', name: 'paid', remaining: 700 },
  ];
  const topUps: Part[] = [
    { kind: 'top-up', name: 'one', remaining: 300, expiresAt: end },
    { kind: 'top-up', name: 'two', remaining: 700 },
  ];

  test('is lost once', () => {
    const once = trendBy(10, evenly, { parts: topUps });
    expect(once.expiring).toEqual([{ amount: expect.closeTo(252, -1), at: end }]);
    expect(trendBy(10, evenly, { parts: [...wallets, ...topUps] })).toEqual(once);
    expect(trendBy(10, evenly, { parts: wallets })).toEqual(once);
  });

  test('ends as the top-ups do, or as the wallets where no top-up has an end', () => {
    const endless = topUps.map(({ expiresAt: _, ...part }) => part);
    expect(expiringParts([...wallets, ...topUps]).map(({ name }) => name)).toEqual(['one']);
    expect(expiringParts([...wallets, ...endless]).map(({ name }) => name)).toEqual(['gift']);
    expect(expiringParts()).toEqual([]);
  });
});

test('what lies further back than a forecast looks changes nothing of it, though it is in a chunk that is read', () => {
  // A credit in 7 hours. Smaller steps before that would make each of these a burst.
  const slowly = (daysOfSmallSteps: number) => (hoursAgo: number) =>
    1000 + Math.floor(hoursAgo / 7) + Math.max(0, hoursAgo - daysOfSmallSteps * 24) / 1000;
  const { forecast } = trendBy(56, slowly(56));
  expect(forecast.kind).toBe('runs-out');
  expect(trendBy(90, slowly(56)).forecast).toEqual(forecast);
  expect(trendBy(90, slowly(50)).forecast).not.toEqual(forecast);
});

test('what was counted in another unit is no part of the course', () => {
  let chunk = chunkAfter(undefined, (noon - day) / 1000);
  for (let ago = 24; ago >= 0; ago -= 1) {
    const at = noon - ago * hour;
    const told = ago > 3 ? { unit: 'USD', remaining: 10 + ago / 100 } : { remaining: 1000 + ago };
    chunk = withReading(chunk, readingOf(at, told), at / 1000);
  }
  expect(trendOf([chunk], readingOf(noon, { remaining: 1000 })).balances['account']).toMatchObject({
    forecast: { kind: 'too-early' },
    spark: [1000],
  });
});
