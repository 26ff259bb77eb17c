import { render } from 'preact';
import { afterEach, describe, expect, test } from 'vitest';
import { PulseLine } from '../../components/PulseLine.tsx';
import { clock } from '../../lib/format.ts';
import { gaugesOf, type Planned } from '../../lib/gauge.ts';
import { untilResumed } from '../../lib/pause.ts';
import type { Report } from '../../lib/report.ts';
import { lateSentence } from '../../lib/sentences.ts';
import { defaultSettings } from '../../lib/settings.ts';
import { accountOf, balanceOf, day, hour, noon, reportOf, reportWith, second } from './given.ts';
import { rowOf } from './row.ts';

afterEach(() => render(null, document.body));

const balances = [balanceOf({ limit: 100 })];
const attempt = { number: 1, at: noon };

/** What stands in a row of the popup beside the figures. */
function notes(report: Partial<Report>, planned: Planned = {}, allPausedUntil?: number) {
  const shown = gaugesOf(accountOf(), reportOf(report), defaultSettings, noon + second, planned);
  render(rowOf(shown, noon + second, {}, { allPausedUntil }), document.body);
  return {
    facts: document.querySelector('.facts')?.textContent,
    ring: document.querySelector('.ring')?.textContent,
  };
}

describe('a row of the popup while the account is checked', () => {
  const read = reportWith(balances);

  test('is marked, and says all that it did before', () => {
    const before = notes(read);
    expect(before.ring).toBeUndefined();
    expect(notes({ ...read, attempt })).toEqual({ ...before, ring: 'Checking…' });
  });

  test('says so in words where there is nothing else to be said', () => {
    expect(notes({ attempt })).toEqual({ facts: 'Checking…', ring: 'Checking…' });
  });

  test('has no live region that would read that out', () => {
    notes({ ...read, attempt });
    expect(document.querySelector('[role=status], [role=alert], [aria-live]')).toBeNull();
  });
});

describe('a reading that is old', () => {
  const [earlier, now] = [reportWith(balances), noon + 3 * hour];

  function told(report: Report, allLate = false): string | undefined {
    render(rowOf(gaugesOf(accountOf(), report, defaultSettings, now), now, {}, { allLate }), document.body);
    return document.querySelector('.figures')?.textContent ?? undefined;
  }

  test('is told with the moment since when nobody has looked', () => {
    expect(told(earlier)).toBe(`47 of 100 credits left · Not checked since ${clock(noon, now)}`);
  });

  test('is told by its age where a failure says why', () => {
    const failure = { kind: 'server', at: now } as const;
    expect(told({ ...earlier, failure, failures: 1 })).toBe('47 of 100 credits left · 3 hr. ago');
  });

  test('is told in no row where it is so with all', () => {
    expect(told(earlier, true)).toBe('47 of 100 credits left');
  });

  test('is told with the day when that was not today', () => {
    expect(lateSentence(noon, noon + 8 * day)).toBe('Not checked since Wed, Jun 17');
  });
});

describe('the line below all rows', () => {
  const shown = (id: string, report: Report | undefined, enabled = true) =>
    gaugesOf(accountOf({ id, enabled }), report, defaultSettings, noon + 3 * hour);
  const [old, fresh] = [reportWith(balances), reportOf({ reading: { at: noon + 3 * hour, balances } })];
  const failing = { ...old, failure: { kind: 'server', at: noon + 3 * hour } as const, failures: 1 };

  test.each([
    ['all are late', /^Not checked since /, [shown('a', old), shown('b', old)]],
    ['one is late', /^Checked just now/, [shown('a', old), shown('b', fresh)]],
    ['one is late and one fails', /^Checked 3 hr\. ago/, [shown('a', old), shown('b', failing)]],
    ['all are late that are read', /^Not checked since /, [shown('a', old), shown('b', undefined)]],
    ['all are late that are enabled', /^Not checked since /, [shown('a', old), shown('b', old, false)]],
  ])('when %s says %s', (_, text, accounts) => {
    render(<PulseLine accounts={accounts} pausedUntil={undefined} now={noon + 3 * hour} />, document.body);
    expect(document.body.textContent).toMatch(text);
  });
});

describe('a pause', () => {
  const read = reportWith(balances);
  const facts = (until: number, allUntil?: number) => notes(read, { pausedUntil: until }, allUntil).facts;

  test('is told in the row of an account that is paused by itself', () => {
    expect(facts(untilResumed)).toContain(' · paused · ');
    expect(facts(untilResumed, noon + hour), 'and longer than all').toContain(' · paused · ');
  });

  test('of all is not told in each row', () => {
    expect(facts(noon + hour, noon + hour)).toBe('47 of 100 credits left');
  });
});
