// @vitest-environment node
import * as fc from 'fast-check';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { accountRules } from '../../lib/alert-settings.ts';
import { badgeOf } from '../../lib/badge.ts';
import { gaugesOf } from '../../lib/gauge.ts';
import { coolsUntil, troubleFrom, type HostTrouble } from '../../lib/host.ts';
import { emptyJournal, journalFrom, type Journal } from '../../lib/journal.ts';
import { noPauses, pausedUntil, pausesFrom, untilResumed, type Pauses } from '../../lib/pause.ts';
import { emptyReport, type Report } from '../../lib/report.ts';
import { nextPoll } from '../../lib/schedule.ts';
import { oddSentences, partSentences, pauseSentence } from '../../lib/sentences.ts';
import { defaultSettings } from '../../lib/settings.ts';
import { reportFrom, setupFrom, type StoredSetup } from '../../lib/stored.ts';
import { accountOf, booksOf, day, hour, minute, noon } from './given.ts';

// A balance with a damaged id has no name in the locale files, which the library behind them complains of.
beforeEach(() => void vi.spyOn(console, 'warn').mockReturnValue());

/** Records with every member that there is, so that each can be damaged. */
const report: Report = {
  version: 1,
  reading: {
    at: noon - hour,
    asOf: noon - 3 * hour,
    balances: [
      {
        id: 'account',
        remaining: 47,
        used: 53,
        limit: 100,
        unit: 'credit',
        plan: 'Growth',
        resetsAt: noon + day,
        rollover: true,
        parts: [{ kind: 'top-up', name: 'purchase', remaining: 7, expiresAt: noon + day }],
      },
      { id: 'user', remaining: 12.5, unlimited: true, unit: 'USD' },
    ],
  },
  failure: { kind: 'unreadable', at: noon, status: 200, host: 'api.example', defect: 'path', path: 'a.b', said: 'no' },
  failures: 2,
  cutOffs: 1,
  wanted: true,
  dueAt: noon + hour,
  slot: noon + minute,
  notBefore: noon + minute,
  attempt: { number: 4, at: noon },
  told: 3,
  revision: 0,
  highWater: { account: 90 },
  oddities: { account: { kind: 'jump', at: noon, before: 5000 } },
};
const account = accountOf({
  baseUrl: 'https://gateway.example/v1',
  full: { account: 100 },
  alerts: { low: 30, critical: 10, days: 2, off: ['low'] },
  muted: ['user'],
  fields: { teamspace: 'x' },
  keyEnd: '1234',
  asked: { at: noon, wait: hour },
});
const setup: StoredSetup = { version: 1, seq: 7, accounts: [account], settings: defaultSettings };
const pauses: Pauses = { at: noon, all: noon + hour, accounts: { a: untilResumed } };
const trouble: HostTrouble = { failures: 2, accounts: ['a', 'b'], at: noon, opensAt: noon + hour, notBefore: noon };
const journal: Journal = { version: 1, missed: 2, entries: [[1, noon, 320, 'rate-limited', noon + hour]] };

const garbage = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(undefined, Number.NaN, Infinity, -Infinity, 1e300, -1e300, -1, 0.5, '', '7', '__proto__'),
  fc.constantFrom(noon + 400 * day, untilResumed, untilResumed + 1, new Date(noon), new Map(), [], {}, [[]], 2n),
);

/** The record with one member, however deep, replaced by garbage or taken away. */
function damaged<T extends object>(record: T): fc.Arbitrary<T> {
  const places = placesIn(record);
  return fc.tuple(fc.constantFrom(...places), garbage, fc.boolean()).map(([place, value, isGone]) => {
    const copy = structuredClone(record);
    const last = place.at(-1) ?? '';
    let holder = copy as Record<string, unknown>;
    for (const name of place.slice(0, -1)) holder = holder[name] as Record<string, unknown>;
    if (isGone && Array.isArray(holder)) holder.splice(Number(last), 1);
    else if (isGone) delete holder[last];
    else holder[last] = value;
    return copy;
  });
}

function placesIn(value: unknown, place: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => [[...place, name], ...placesIn(member, [...place, name])]);
}

/** No account waits longer than a provider may ask for, and the tenth that is put on top. */
const longest = 26.4 * hour + minute;

/** Everything that is made of a report for people to see, and when its account is polled. */
function expectHarmless(of: Report): void {
  const books = booksOf([accountOf()], { reports: new Map([['a', of]]) });
  const shown = gaugesOf(accountOf(), of, defaultSettings, noon);
  const texts = shown.gauges.flatMap((gauge) => [
    ...partSentences(gauge.balance.parts ?? []),
    ...oddSentences(gauge, of.reading ?? { at: noon, balances: [] }, 'Crustdata', noon),
  ]);
  const text = [badgeOf([shown], noon).title, ...texts].join('\n');
  expect(text).not.toMatch(/NaN|undefined|\[object|Invalid/);
  expect(nextPoll(accountOf(), books, noon)).toBeLessThanOrEqual(noon + longest);
}

describe('a good record', () => {
  test('passes as it is', () => {
    expect(reportFrom(report)).toEqual(report);
    expect(setupFrom(setup)).toEqual({ setup, rejected: [] });
    expect(pausesFrom(pauses)).toEqual(pauses);
    expect(troubleFrom(trouble)).toEqual(trouble);
    expect(journalFrom(journal)).toEqual(journal);
    expectHarmless(report);
  });

  test('of another version is none', () => {
    expect(reportFrom({ ...report, version: 2 })).toBeUndefined();
    expect(setupFrom({ ...setup, version: 2 })).toBeUndefined();
    expect(journalFrom({ ...journal, version: 2 })).toBeUndefined();
    expect(troubleFrom({ ...trouble, version: 2 })).toBeUndefined();
    expect(pausesFrom({ ...pauses, version: 2 })).toEqual(noPauses);
  });
});

test('garbage is no record, and no reason to fail', () => {
  fc.assert(
    fc.property(garbage, (value) => {
      for (const from of [reportFrom, setupFrom, troubleFrom, journalFrom]) expect(from(value)).toBeUndefined();
      expect(pausesFrom(value)).toEqual({ accounts: {} });
    }),
    { numRuns: 2000 },
  );
});

describe('a record with one damaged member is rejected, or does no harm:', () => {
  const runs = { numRuns: 5000 };
  test('a report', () => {
    fc.assert(
      fc.property(damaged(report), (stored) => expectHarmless(reportFrom(stored) ?? emptyReport)),
      runs,
    );
  });

  test('a setup', () => {
    fc.assert(
      fc.property(damaged(setup), (stored) => {
        const { settings, accounts } = setupFrom(stored)?.setup ?? setup;
        const { interval, low, critical } = settings;
        expect([interval, low, critical].every(Number.isFinite)).toBe(true);
        expect(low).toBeGreaterThan(critical);
        for (const one of accounts) {
          const shown = gaugesOf(one, undefined, settings, noon);
          const rules = accountRules(settings, settings.alerts, one.alerts ?? {}, true);
          for (const percent of [rules.low, rules.critical]) expect(percent >= 0 && percent <= 100).toBe(true);
          expect(badgeOf([shown], noon).title).not.toMatch(/NaN|undefined|\[object|Invalid/);
        }
      }),
      runs,
    );
  });

  test('pauses', () => {
    fc.assert(
      fc.property(damaged(pauses), (stored) => {
        const until = pausedUntil('a', pausesFrom(stored), noon) ?? untilResumed;
        expect(pauseSentence(until, noon)).toMatch(/^paused/);
      }),
      runs,
    );
  });

  test('the trouble of a host', () => {
    fc.assert(
      fc.property(damaged(trouble), (stored) => {
        expect(coolsUntil(troubleFrom(stored), noon) ?? 0).toBeLessThanOrEqual(noon + longest);
      }),
      runs,
    );
  });

  test('a journal', () => {
    fc.assert(
      fc.property(damaged(journal), (stored) => {
        const { missed, entries } = journalFrom(stored) ?? emptyJournal;
        expect(Number.isSafeInteger(missed)).toBe(true);
        for (const [number, at, took, ending, dueAt] of entries) {
          expect([number, took].every(Number.isFinite)).toBe(true);
          expect(ending).toBeTypeOf('string');
          expect(() => [new Date(at).toISOString(), new Date(dueAt).toISOString()]).not.toThrow();
        }
      }),
      runs,
    );
  });
});

test('an account that is damaged is rejected alone', () => {
  const others = [accountOf({ id: 'x' }), accountOf({ id: 'y' })];
  for (const broken of [{ ...account, label: 7 }, { ...account, revision: undefined }, null, 'a', []]) {
    const read = setupFrom({ ...setup, accounts: [others[0], broken, others[1]] });
    expect(read).toEqual({ setup: { ...setup, accounts: others }, rejected: [broken] });
  }
});
