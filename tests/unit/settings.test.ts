import { describe, expect, test } from 'vitest';
import {
  defaultSettings,
  namedIn,
  portableSettings,
  settingsFrom,
  withGiven,
  type Settings,
} from '../../lib/settings.ts';

describe('settings that were stored', () => {
  test('are taken as they are', () => {
    const settings = { ...defaultSettings, interval: 60, low: 30, critical: 10 };
    expect(settingsFrom(settings)).toEqual(settings);
  });

  const wrong: [string, Partial<Settings> | undefined, Partial<Settings>][] = [
    ['nothing', undefined, {}],
    ['an empty record', {}, {}],
    ['an interval alone', { interval: 60 }, { interval: 60 }],
    ['a threshold alone', { low: 50 }, { low: 50 }],
    ['an interval of 0', { interval: 0 }, {}],
    ['an interval below 0', { interval: -1 }, {}],
    ['an interval of two days', { interval: 2880 }, {}],
    ['half a minute', { interval: 0.5 }, {}],
    ['no number', { interval: Number.NaN }, {}],
    ['thresholds the wrong way round', { low: 5, critical: 20 }, {}],
    ['thresholds that are the same', { low: 20, critical: 20 }, {}],
    ['a threshold above 100', { low: 101 }, {}],
    ['a threshold below 0', { critical: -1 }, {}],
    ['thresholds that are no numbers', { low: Number.NaN, critical: Number.NaN }, {}],
    ['history for ever', { historyDays: 1e6 }, {}],
    ['history for a month', { historyDays: 30 }, { historyDays: 30 }],
    ['a badge that nobody knows', { badge: 'all' as 'none' }, {}],
    ['a bad interval beside good thresholds', { interval: 0, low: 50, critical: 10 }, { low: 50, critical: 10 }],
  ];
  test.each(wrong)('become the defaults where they are missing or wrong: %s', (_, stored, kept) => {
    expect(settingsFrom(stored)).toEqual({ ...defaultSettings, ...kept });
  });

  test('lose what does not belong to them', () => {
    const stored = { ...defaultSettings, theme: 'dark' };
    expect(settingsFrom(stored)).toEqual(defaultSettings);
  });
});

describe('settings of a file', () => {
  const webhook = { preset: 'slack', origin: 'https://hooks.slack.com' } as const;
  const own: Settings = { ...defaultSettings, alerts: { ...defaultSettings.alerts, notifications: true, webhook } };

  test('leave the device without where alerts go', () => {
    expect(portableSettings(own).alerts).toEqual({ ...defaultSettings.alerts, notifications: true });
  });

  test('change what they name, and nothing else', () => {
    expect(withGiven(own, { interval: 60, alerts: { days: 9 } })).toEqual({
      ...own,
      interval: 60,
      alerts: { ...own.alerts, days: 9 },
    });
  });
});

describe('a change of some settings', () => {
  const quiet = { from: 0, to: 60 };
  const before: Settings = { ...defaultSettings, lockAfter: 15, alerts: { ...defaultSettings.alerts, quiet } };

  test('is taken back by what was there of the same names, and leaves alone what was changed meanwhile', () => {
    const change = { low: 30, lockAfter: undefined, alerts: { days: 9, quiet: undefined } };
    const undo = namedIn(change, before);
    expect(undo).toEqual({ low: 20, lockAfter: 15, alerts: { days: 3, quiet } });
    const after = withGiven(before, change);
    expect(after).not.toHaveProperty('lockAfter');
    expect(after.alerts).not.toHaveProperty('quiet');
    const meanwhile = withGiven(after, { interval: 60, alerts: { days: 9, burning: false } });
    expect(withGiven(meanwhile, undo)).toEqual({
      ...before,
      interval: 60,
      alerts: { ...before.alerts, burning: false },
    });
  });
});
