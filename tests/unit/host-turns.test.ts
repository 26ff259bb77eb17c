// @vitest-environment node
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { laneOf } from '../../lib/account.ts';
import { saveAccount } from '../../lib/accounts.ts';
import type { HostTrouble } from '../../lib/host.ts';
import { refresh } from '../../lib/refresh.ts';
import type { Report } from '../../lib/report.ts';
import { nextPoll, planOf, type Books, type Wanted } from '../../lib/schedule.ts';
import { changeHost, loadHost } from '../../lib/host-store.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import {
  accountAt,
  accountOf,
  booksOf,
  emptyStores,
  hour,
  minute,
  noon,
  readAt,
  reportOf,
  second,
  worldOf,
} from './given.ts';

const trouble = (told: Partial<HostTrouble> = {}): HostTrouble => ({
  failures: 2,
  accounts: ['a', 'b'],
  at: noon - minute,
  opensAt: noon + 10 * minute,
  ...told,
});

const everybody: Wanted = () => true;
const [a, b, c] = [accountAt('a'), accountAt('b'), accountAt('c')];
const polled = (books: Books, now = noon, wanted: Wanted = () => false) =>
  planOf(books, now, () => 0, wanted).jobs.map(({ id }) => id);
const nexts = (books: Books, now = noon) => books.accounts.map((account) => nextPoll(account, books, now));

describe('when a host is in trouble, it', () => {
  const elsewhere = accountAt('x', 'other');
  const at = (told: Partial<HostTrouble> = {}, accounts = [a, b, c, elsewhere]) => {
    const waits = [3, 9, 5, 1].map((minutes) => readAt(noon - 15 * minute - minutes * second));
    const reports = new Map(accounts.map(({ id }, index) => [id, waits[index] ?? reportOf()]));
    return booksOf(accounts, { reports, hosts: new Map([['https://one.example', trouble(told)]]) });
  };

  test('is left alone by all its accounts, also by those that have not failed, and by no other', () => {
    expect(polled(at())).toEqual(['x']);
    expect(nexts(at()).slice(0, 3)).toEqual([noon + 10 * minute, noon + 10 * minute, noon + 10 * minute]);
  });

  test('is then tried by one account in a turn, the one that has waited longest', () => {
    expect(polled(at(), noon + 10 * minute).toSorted()).toEqual(['b', 'x']);
    const others = at();
    expect(polled({ ...others, accounts: [a, c] }, noon + 10 * minute)).toEqual(['c']);
  });

  test('is asked by all again as soon as it has answered', () => {
    expect(polled({ ...at(), hosts: new Map() }).toSorted()).toEqual(['a', 'b', 'c', 'x']);
  });

  test('holds nobody while one account alone is failing: that waits for itself', () => {
    expect(polled(at({ accounts: ['a'], failures: 9 })).toSorted()).toEqual(['a', 'b', 'c', 'x']);
    const books = at({ accounts: ['a'] });
    const reports = new Map([
      ...books.reports,
      ['a', reportOf({ failure: { kind: 'server', at: noon }, dueAt: noon + 9 * minute })],
    ]);
    expect(nexts({ ...books, reports })[0]).toBe(noon + 9 * minute);
  });

  test('does not stand in the way of “Refresh”', () => {
    expect(polled(at(), noon, everybody).toSorted()).toEqual(['a', 'b', 'c', 'x']);
  });

  test.each([['a'], ['a', 'b']])(
    'that asked to be left alone is not even asked by “Refresh” (failing: %s, %s)',
    (...accounts) => {
      const books = at({ accounts, notBefore: noon + 10 * minute });
      expect(polled(books, noon, everybody)).toEqual(['x']);
      expect(polled(books, noon + 10 * minute - 1, everybody)).toEqual(['x']);
      expect(polled(books, noon + 10 * minute, everybody).toSorted()).toEqual(['a', 'b', 'c', 'x']);
      expect(nexts(books).slice(0, 3)).toEqual([noon + 10 * minute, noon + 10 * minute, noon + 10 * minute]);
    },
  );

  test('does not keep accounts of providers that are not known from being looked at, each by itself', () => {
    const [one, two] = [accountOf({ id: 'u', provider: 'gone' }), accountOf({ id: 'v', provider: 'gone' })];
    expect([laneOf(one), laneOf(two), laneOf(a)]).toEqual(['u', 'v', 'https://one.example']);
    expect(polled(at({}, [a, one, two]))).toEqual(['u', 'v']);
  });

  test('in a future that the clock was set back from is left alone as it asked, counted from now', () => {
    const now = noon - 2 * hour;
    const books = { ...at({ notBefore: noon + minute }), reports: new Map<string, Report>() };
    expect(polled(books, now, everybody)).toEqual(['x']);
    for (const next of nexts(books, now)) expect(next).toBeLessThanOrEqual(now + hour);
  });
});

describe('in the turns of the worker', () => {
  let simulator: Simulator;
  let now = noon;
  beforeEach(async () => {
    await emptyStores();
    now = noon;
    simulator = await startSimulator();
    for (const id of ['a', 'b', 'c', 'd']) {
      simulator.addAccount('coinstats', `key-of-${id}`);
      await saveAccount({ account: { ...accountAt(id), baseUrl: simulator.url, keyEnd: '1' }, key: `key-of-${id}` });
    }
  });
  afterEach(() => simulator.stop());

  const turn = () => refresh(worldOf({ now: () => now }));
  const host = () => loadHost(simulator.url);

  test('a host that fails is asked by two, then by one at a time, and by all when it answers again', async () => {
    simulator.fault('all', { kind: 'answer', status: 500 });
    await turn();
    const first = simulator.requests.length;
    // A third may go when the answer of the first came before that of the second: one failure alone says nothing of the host.
    expect([2, 3]).toContain(first);
    expect((await host())?.failures).toBe(first);
    expect((await host())?.opensAt).toBeGreaterThanOrEqual(noon + 30 * second);

    now = (await host())?.opensAt ?? 0;
    await turn();
    expect(simulator.requests).toHaveLength(first + 1);
    expect((await host())?.failures).toBe(first + 1);

    simulator.clearFaults();
    now = (await host())?.opensAt ?? 0;
    await turn();
    expect(simulator.requests).toHaveLength(first + 2);
    expect(await host()).toBeUndefined();
    await turn();
    expect(new Set(simulator.requests.map(({ key }) => key)).size).toBe(4);
  });

  test('what is learned of a host is kept though the history cannot be written', async () => {
    await changeHost(simulator.url, () => trouble({ opensAt: noon }));
    const put = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...given) {
      if (this.name === 'history') throw new DOMException('disk full', 'QuotaExceededError');
      return put.apply(this, given);
    });
    await expect(turn()).rejects.toThrow('some reports were not saved');
    expect(await host()).toBeUndefined();
  });
});
