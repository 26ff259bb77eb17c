import { describe, expect, test } from 'vitest';
import {
  burningSentence,
  expirySentences,
  outlookSentence,
  outlookText,
  paceSentence,
} from '../../lib/outlook-sentences.ts';
import { dayShort } from '../../lib/format.ts';
import { day, hour, noon } from './given.ts';

const pace = { perDay: 1234.5, perHour: 51.4375 };
const runsOut = {
  kind: 'runs-out',
  at: noon + 9 * day,
  earliest: noon + 7 * day,
  latest: noon + 12 * day,
  ...pace,
} as const;

describe('the outlook', () => {
  test('tells the day with its range, and in a row the day with half of the range', () => {
    expect(outlookSentence(runsOut, noon)).toBe('Runs out: Jun 26, four times out of five between Jun 24 and Jun 29.');
    expect(outlookText(runsOut, noon)).toBe('runs out Jun 26 ±3 d');
  });

  test('tells of what may last longer than can be told when it may end before that', () => {
    const beyond = { ...runsOut, beyond: 'at' } as const;
    expect(outlookSentence(beyond, noon)).toBe('Probably lasts more than 2 years, but may run out from Jun 24 on.');
    expect(outlookText(beyond, noon)).toBe('probably lasts more than 2 years');
    const surely = { ...beyond, earliest: beyond.at };
    expect(outlookSentence(surely, noon)).toBe('Lasts more than 2 years.');
    expect(outlookText(surely, noon)).toBe('lasts more than 2 years');
  });

  test('tells of no moment that is past as one at which it may run out', () => {
    const now = runsOut.at - hour;
    expect(outlookSentence(runsOut, now)).toContain(`between ${dayShort(now, now)} and`);
    // Half of the range is by then more than is left.
    expect(outlookText(runsOut, now)).toContain(`(from ${dayShort(now, now)})`);
  });

  test('tells half of a range below a day in hours', () => {
    const soon = (half: number) => ({ ...runsOut, at: noon + 40 * hour, earliest: noon + (40 - half) * hour });
    const textOf = (half: number) =>
      outlookText({ ...soon(half), latest: noon + (40 + half) * hour }, noon, 'countdown');
    expect(textOf(2)).toBe('runs out in 40 hr. ±2 h');
    expect(textOf(23)).toBe('runs out in 40 hr. ±23 h');
    expect(textOf(0.1)).toBe('runs out in 40 hr. ±1 h');
    expect(textOf(24)).toBe('runs out in 40 hr. ±1 d');
  });

  test('tells of a range that reaches much further ahead than back only where it begins', () => {
    const lopsided = { ...runsOut, latest: noon + 12.5 * day };
    expect(outlookText(lopsided, noon)).toBe('runs out Jun 26 (from Jun 24)');
    expect(outlookText(lopsided, noon, 'countdown')).toBe('runs out in 9 days (from Jun 24)');
    expect(outlookText({ ...runsOut, beyond: 'latest' }, noon)).toBe('runs out Jun 26 (from Jun 24)');
  });

  test('leaves the range open whose latest day is further off than can be told', () => {
    const open = { ...runsOut, beyond: 'latest' } as const;
    expect(outlookSentence(open, noon)).toBe('Runs out: Jun 26, nine times out of ten Jun 24 or later.');
  });

  test('tells the time until then in words of its own', () => {
    const lasts = { kind: 'lasts', resetsAt: noon + 12 * day, ...pace } as const;
    expect(outlookText(lasts, noon)).toBe('lasts past Jun 29');
    expect(outlookSentence(lasts, noon)).toBe('Lasts past the reset (Jun 29).');
    expect(outlookText(lasts, noon, 'countdown')).toBe('lasts past the reset in 12 days');
    expect(outlookText(runsOut, noon, 'countdown')).toBe('runs out in 9 days ±3 d');
  });

  test('tells a moment that has come as one that was foreseen, and in a row nothing', () => {
    const now = noon + 9 * day;
    expect(outlookSentence(runsOut, now)).toMatch(/^Was to run out: .*\.$/);
    expect(outlookSentence(runsOut, now - 1)).not.toContain('Was');
    const lasts = { kind: 'lasts', resetsAt: now, ...pace } as const;
    const may = { ...runsOut, at: now + day, resetsAt: now };
    for (const forecast of [lasts, may]) expect(outlookSentence(forecast, now)).toBe('');
    for (const forecast of [runsOut, lasts, may])
      expect([outlookText(forecast, now), outlookText(forecast, now, 'countdown')]).toEqual(['', '']);
  });

  test('tells of an end that a reset most likely forestalls no more than that it may come before', () => {
    const may = { ...runsOut, resetsAt: noon + 8 * day };
    expect(outlookSentence(may, noon)).toBe('Probably lasts past the reset (Jun 25), but may run out from Jun 24 on.');
    expect(outlookText(may, noon)).toBe('may run out before Jun 25');
    expect(outlookText(may, noon, 'countdown')).toBe('may run out before the reset in 8 days');
    expect(outlookText({ ...may, beyond: 'at' }, noon)).toBe('may run out before Jun 25');
  });

  test('tells the pace with no more digits than an estimate deserves', () => {
    expect(paceSentence(runsOut, 'credit')).toBe('Goes at 1,235 credits a day, 51.44 credits an hour.');
    expect(paceSentence(runsOut, 'USD')).toBe('Goes at $1,235.00 a day, $51.44 an hour.');
  });

  test('tells a burst with both paces', () => {
    const anomaly = { perHour: 512.4, usual: 100.2 };
    expect(burningSentence({ anomaly }, 'credit')).toBe(
      'Used up 5 times as fast as usual: 512 credits an hour, usual is 100 credits.',
    );
    expect(burningSentence({}, 'credit')).toBe('');
  });

  test('tells what will be lost, the soonest first, and not what is lost already', () => {
    const expiring = [
      { amount: 20, at: noon + 30 * day },
      { amount: 1, at: noon + 2 * day },
      { amount: 3, at: noon - hour },
    ];
    expect(expirySentences({ expiring }, 'credit', noon)).toEqual([
      '1 credit will be lost unused (Fri, Jun 19).',
      '20 credits will be lost unused (Jul 17).',
    ]);
  });
});
