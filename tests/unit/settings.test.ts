import { describe, expect, test } from 'vitest';
import { defaultSettings, settingsFrom, type Settings } from '../../lib/settings.ts';

describe('settings that were stored', () => {
  test('are taken as they are', () => {
    const settings = { interval: 60, low: 30, critical: 10 };
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
