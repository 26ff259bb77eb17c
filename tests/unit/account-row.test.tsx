import { render } from 'preact';
import { afterEach, describe, expect, test } from 'vitest';
import { gaugesOf, type Planned } from '../../lib/gauge.ts';
import { untilResumed } from '../../lib/pause.ts';
import type { Report } from '../../lib/report.ts';
import { defaultSettings } from '../../lib/settings.ts';
import { accountOf, balanceOf, hour, noon, reportOf, reportWith, second } from './given.ts';
import { rowOf } from './row.ts';

afterEach(() => render(null, document.body));

const balances = [balanceOf({ limit: 100 })];
const attempt = { number: 1, at: noon };

/** What stands in a row of the popup beside the figures. */
function notes(report: Partial<Report>, planned: Planned = {}, allPausedUntil?: number) {
  const shown = gaugesOf(accountOf(), reportOf(report), defaultSettings, noon + second, planned);
  render(rowOf(shown, noon + second, {}, allPausedUntil), document.body);
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

  test('says so in words where there is nothing else to be said, and once', () => {
    expect(notes({ attempt })).toEqual({ facts: 'Checking…', ring: '' });
  });

  test('has no live region that would read that out', () => {
    notes({ ...read, attempt });
    expect(document.querySelector('[role=status], [role=alert], [aria-live]')).toBeNull();
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
