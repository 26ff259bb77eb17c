// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { providers } from '../../lib/providers/index.ts';
import { loadSetup } from '../../lib/setup-store.ts';
import { sampleView } from '../../lib/sample.ts';
import { day, noon } from './given.ts';

describe('the example', () => {
  const { accounts, troubles } = sampleView(noon);

  test('shows what the popup can tell: each end, and more than one tone', () => {
    const gauges = accounts.flatMap((shown) => shown.gauges);
    expect(gauges.map(({ trend }) => trend?.forecast.kind)).toEqual(['runs-out', 'lasts', 'too-early']);
    expect(new Set(gauges.map(({ tone }) => tone)).size).toBeGreaterThan(1);
    for (const { share, trend } of gauges) {
      expect(share?.percent).toBeGreaterThan(0);
      expect(trend?.spark.length).toBeGreaterThan(1);
    }
  });

  test('is of providers that there are, and of nothing that is wrong', () => {
    const known = providers.map(({ id }) => id);
    for (const { account, stale, report } of accounts) {
      expect(known).toContain(account.provider);
      expect(account.id).toMatch(/^example-/);
      expect([stale, report?.failure]).toEqual([false, undefined]);
    }
    expect(troubles).toEqual([]);
  });

  test('is of the moment, whenever that is', () => {
    const ends = (now: number) =>
      sampleView(now)
        .accounts.flatMap((shown) => shown.gauges)
        .flatMap(({ trend }) => (trend?.forecast.kind === 'runs-out' ? [trend.forecast.at - now] : []));
    expect(ends(noon)).toEqual([3 * day]);
    expect(ends(noon + 400 * day)).toEqual([3 * day]);
  });

  test('is stored nowhere', async () => expect((await loadSetup()).accounts).toEqual([]));
});
