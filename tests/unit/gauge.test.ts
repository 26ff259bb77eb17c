import { describe, expect, test } from 'vitest';
import type { Account } from '../../lib/account.ts';
import type { Balance } from '../../lib/balance.ts';
import { gaugesOf, lowest, lowestFirst, withTrend, type AccountGauges, type Tone } from '../../lib/gauge.ts';
import type { Report } from '../../lib/report.ts';
import { defaultSettings } from '../../lib/settings.ts';
import { accountOf, balanceOf, hour, minute, noon, reportOf, reportWith, second } from './given.ts';

const show = (account: Account, report: Report | undefined, now = noon): AccountGauges =>
  gaugesOf(account, report, defaultSettings, now);

/** An account with these percentages of a limit of 100. */
function shown(id: string, percents: number[], told: Partial<Account> = {}): AccountGauges {
  const balances = percents.map((remaining, index) => balanceOf({ id: `b${index}`, remaining, limit: 100 }));
  return show(accountOf({ id, ...told }), reportWith(balances));
}

const idsOf = (accounts: AccountGauges[]) => accounts.map(({ account }) => account.id);

describe('tone', () => {
  const cases: [string, Partial<Balance>, Tone][] = [
    ['above the low threshold is ok', { remaining: 20.1, limit: 100 }, 'ok'],
    ['at the low threshold is low', { remaining: 20, limit: 100 }, 'low'],
    ['just above the critical threshold is low', { remaining: 5.1, limit: 100 }, 'low'],
    ['at the critical threshold is critical', { remaining: 5, limit: 100 }, 'critical'],
    ['the last bit is critical', { remaining: 0.001, limit: 100 }, 'critical'],
    ['nothing left is empty', { remaining: 0, limit: 100 }, 'empty'],
    ['below zero is empty', { remaining: -3.2, limit: 100 }, 'empty'],
    ['more than full is ok', { remaining: 250, limit: 100 }, 'ok'],
    ['without a percentage it is unknown', { remaining: 47 }, 'unknown'],
    ['nothing left is empty even without a percentage', { remaining: 0 }, 'empty'],
    ['unlimited is ok, even when its figure is 0', { remaining: 0, unlimited: true }, 'ok'],
  ];
  test.each(cases)('%s', (_, balance, tone) => {
    expect(show(accountOf(), reportWith([balanceOf(balance)])).gauges[0]?.tone).toBe(tone);
  });

  test('the thresholds are those of the settings', () => {
    const settings = { ...defaultSettings, low: 60, critical: 50 };
    const report = reportWith([balanceOf({ remaining: 47, limit: 100 })]);
    expect(gaugesOf(accountOf(), report, settings, noon).gauges[0]?.tone).toBe('critical');
  });
});

describe('the tone of an account with percentages of its own', () => {
  const toneAt = (remaining: number, alerts: NonNullable<Account['alerts']>) =>
    show(accountOf({ alerts }), reportWith([balanceOf({ remaining, limit: 100 })])).gauges[0]?.tone;

  test('goes by them, as its alerts do', () => {
    expect(toneAt(40, { low: 40 })).toBe('low');
    expect(toneAt(10, { low: 40, critical: 10 })).toBe('critical');
    expect(toneAt(15, { low: 10 })).toBe('ok');
    expect(toneAt(15, { off: ['low'] })).toBe('low');
  });
});

describe('gauges of an account', () => {
  test('each balance is measured against its own full and its own high', () => {
    const balances = [balanceOf({ id: 'key', remaining: 10 }), balanceOf({ id: 'user', remaining: 10 })];
    const { gauges } = show(
      accountOf({ full: { key: 40 } }),
      reportWith(balances, { highWater: { key: 80, user: 20 } }),
    );
    expect(gauges.map(({ share }) => [share?.basis, share?.text])).toEqual([
      ['set', '25%'],
      ['high-water', '50%'],
    ]);
  });

  test('the lowest balance comes first, what has no percentage last', () => {
    const balances = [
      balanceOf({ id: 'free', remaining: 1, unlimited: true }),
      balanceOf({ id: 'much', remaining: 90, limit: 100 }),
      balanceOf({ id: 'little', remaining: 9, limit: 100 }),
    ];
    const { gauges } = show(accountOf(), reportWith(balances));
    expect(gauges.map(({ balance }) => balance.id)).toEqual(['little', 'much', 'free']);
  });

  test('an account that was never asked has no gauges and is not stale', () => {
    expect(show(accountOf(), undefined)).toMatchObject({ gauges: [], stale: false, checking: false, nextAt: noon });
  });

  test('a disabled account is not asked again', () => {
    expect(show(accountOf({ enabled: false }), reportWith([balanceOf()]))).not.toHaveProperty('nextAt');
  });
});

describe('staleness', () => {
  const age = (2 * defaultSettings.interval + 1) * minute;
  const report = reportWith([balanceOf()]);

  test('a reading is fresh for two intervals and a minute, and not a moment longer', () => {
    expect(show(accountOf(), report, noon + age).stale).toBe(false);
    expect(show(accountOf(), report, noon + age + 1).stale).toBe(true);
  });

  test('a longer interval keeps it fresh for longer', () => {
    const settings = { ...defaultSettings, interval: 60 };
    expect(gaugesOf(accountOf(), report, settings, noon + 2 * hour).stale).toBe(false);
  });

  test('a reading is stale at once when the attempt after it failed', () => {
    const failing = { ...report, failure: { kind: 'server' as const, at: noon + second } };
    expect(show(accountOf(), failing, noon + second).stale).toBe(true);
  });

  test('a burst is one as long as the reading is fresh, and all else stays', () => {
    const own = { forecast: { kind: 'too-early' as const }, expiring: [], spark: [47] };
    const trend = {
      version: 1 as const,
      at: noon,
      balances: { account: { ...own, anomaly: { perHour: 9, usual: 2 } } },
    };
    const trendAt = (now: number) => withTrend(show(accountOf(), report, now), trend).gauges[0]?.trend;
    expect(trendAt(noon + age)).toEqual(trend.balances.account);
    expect(trendAt(noon + age + 1)).toEqual(own);
  });

  test('without a reading nothing can be stale', () => {
    expect(show(accountOf(), reportOf({ failure: { kind: 'server', at: noon } })).stale).toBe(false);
  });
});

describe('the lowest of all', () => {
  const textOf = (accounts: AccountGauges[]) => lowest(accounts)?.share.text;

  test('is taken over every balance of every account', () => {
    expect(textOf([shown('a', [80, 47]), shown('b', [60])])).toBe('47%');
  });

  test('leaves out disabled accounts', () => {
    expect(textOf([shown('a', [3], { enabled: false }), shown('b', [60])])).toBe('60%');
  });

  test('leaves out muted balances, and no others of the same account', () => {
    expect(textOf([shown('a', [3, 70], { muted: ['b0'] })])).toBe('70%');
  });

  test('leaves out what is unlimited or has no percentage', () => {
    const unlimited = show(accountOf(), reportWith([balanceOf({ remaining: 0, unlimited: true })]));
    const unknown = show(accountOf(), reportWith([balanceOf({ remaining: 1 })]));
    expect(lowest([unlimited, unknown])).toBeUndefined();
    expect(textOf([unlimited, unknown, shown('c', [99])])).toBe('99%');
  });

  test('tells fractions of a percent apart, though they are shown alike', () => {
    expect(lowest([shown('a', [4.9]), shown('b', [4.2])])?.gauge.balance.remaining).toBe(4.2);
  });

  test('prefers a debt to an empty account', () => {
    expect(lowest([shown('a', [0]), shown('b', [-5])])?.gauge.balance.remaining).toBe(-5);
  });

  test('says whether its reading is stale', () => {
    const failing = reportWith([balanceOf({ remaining: 5, limit: 100 })], { failure: { kind: 'timeout', at: noon } });
    expect(lowest([show(accountOf(), failing), shown('b', [60])])).toMatchObject({ stale: true });
    expect(lowest([show(accountOf(), failing), shown('b', [4])])).toMatchObject({ stale: false });
  });

  test('of nothing is nothing', () => {
    expect(lowest([])).toBeUndefined();
  });
});

test('accounts are sorted by their lowest balance, then those without a percentage, without a reading, and disabled', () => {
  const accounts = [
    shown('disabled', [1], { enabled: false }),
    show(accountOf({ id: 'unread' }), undefined),
    show(accountOf({ id: 'unknown' }), reportWith([balanceOf()])),
    shown('much', [90]),
    shown('little', [95, 9]),
  ];
  expect(idsOf(accounts.toSorted(lowestFirst))).toEqual(['little', 'much', 'unknown', 'unread', 'disabled']);
});

test('accounts that rank alike stay in the order of the user', () => {
  expect(idsOf([shown('b', [50]), shown('a', [50]), shown('c', [50])].toSorted(lowestFirst))).toEqual(['b', 'a', 'c']);
});
