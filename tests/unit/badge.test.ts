import { describe, expect, test } from 'vitest';
import type { Account } from '../../lib/account.ts';
import { badgeOf } from '../../lib/badge.ts';
import type { Balance } from '../../lib/balance.ts';
import { gaugesOf, withTrend, type AccountGauges } from '../../lib/gauge.ts';
import type { Report } from '../../lib/report.ts';
import { defaultSettings } from '../../lib/settings.ts';
import { accountOf, balanceOf, day, hour, noon, reportOf, reportWith } from './given.ts';

function shown(account: Partial<Account>, report: Report | undefined, now = noon): AccountGauges {
  return gaugesOf(accountOf(account), report, defaultSettings, now);
}

/** An account with one balance of so many of 100. */
const left = (remaining: number, account: Partial<Account> = {}, told: Partial<Report> = {}) =>
  shown(account, reportWith([balanceOf({ remaining, limit: 100 })], told));

const unlimited: Balance = balanceOf({ remaining: 0, unlimited: true });
const failure = { kind: 'timeout' as const, at: noon, host: 'api.crustdata.com' };
const textOf = (...accounts: AccountGauges[]) => badgeOf(accounts, noon).text;
const colorOf = (...accounts: AccountGauges[]) => badgeOf(accounts, noon).color;
const linesOf = (...accounts: AccountGauges[]) => badgeOf(accounts, noon).title.split('\n');

describe('the text', () => {
  const cases: [string, AccountGauges[], string][] = [
    ['is the lowest percentage', [left(80), left(47.9), left(60)], '47%'],
    ['says when almost nothing is left', [left(0.3)], '<1%'],
    ['says when nothing is left', [left(0)], '0%'],
    ['is never above 100 %', [left(250)], '100%'],
    ['is empty without accounts', [], ''],
    ['is empty when all accounts are disabled', [left(3, { enabled: false })], ''],
    ['leaves out disabled accounts', [left(3, { enabled: false }), left(60)], '60%'],
    ['leaves out muted balances', [left(3, { muted: ['account'] }), left(60)], '60%'],
    ['is “!” when no account has a reading', [shown({}, undefined), shown({}, reportOf({ failure }))], '!'],
    ['is the percentage as soon as one has a reading', [shown({}, undefined), left(60)], '60%'],
    ['is empty when there are readings, but none with a percentage', [shown({}, reportWith([balanceOf()]))], ''],
    ['is empty when all is unlimited', [shown({}, reportWith([unlimited]))], ''],
  ];
  test.each(cases)('%s', (_, accounts, text) => {
    expect(textOf(...accounts)).toBe(text);
  });
});

describe('the time until one runs out', () => {
  const running = (
    remaining: number,
    at: number,
    account: Partial<Account> = {},
    told: { resetsAt?: number; beyond?: 'latest' | 'at' } = {},
  ) => {
    const one = shown(account, reportWith([balanceOf({ remaining, limit: 100 })]));
    const moments = { at, earliest: at, latest: at, ...told };
    const forecast = { kind: 'runs-out', ...moments, perDay: 1, perHour: 1 / 24 } as const;
    return withTrend(one, { version: 1, at: noon, balances: { account: { forecast, expiring: [], spark: [] } } });
  };
  const timeOf = (...accounts: AccountGauges[]) => badgeOf(accounts, noon, 'runs-out');

  const cases: [string, AccountGauges[], string][] = [
    ['is of the first that does, whatever is left', [running(10, noon + 9 * day), running(80, noon + 3.9 * day)], '3d'],
    ['is in hours below two days', [running(10, noon + 47.5 * hour)], '47h'],
    ['is nothing below an hour', [running(10, noon + hour / 2)], '0h'],
    ['leaves out a moment that is past', [running(10, noon), running(80, noon + 9 * day)], '9d'],
    ['has room for four characters', [running(10, noon + 5000 * day)], '999d'],
    ['gives way to the percentage where none is foreseen', [left(60), left(80)], '60%'],
    ['leaves out what is renewed by then', [running(10, noon + day, {}, { resetsAt: noon + day }), left(80)], '10%'],
    ['leaves out what lasts too long to tell', [running(10, noon + 730 * day, {}, { beyond: 'at' }), left(80)], '10%'],
    ['is told where only its latest day is too far', [running(10, noon + 700 * day, {}, { beyond: 'latest' })], '700d'],
    ['leaves out what is muted', [running(10, noon + day, { muted: ['account'] }), left(80)], '80%'],
    ['leaves out what is disabled', [running(10, noon + day, { enabled: false }), left(80)], '80%'],
  ];
  test.each(cases)('%s', (_, accounts, text) => {
    expect(timeOf(...accounts).text).toBe(text);
  });

  test('has the colour of its balance', () => {
    expect(timeOf(running(3, noon + 9 * day), left(90)).color).toBe(colorOf(left(3)));
  });

  test('is not shown, nor anything else, where the badge is to say nothing', () => {
    const badge = badgeOf([left(3)], noon, 'none');
    expect(badge.text).toBe('');
    expect(badge.title).toBe(badgeOf([left(3)], noon).title);
  });
});

test('the title tells no amounts and no labels where nobody is to read them', () => {
  const { title, text } = badgeOf([left(12, { label: 'Secret client' })], noon, 'percent', true);
  expect(text).toBe('12%');
  expect(title).toMatch(/^Credit Gauge\nCrustdata: 12% · checked /);
  expect(title).not.toMatch(/Secret|100/);
});

describe('the colour', () => {
  const tones: Record<string, AccountGauges[]> = {
    ok: [left(90)],
    low: [left(20)],
    critical: [left(5)],
    empty: [left(0)],
    stale: [left(90, {}, { failure })],
    'no reading': [shown({}, undefined)],
    'no accounts': [],
  };
  const colorNamed = (name: string) => colorOf(...(tones[name] ?? []));

  test('is another for each tone, and for what is stale', () => {
    expect(new Set(['ok', 'low', 'critical', 'empty', 'stale'].map(colorNamed)).size).toBe(5);
  });

  test('is grey when the reading that it shows is too old or failing, whatever its tone', () => {
    const old = shown({}, reportWith([balanceOf({ remaining: 3, limit: 100 })]), noon + hour);
    expect(colorOf(old)).toBe(colorNamed('stale'));
    expect(colorOf(left(3, {}, { failure }))).toBe(colorNamed('stale'));
  });

  test('is that of the lowest balance, even when another account is failing', () => {
    expect(colorOf(left(3), left(60, {}, { failure }))).toBe(colorNamed('critical'));
  });

  test.each(Object.keys(tones))('of %s lets white text be read', (name) => {
    expect(contrast(rgbOf(colorNamed(name)), [255, 255, 255])).toBeGreaterThanOrEqual(4.5);
  });
});

describe('the tooltip', () => {
  test('names the product, and then every enabled account, lowest first', () => {
    const lines = linesOf(
      left(90, { label: 'Much' }),
      left(9, { label: 'Little' }),
      left(1, { label: 'Off', enabled: false }),
    );
    expect(lines).toHaveLength(3);
    expect(lines[0]).toBe('Credit Gauge');
    expect(lines[1]).toContain('Little');
    expect(lines[2]).toContain('Much');
  });

  test('says how much, in words, when it was read, and how bad it is', () => {
    const [, line = ''] = linesOf(left(9));
    expect(line).toMatch(/^Crustdata · Work: /);
    expect(line).toContain('9%');
    expect(line).toContain('9 of 100 credits left');
    expect(line).toContain('low');
    expect(line).toMatch(/checked .*\d/);
  });

  test('says why an account is failing, beside its last reading', () => {
    const [, line = ''] = linesOf(left(9, {}, { failure, failures: 1 }));
    expect(line).toContain('9 of 100 credits left');
    expect(line).toContain('api.crustdata.com did not answer within 15 seconds.');
  });

  test('says that an account was not checked yet', () => {
    expect(linesOf(shown({}, undefined))[1]).toContain('Not checked yet');
  });

  test('has each account in one line, whatever its provider said', () => {
    const said = { ...failure, said: 'one line' };
    expect(linesOf(left(9, { label: 'Work' }, { failure: said, failures: 1 }))).toHaveLength(2);
  });

  test('says that there are no accounts', () => {
    expect(linesOf()).toEqual(['Credit Gauge', 'No accounts yet']);
  });

  test('says that all accounts are disabled', () => {
    expect(linesOf(left(3, { enabled: false }))).toEqual(['Credit Gauge', 'All accounts are disabled.']);
  });

  test('does not change while time goes by on the same day', () => {
    const report = reportWith([balanceOf({ remaining: 50, limit: 100 })]);
    const titleAt = (now: number) => badgeOf([shown({}, report, now)], now).title;
    expect(titleAt(noon + 60_000)).toBe(titleAt(noon));
    expect(titleAt(noon + day)).not.toBe(titleAt(noon));
  });
});

function rgbOf(color: string): [number, number, number] {
  const [, red = '', green = '', blue = ''] = /^#(..)(..)(..)$/.exec(color) ?? [];
  return [Number.parseInt(red, 16), Number.parseInt(green, 16), Number.parseInt(blue, 16)];
}

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(...colors: [number, number, number][]): number {
  const [dark = 0, light = 0] = colors.map(luminance).toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: [number, number, number]): number {
  const [red = 0, green = 0, blue = 0] = color.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
