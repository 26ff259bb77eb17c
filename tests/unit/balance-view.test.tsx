import { render } from 'preact';
import { afterEach, describe, expect, test } from 'vitest';
import type { Account } from '../../lib/account.ts';
import { badgeOf } from '../../lib/badge.ts';
import type { Balance } from '../../lib/balance.ts';
import { gaugesOf, withTrend, type AccountGauges } from '../../lib/gauge.ts';
import type { Reading } from '../../lib/reading.ts';
import type { Report } from '../../lib/report.ts';
import type { Oddity } from '../../lib/seen.ts';
import { defaultSettings } from '../../lib/settings.ts';
import type { BalanceTrend } from '../../lib/trend.ts';
import { accountOf, balanceOf, day, hour, minute, noon, reportOf } from './given.ts';
import { rowOf } from './row.ts';

afterEach(() => render(null, document.body));

interface Given {
  balance?: Partial<Balance>;
  account?: Partial<Account>;
  report?: Partial<Report>;
  reading?: Partial<Reading>;
  trend?: Partial<BalanceTrend>;
  now?: number;
}

/** An account with one balance, as the popup and the badge show it. */
function shown({ balance, account, report, reading, trend, now = noon }: Given): AccountGauges {
  const read = { at: noon, balances: [balanceOf(balance)], ...reading };
  const gauges = gaugesOf(accountOf(account), reportOf({ reading: read, ...report }), defaultSettings, now);
  const own: BalanceTrend = { forecast: { kind: 'too-early' }, expiring: [], spark: [], ...trend };
  return withTrend(gauges, trend && { version: 1, at: noon, balances: { account: own } });
}

/** What the popup shows of it. */
function viewOf(given: Given) {
  const one = shown(given);
  if (!one.report?.reading) throw new Error('there is nothing to show');
  render(rowOf(one, given.now ?? noon), document.body);
  const find = (selector: string) => document.querySelector(selector);
  return {
    // The last line tells when it was read.
    facts: find('.details p:nth-last-child(2)')?.textContent?.split(' · ') ?? [],
    odd: [...document.querySelectorAll('.odd')].map(({ textContent }) => textContent),
    figures: find('.figures')?.textContent,
    exactFigures: find('.figures')?.getAttribute('title'),
    percent: find('.percent')?.textContent,
    exactBasis: find('.percent')?.getAttribute('title'),
    meter: find('[role=meter]')?.getAttribute('aria-valuetext'),
  };
}

const tooltipOf = (given: Given) => badgeOf([shown(given)], given.now ?? noon).title;

describe('what 100 % stands for', () => {
  const set = { full: { account: 10_000 } };
  const bases: [string, string, Given][] = [
    ['of your 10,000', '47%', { balance: { remaining: 4700 }, account: set }],
    ['of the plan', '47%', { balance: { remaining: 47, limit: 100 } }],
    ['of remaining + used', '47%', { balance: { remaining: 47, used: 53 } }],
    [
      'of the highest seen since the last top-up',
      '≈ 47%',
      { balance: { remaining: 47 }, report: { highWater: { account: 100 } } },
    ],
  ];
  test.each(bases)('is told in the popup: %s', (basis, percent, given) => {
    const view = viewOf(given);
    expect(view.facts).toContain(`${percent} ${basis}`);
    expect(view.exactBasis).toBe(basis);
    expect(view.percent).toBe(percent);
    expect(view.meter).toContain(percent);
  });

  test.each(bases)('is told in the tooltip: %s', (basis, percent, given) => {
    expect(tooltipOf(given)).toContain(`${percent} ${basis}, `);
  });

  test('is told in the unit of the balance', () => {
    const given = { balance: { remaining: 4700, unit: 'USD' }, account: set };
    expect(viewOf(given).facts).toContain('47% of your $10,000.00');
    expect(tooltipOf(given)).toContain('47% of your $10,000.00');
  });

  test('is not told where there is no percentage', () => {
    const view = viewOf({ balance: { remaining: 47 } });
    expect(view.percent).toBeUndefined();
    expect(view.meter).toBeUndefined();
    expect(tooltipOf({ balance: { remaining: 47 } })).not.toMatch(/% of/);
  });
});

describe('exact figures', () => {
  const given = { balance: { remaining: 12_345_678.25, limit: 20_000_000 } };

  test('stand behind the short ones in the popup, and in the meter', () => {
    const exact = '12,345,678.25 of 20,000,000 credits left';
    const view = viewOf(given);
    expect(view.figures).toBe('12.34M of 20M credits left');
    expect(view.exactFigures).toBe(exact);
    expect(view.meter).toContain(exact);
  });

  test('stand in the tooltip', () => {
    expect(tooltipOf(given)).toContain('12,345,678.25 of 20,000,000 credits left');
    const set = { balance: { remaining: 1 }, account: { full: { account: 12_345_678.25 } } };
    expect(tooltipOf(set)).toContain('of your 12,345,678.25');
    expect(viewOf(set).facts).toContain('<1% of your 12.34M');
    expect(viewOf(set).exactBasis).toBe('of your 12,345,678.25');
  });

  test('are those of what was used', () => {
    expect(viewOf({ balance: { remaining: 1, used: 1095.3996 } }).facts).toContain('1,095.3996 used');
  });
});

describe('what is hard to believe', () => {
  const oddity = (kind: Oddity['kind']): Partial<Report> => ({
    oddities: { account: { kind, at: noon, before: 9406.5 } },
  });
  const passed = noon - day;
  const odd: [string, Given][] = [
    ['Changed a lot; it was 9,406.5. Check with Crustdata.', { report: oddity('jump') }],
    ['The limit changed a lot; it was 9,406.5. Check with Crustdata.', { report: oddity('limit') }],
    ['Counted in another unit than before. Check with Crustdata, it was 9,406.5.', { report: oddity('unit') }],
    [
      'Was to reset on Jun 16, 2026, and Crustdata still says so. The figures may be old.',
      { balance: { resetsAt: passed } },
    ],
    ['Crustdata last updated this 3 hr. ago.', { reading: { asOf: noon - 3 * hour } }],
  ];
  test.each(odd)('is told in the popup and in the tooltip: %s', (sentence, given) => {
    expect(viewOf(given).odd).toEqual([sentence]);
    expect(tooltipOf(given)).toContain(sentence);
  });

  test('is nothing, mostly', () => {
    expect(viewOf({ balance: { resetsAt: noon + day } }).odd).toEqual([]);
  });

  test('is told together where there is more than one', () => {
    const given = { balance: { resetsAt: passed }, report: oddity('jump'), reading: { asOf: noon - 3 * hour } };
    expect(viewOf(given).odd).toHaveLength(3);
  });
});

describe('a reset', () => {
  const balance = { resetsAt: noon + hour };

  test('is told by its date', () => {
    expect(viewOf({ balance }).facts).toContain('Resets Jun 17, 2026');
  });

  test('that comes after the reading is due, and nothing is odd about it yet', () => {
    const view = viewOf({ balance, now: noon + hour + minute });
    expect(view.facts).toContain('Reset due Jun 17, 2026');
    expect(view.odd).toEqual([]);
  });

  test('that the reading itself has outlived is told as odd alone', () => {
    const view = viewOf({ balance: { resetsAt: noon - hour } });
    expect(view.facts.join()).not.toMatch(/Reset/);
    expect(view.odd).toHaveLength(1);
  });
});

describe('what is to be foreseen', () => {
  test('is told: a pace that is not the usual one, and what is lost next', () => {
    const expiring = [
      { amount: 9, at: noon + 40 * day },
      { amount: 300, at: noon + 10 * day },
    ];
    const { odd } = viewOf({ trend: { anomaly: { perHour: 900, usual: 100 }, expiring } });
    expect(odd).toEqual([
      'Used up 9 times as fast as usual: 900 credits an hour, usual is 100 credits.',
      '300 credits will be lost unused (Jun 27).',
    ]);
  });

  test('is not told where there is nothing of the kind', () => {
    expect(viewOf({ trend: {} }).odd).toEqual([]);
  });
});
