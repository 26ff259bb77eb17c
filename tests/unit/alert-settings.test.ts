// @vitest-environment node
import { readFileSync } from 'node:fs';
import { anything, assert, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accountRules, alertRulesFrom, defaultAlertRules, portableRules } from '../../lib/alert-settings.ts';

const own = {
  ...defaultAlertRules,
  notifications: true,
  low: false,
  amount: 12.5,
  days: 0,
  failingHours: 24,
  quiet: { from: 1320, to: 420 },
  webhook: { preset: 'slack' as const, origin: 'https://hooks.slack.com' },
};

describe('the rules that were stored', () => {
  test('come back as they were', () => {
    expect(alertRulesFrom(structuredClone(own))).toEqual(own);
    expect(alertRulesFrom(alertRulesFrom(own))).toEqual(own);
  });

  test.each([undefined, null, 'alerts', 5, [], {}])('are the defaults in %j', (stored) => {
    expect(alertRulesFrom(stored)).toEqual(defaultAlertRules);
  });

  test('have the default for each member that is wrong', () => {
    const wrong = {
      ...own,
      low: 'no',
      critical: 1,
      amount: -1,
      days: Number.NaN,
      failingHours: '6',
      expiringDays: Infinity,
      more: 1,
    };
    expect(alertRulesFrom(wrong)).toEqual({
      ...own,
      low: true,
      critical: true,
      amount: 0,
      days: 3,
      failingHours: 6,
      expiringDays: 7,
    });
  });

  test.each([
    { preset: 'smoke', origin: 'https://hooks.slack.com' },
    { preset: 'slack' },
    { preset: 'slack', origin: 'hooks' },
    'https://hooks.slack.com/services/token',
  ])('have no webhook in %j', (webhook) => {
    expect(alertRulesFrom({ ...own, webhook })).not.toHaveProperty('webhook');
  });

  test('keep of a webhook’s address only where it goes, should more have been put there', () => {
    const webhook = { preset: 'slack', origin: 'https://hooks.slack.com/services/T0/B0/token' };
    expect(alertRulesFrom({ ...own, webhook }).webhook).toEqual(own.webhook);
  });

  test('leave the device without the webhook', () => {
    const { webhook: _, ...rest } = own;
    expect(portableRules(own)).toEqual(rest);
    expect(alertRulesFrom(portableRules(own))).toEqual(rest);
  });

  test('are rules whatever was stored', () => {
    assert(
      property(anything(), (stored) => {
        const rules = alertRulesFrom(stored);
        expect(alertRulesFrom(rules)).toEqual(rules);
      }),
    );
  });
});

describe('the rules of one account', () => {
  const tones = { low: 20, critical: 5 };

  test('are those of all, and its own', () => {
    expect(accountRules(tones, own, { muted: true, amounts: { account: 5 }, days: 9 }, true)).toMatchObject({
      low: 20,
      critical: 5,
      amount: 12.5,
      amounts: { account: 5 },
      days: 9,
      muted: true,
      channels: ['notification', 'webhook'],
      quiet: own.quiet,
    });
  });

  test('leave out the kinds that are switched off', () => {
    const { kinds } = accountRules(tones, { ...own, expiringDays: 0, burning: false }, {}, true);
    expect([...kinds]).toEqual(['critical', 'empty', 'amount', 'days', 'refused', 'failing', 'arrived']);
  });

  test('are its own percentages before those of all', () => {
    const both = { low: 40, critical: 30 };
    expect(accountRules(tones, defaultAlertRules, both, true)).toMatchObject(both);
    expect(accountRules(tones, defaultAlertRules, { low: 40 }, true)).toMatchObject({ low: 40, critical: 5 });
  });

  test('leave out the kinds that are off for the account alone', () => {
    const { kinds } = accountRules(tones, { ...defaultAlertRules, burning: false }, { off: ['low', 'arrived'] }, true);
    expect([...kinds]).toEqual(['critical', 'empty', 'amount', 'days', 'refused', 'failing', 'expiring']);
  });

  test('do not count on notifications that the browser does not show', () => {
    expect(accountRules(tones, own, {}, false).channels).toEqual(['webhook']);
    expect(accountRules(tones, defaultAlertRules, {}, true).channels).toEqual([]);
  });
});

test('no file that the worker loads for alerts loads valibot', () => {
  for (const name of ['alert-settings', 'alert-state', 'alert-turn', 'webhook', 'notify'])
    expect(readFileSync(`lib/${name}.ts`, 'utf8')).not.toContain('valibot');
});
