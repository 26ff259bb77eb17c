import { describe, expect, test } from 'vitest';
import { dueOf, isUnderWay, mayRefresh } from '../../lib/due.ts';
import type { FailureKind } from '../../lib/failure.ts';
import type { Report } from '../../lib/report.ts';
import { defaultSettings } from '../../lib/settings.ts';
import { accountOf, balanceOf, day, hour, minute, noon, reportOf, reportWith, second } from './given.ts';

const settings = defaultSettings;
const due = (report: Report | undefined, now = noon, interval = settings.interval) =>
  dueOf(accountOf(), report, { ...settings, interval }, now);
const failedAt = (at: number, kind: FailureKind = 'server'): Partial<Report> => ({
  failure: { kind, at },
  failures: 1,
});

describe('an account is due', () => {
  test('never while it is disabled', () => {
    expect(dueOf(accountOf({ enabled: false }), undefined, settings, noon)).toBeUndefined();
  });

  test('now when it was never asked', () => {
    expect(due(undefined)).toBe(noon);
  });

  test('now when it was changed since', () => {
    const report = reportWith([balanceOf()], { revision: 3, dueAt: noon + day, ...failedAt(noon) });
    expect(dueOf(accountOf({ revision: 4 }), report, settings, noon)).toBe(noon);
  });

  test('an interval after its reading', () => {
    expect(due(reportWith([balanceOf()]))).toBe(noon + 15 * minute);
  });

  test('by a changed interval at once, whatever was planned', () => {
    const report = reportWith([balanceOf()], { dueAt: noon + 15 * minute });
    expect(due(report, noon, 1)).toBe(noon + minute);
    expect(due(report, noon, 60)).toBe(noon + hour);
  });

  test('no more often than its provider has news', () => {
    const report = reportWith([balanceOf({ id: 'team' })]);
    const account = accountOf({ provider: 'firecrawl' });
    expect(dueOf(account, report, { ...settings, interval: 1 }, noon)).toBe(noon + 5 * minute);
    expect(dueOf(account, report, { ...settings, interval: 60 }, noon)).toBe(noon + hour);
  });

  test('no earlier than the provider asked for with its good answer', () => {
    expect(due(reportWith([balanceOf()], { notBefore: noon + hour }))).toBe(noon + hour);
    expect(due(reportWith([balanceOf()], { notBefore: noon + second }))).toBe(noon + 15 * minute);
  });

  test('after a failure when that was planned', () => {
    expect(due(reportWith([balanceOf()], { dueAt: noon + day, ...failedAt(noon) }), noon, 1)).toBe(noon + day);
    expect(due(reportOf({ dueAt: noon + minute, ...failedAt(noon) }))).toBe(noon + minute);
  });

  test('again soon after an attempt that was cut off, though the reading before it is still young', () => {
    const attempt = { number: 2, at: noon - minute };
    expect(due(reportWith([balanceOf()], { attempt, dueAt: noon - 20 * second }))).toBe(noon - 20 * second);
  });

  test('again soon after an attempt that was cut off', () => {
    const report = reportWith([balanceOf()], {
      attempt: { number: 2, at: noon + hour },
      dueAt: noon + hour + 45 * second,
    });
    expect(due(report, noon + hour + second)).toBe(noon + hour + 45 * second);
    expect(due(report, noon + 2 * hour)).toBeLessThanOrEqual(noon + 2 * hour);
  });
});

describe('an account that the user wished for', () => {
  test('is due at once', () => {
    expect(due(reportWith([balanceOf()], { wanted: true }))).toBe(noon);
    expect(due(reportOf({ wanted: true, ...failedAt(noon), dueAt: noon + day }), noon + second)).toBe(noon + second);
  });

  test('is due no earlier than the provider asked for', () => {
    const report = reportWith([balanceOf()], { wanted: true, notBefore: noon + hour });
    expect(due(report)).toBe(noon + hour);
    expect(due(report, noon + 2 * hour)).toBe(noon + hour);
  });

  test('is not due while it is disabled', () => {
    const report = reportWith([balanceOf()], { wanted: true });
    expect(dueOf(accountOf({ enabled: false }), report, settings, noon)).toBeUndefined();
  });
});

describe('when the clock was set back, an account is due now', () => {
  const cases: [string, Report][] = [
    ['after a reading of the future', reportWith([balanceOf()], { dueAt: noon + 15 * minute })],
    ['after a failure of the future', reportOf({ ...failedAt(noon), dueAt: noon + day })],
    [
      'after an attempt of the future that was cut off',
      reportOf({ attempt: { number: 1, at: noon }, dueAt: noon + minute }),
    ],
    [
      'after an attempt of the future that was cut off, long after a failure',
      reportOf({ ...failedAt(noon - day), attempt: { number: 2, at: noon }, dueAt: noon + minute }),
    ],
  ];
  test.each(cases)('%s', (_, report) => {
    const now = noon - 2 * hour;
    expect(due(report, now)).toBeLessThanOrEqual(now);
  });

  test('but not a failing account whose reading alone lies in the future', () => {
    const now = noon - 2 * hour;
    const report = reportWith([balanceOf()], { ...failedAt(now - minute, 'unauthorized'), dueAt: now + day });
    expect(due(report, now)).toBe(now + day);
  });

  test('nor one that is being asked again, whatever came before', () => {
    const now = noon - 2 * hour;
    const report = reportWith([balanceOf()], {
      ...failedAt(noon),
      attempt: { number: 3, at: now },
      dueAt: now + minute,
    });
    expect(due(report, now)).toBe(now + minute);
  });

  test('but a minute back is forgiven', () => {
    expect(due(reportWith([balanceOf()]), noon - minute)).toBe(noon + 15 * minute);
  });
});

describe('an attempt', () => {
  const report = reportOf({ attempt: { number: 1, at: noon } });

  test('is under way for 20 seconds at most', () => {
    expect(isUnderWay(report, noon)).toBe(true);
    expect(isUnderWay(report, noon + 20 * second - 1)).toBe(true);
    expect(isUnderWay(report, noon + 20 * second)).toBe(false);
  });

  test('of the future is not under way', () => {
    expect(isUnderWay(report, noon - 1)).toBe(false);
  });

  test('that was not made is not under way', () => {
    expect(isUnderWay(reportOf(), noon)).toBe(false);
    expect(isUnderWay(undefined, noon)).toBe(false);
  });
});

describe('“Refresh”', () => {
  const may = (report: Report | undefined, now = noon) => mayRefresh(accountOf(), report, now);

  test('may ask an account that was never asked, and one whose reading is fresh', () => {
    expect(may(undefined)).toBe(true);
    expect(may(reportWith([balanceOf()]))).toBe(true);
  });

  test('may not ask a disabled account', () => {
    expect(mayRefresh(accountOf({ enabled: false }), undefined, noon)).toBe(false);
  });

  test('goes before every delay of our own', () => {
    expect(may(reportOf({ ...failedAt(noon - minute, 'unauthorized'), failures: 2, dueAt: noon + day }))).toBe(true);
  });

  const reports: [string, Report][] = [
    ['after a failure', reportOf({ ...failedAt(noon - hour, 'rate-limited'), notBefore: noon + minute })],
    ['after a reading', reportWith([balanceOf()], { notBefore: noon + minute })],
  ];
  test.each(reports)('never goes before a delay that the provider asked for: %s', (_, report) => {
    expect(may(report, noon)).toBe(false);
    expect(may(report, noon + minute - 1)).toBe(false);
    expect(may(report, noon + minute)).toBe(true);
  });

  test('asks a failing account once in 10 seconds', () => {
    const report = reportOf(failedAt(noon));
    expect(may(report, noon + 10 * second - 1)).toBe(false);
    expect(may(report, noon + 10 * second)).toBe(true);
  });

  test('asks after the clock was set back', () => {
    expect(may(reportOf(failedAt(noon)), noon - hour)).toBe(true);
  });

  test('asks an account at once that was changed since', () => {
    const report = reportOf({ ...failedAt(noon), notBefore: noon + hour });
    expect(mayRefresh(accountOf({ revision: 1 }), report, noon)).toBe(true);
  });

  test.each(['no-permission', 'locked', 'offline'] as const)('asks at once after %s, for nobody was asked', (kind) => {
    expect(may(reportOf(failedAt(noon, kind)), noon + second)).toBe(true);
  });

  test('does not ask at once a host that could not be reached', () => {
    const failure = { kind: 'offline' as const, at: noon, host: 'api.crustdata.com' };
    expect(may(reportOf({ failure, failures: 1 }), noon + second)).toBe(false);
  });
});
