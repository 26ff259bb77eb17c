// @vitest-environment node
import { entries, set } from 'idb-keyval';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { enableAccount, removeAccount, saveAccount } from '../../lib/accounts.ts';
import { objectStore } from '../../lib/database.ts';
import { failureKinds } from '../../lib/failure.ts';
import { emptyJournal, endingOf, journalFrom, noted, type Entry, type Journal } from '../../lib/journal.ts';
import { endingName } from '../../lib/names.ts';
import { untilResumed, withoutPause, withPause } from '../../lib/pause.ts';
import type { Surroundings } from '../../lib/check.ts';
import { refresh } from '../../lib/refresh.ts';
import { dropJournals, loadJournals } from '../../lib/journal-store.ts';
import { changePauses } from '../../lib/pause-store.ts';
import { changeReport, loadReports } from '../../lib/report-store.ts';
import type { Wanted } from '../../lib/schedule.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { accountOf, emptyStores, hour, minute, noon, worldOf } from './given.ts';

const entry = (number: number): Entry => [number, noon + number, 320, 'reading', noon + hour];

describe('a journal', () => {
  test('keeps the latest 50 attempts, the latest last, and every missed poll', () => {
    let journal: Journal = emptyJournal;
    for (let number = 1; number <= 120; number += 1) journal = noted(journal, entry(number), number % 2);
    expect(journal.entries).toEqual(Array.from({ length: 50 }, (_, index) => entry(index + 71)));
    expect(journal.missed).toBe(60);
    expect(journalFrom(journal)).toEqual(journal);
  });

  test('leaves alone what it was made from', () => {
    const before = noted(emptyJournal, entry(1), 0);
    noted(before, entry(2), 3);
    expect(before).toEqual({ version: 1, missed: 0, entries: [entry(1)] });
    expect(emptyJournal).toEqual({ version: 1, missed: 0, entries: [] });
  });

  test('tells how an attempt ended, each ending with a name of its own', () => {
    expect(endingOf(undefined)).toBe('reading');
    expect(endingOf({ kind: 'timeout', at: noon })).toBe('timeout');
    expect(endingOf({ kind: 'timeout', at: noon, defect: 'interrupted' })).toBe('interrupted');
    const names = (['reading', 'interrupted', ...failureKinds] as const).map(endingName);
    expect(new Set(names).size).toBe(failureKinds.length + 2);
    expect(names).not.toContain('');
  });

  const wrong: [string, unknown][] = [
    ['of another version', { ...emptyJournal, version: 2 }],
    ['whose entry is too short', { ...emptyJournal, entries: [[1, noon, 320, 'reading']] }],
    ['whose entry is too long', { ...emptyJournal, entries: [[...entry(1), 1]] }],
    ['whose entry has no time', { ...emptyJournal, entries: [[1, null, 320, 'reading', noon]] }],
    ['whose entry ended with a number', { ...emptyJournal, entries: [[1, noon, 320, 7, noon]] }],
    ['that has missed less than nothing', { ...emptyJournal, missed: -1 }],
  ];
  test.each(wrong)('%s is none', (_, stored) => {
    expect(journalFrom(stored)).toBeUndefined();
  });
});

describe('in the turns of the worker', () => {
  let simulator: Simulator;
  let now = noon;
  beforeEach(async () => {
    await emptyStores();
    now = noon;
    simulator = await startSimulator();
    simulator.addAccount('coinstats', 'a-key');
    const account = accountOf({ provider: 'coinstats', baseUrl: simulator.url, keyEnd: '1' });
    await saveAccount({ account, key: 'a-key' });
  });
  afterEach(() => simulator.stop());

  const turn = (wanted?: Wanted, told: Partial<Surroundings> = {}) =>
    refresh(worldOf({ now: () => now, ...told }), wanted);
  const journal = async () => (await loadJournals()).get('a');

  test('every attempt is written down: when, for how long, how it ended and when the next is due', async () => {
    await turn(undefined, {
      isAllowed: async () => {
        now += 700;
        return true;
      },
    });
    simulator.fault('all', { kind: 'answer', status: 401 });
    now = noon + hour;
    await turn();
    expect(await journal()).toEqual({
      version: 1,
      missed: 2,
      entries: [
        [1, noon, 700, 'reading', noon + 700 + 15 * minute],
        [2, noon + hour, 0, 'unauthorized', noon + hour + 5 * minute],
      ],
    });
  });

  test('one that was cut off is written down with the next', async () => {
    simulator.fault('all', { kind: 'delay', ms: 100 }, 1);
    const turning = turn();
    await vi.waitFor(() => expect(simulator.requests).toHaveLength(1));
    const left = (await loadReports()).get('a');
    await turning;
    await changeReport('a', (report) => left ?? report);
    await dropJournals(['a']);
    now += minute;
    await turn();
    expect((await journal())?.entries).toEqual([
      [1, noon, 0, 'interrupted', noon + 30_000],
      [2, now, 0, 'reading', now + 15 * minute],
    ]);
  });

  describe('misses nothing', () => {
    const missed = async () => (await journal())?.missed;
    beforeEach(() => turn());

    test('while the account is disabled', async () => {
      await enableAccount('a', false);
      now += minute;
      await turn();
      now += 9 * hour;
      await enableAccount('a', true);
      await turn();
      expect([await missed(), (await journal())?.entries.length]).toEqual([0, 2]);
      now += hour;
      await turn();
      expect(await missed()).toBe(3);
    });

    test('while all is paused, and counts from when the user resumed', async () => {
      await changePauses((pauses) => withPause(pauses, untilResumed));
      await turn();
      now += 9 * hour;
      await changePauses((pauses) => withoutPause(pauses));
      // The turn is cut off before it could poll, and the machine sleeps for an hour.
      await changeReport('a', (report) => ({ ...report, attempt: { number: 2, at: now } }));
      await turn();
      await changeReport('a', ({ attempt: _, ...report }) => report);
      now += hour;
      await turn();
      expect(await missed()).toBe(4);
    });

    test('while it is paused until a moment, and counts from that moment', async () => {
      await changePauses((pauses) => withPause(pauses, noon + 5 * hour, 'a'));
      await turn();
      now = noon + 3 * hour;
      await turn(() => true);
      expect(await missed()).toBe(0);
      now = noon + 3 * hour + minute;
      await turn();
      now = noon + 6 * hour;
      await turn();
      expect(await missed()).toBe(4);
    });
  });

  test('goes with its account', async () => {
    await turn();
    await removeAccount('a');
    await turn();
    expect(await loadJournals()).toEqual(new Map());
  });

  test('that cannot be read is set aside and begun anew', async () => {
    const unreadable = { version: 1, missed: -7, entries: [] } as const;
    await set('a', unreadable, objectStore('journal', 'relaxed'));
    expect(await loadJournals()).toEqual(new Map());
    await turn();
    expect((await journal())?.entries).toHaveLength(1);
    expect(await entries(objectStore('quarantine', 'relaxed'))).toEqual([['journal/a', unreadable]]);
  });
});
