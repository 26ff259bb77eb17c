// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { factsOf, type Watched } from '../../lib/alert-facts.ts';
import { accountOfAlert, alertId } from '../../lib/alert.ts';
import { gaugesOf } from '../../lib/gauge.ts';
import type { Report } from '../../lib/report.ts';
import { defaultSettings } from '../../lib/settings.ts';
import { accountOf, balanceOf, day, noon, reportOf, reportWith } from './given.ts';

const factsFrom = (report: Report | undefined, revision = 0) =>
  factsOf(gaugesOf(accountOf({ revision }), report, defaultSettings, noon));

/** The facts of a balance that has a grant, by how it is going. */
function goingBy(trend: NonNullable<Watched['gauges'][number]['trend']>) {
  const balance = balanceOf({ parts: [{ kind: 'top-up', remaining: 5, expiresAt: noon + day }] });
  return factsOf({ account: accountOf(), report: reportWith([balance]), gauges: [{ balance, trend }] })?.balances[0];
}

describe('what alerts go by', () => {
  test('is what the last reading says, and what expires of it', () => {
    const balance = balanceOf({
      remaining: 47,
      limit: 100,
      resetsAt: noon + day,
      plan: 'Pro',
      parts: [
        { kind: 'top-up', name: 'gift', remaining: 5, expiresAt: noon + 2 * day },
        { kind: 'wallet', name: 'paid', remaining: 42 },
      ],
    });
    expect(factsFrom(reportWith([balance]))).toEqual({
      account: 'a',
      revision: 0,
      readAt: noon,
      failures: 0,
      balances: [
        {
          id: 'account',
          remaining: 47,
          unit: 'credit',
          share: { percent: 47, text: '47%', full: 100, basis: 'reported' },
          resetsAt: noon + day,
          expiring: [{ amount: 5, at: noon + 2 * day }],
        },
      ],
    });
  });

  test('is how each balance is going', () => {
    const trend = {
      arrived: { amount: 5, at: noon },
      forecast: { kind: 'runs-out' as const, at: noon + day },
      anomaly: { perHour: 5, usual: 1 },
      expiring: [{ amount: 2, at: noon + day }],
    };
    expect(goingBy(trend)).toMatchObject(trend);
  });

  test('is all that expires, where the pace is not known yet', () => {
    const all = [{ amount: 5, at: noon + day }];
    expect(goingBy({ forecast: { kind: 'too-early' }, expiring: [] })).toMatchObject({ expiring: all });
    expect(goingBy({ forecast: { kind: 'idle' }, expiring: [] })).toMatchObject({ expiring: [] });
    expect(goingBy({})).toMatchObject({ expiring: all });
  });

  test('is once what expires, however often it is split', () => {
    const part = { remaining: 5, expiresAt: noon + day };
    const balance = balanceOf({
      parts: [
        { kind: 'wallet', ...part },
        { kind: 'top-up', ...part },
      ],
    });
    expect(factsFrom(reportWith([balance]))?.balances[0]?.expiring).toEqual([{ amount: 5, at: noon + day }]);
  });

  test('is a failure beside the last reading', () => {
    const failure = { kind: 'server' as const, at: noon, host: 'x' };
    expect(factsFrom(reportWith([], { failure, failures: 3 }))).toMatchObject({ failure, failures: 3, readAt: noon });
    expect(factsFrom(reportOf())).toEqual({ account: 'a', revision: 0, failures: 0, balances: [] });
  });

  test('is nothing before the first report, and none of another key', () => {
    expect(factsFrom(undefined)).toBeUndefined();
    expect(factsFrom(reportWith([balanceOf()]), 1)).toBeUndefined();
    const failed = reportWith([balanceOf()], { revision: 1, readWith: 0 });
    expect(factsFrom(failed, 1)).toEqual({ account: 'a', revision: 1, failures: 0, balances: [] });
  });
});

test('the id of an alert leads back to its account', () => {
  const account = '6f1c0e0a-3c53-4b7e-9a35-0d6f2a4f7c11';
  expect(accountOfAlert(alertId(account, 'team', 'low', noon))).toBe(account);
  expect(alertId(account, '', 'refused', -5)).toBe(`${account}..refused.0`);
});
