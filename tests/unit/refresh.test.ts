// @vitest-environment node
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { Account } from '../../lib/account.ts';
import { enableAccount, removeAccount, saveAccount } from '../../lib/accounts.ts';
import { objectStore } from '../../lib/database.ts';
import { loadHistory } from '../../lib/history-store.ts';
import { refresh, type Surroundings } from '../../lib/refresh.ts';
import type { Report } from '../../lib/report.ts';
import { defaultSettings } from '../../lib/settings.ts';
import { changeReport, loadReports } from '../../lib/report-store.ts';
import { changeSetup, loadSetup } from '../../lib/setup-store.ts';
import { demoKeys } from '../simulator/demo.ts';
import type { Fault } from '../simulator/faults.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { accountOf, day, emptyStores, hour, minute, noon, second, worldOf } from './given.ts';

const simulators: Simulator[] = [];
let simulator: Simulator;
/** What the worker's clock says; the tests move it. */
let now = noon;
const everything = () => true;

beforeEach(async () => {
  await emptyStores();
  now = noon;
  simulator = await start();
});
afterEach(async () => {
  await Promise.all(simulators.splice(0).map((one) => one.stop()));
});

async function start(): Promise<Simulator> {
  const started = await startSimulator();
  simulators.push(started);
  return started;
}

const turn = (wanted?: Parameters<typeof refresh>[1], told: Partial<Surroundings> = {}) =>
  refresh(worldOf({ now: () => now, ...told }), wanted);

/** An account of CoinStats, whose poll is one request: known to the simulator, and saved with its key. */
async function add(id: string, at = simulator): Promise<Account> {
  const account = accountOf({ id, provider: 'coinstats', label: id, baseUrl: at.url, keyEnd: '0001' });
  at.addAccount('coinstats', `key-of-${id}`, { remaining: 50_000 });
  await saveAccount({ account, key: `key-of-${id}` });
  return account;
}

async function reportOf(id: string): Promise<Report | undefined> {
  return (await loadReports()).get(id);
}

const remainingOf = async (id: string) => (await reportOf(id))?.reading?.balances[0]?.remaining;
const alarm = () => fakeBrowser.alarms.get('poll');
const askedFor = (id: string, at = simulator) => at.requests.filter(({ key }) => key === `key-of-${id}`).length;
const idsTo = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`);

/** Keeps everybody else from writing the history until it is released. */
async function holdHistory(): Promise<() => void> {
  let held = true;
  await new Promise<void>((holds) => {
    void objectStore('history', 'relaxed')('readwrite', (store) => {
      const again = () => {
        holds();
        if (held) store.count().onsuccess = again;
      };
      again();
    });
  });
  return () => {
    held = false;
  };
}

describe('a turn', () => {
  test('asks every account that is due, and keeps what each said', async () => {
    await add('a');
    await add('b');
    simulator.account('key-of-b').drain(20_000);
    await turn();
    expect(await remainingOf('a')).toBe(50_000);
    expect(await remainingOf('b')).toBe(30_000);
    expect(await reportOf('a')).toMatchObject({ reading: { at: noon }, failures: 0, told: 1, revision: 0 });
    expect(await reportOf('a')).not.toHaveProperty('attempt');
  });

  test('lets the next request go while history is still to be written', async () => {
    for (const id of idsTo(4)) await add(id);
    const release = await holdHistory();
    const turning = turn();
    // Two to one origin at a time: the others are asked only when these no longer stand in the way.
    await vi.waitFor(() => expect(simulator.requests).toHaveLength(4), { timeout: 3000 });
    release();
    await turning;
    for (const id of idsTo(4)) expect(await loadHistory(id)).toHaveLength(1);
  });

  test('speaks with all five providers', async () => {
    for (const [provider, key] of Object.entries(demoKeys)) {
      simulator.addAccount(provider as keyof typeof demoKeys, key);
      await saveAccount({
        account: accountOf({ id: provider, provider, baseUrl: simulator.url, keyEnd: '0001' }),
        key,
      });
    }
    await turn();
    const reports = await loadReports();
    expect([...reports.values()].filter(({ reading }) => reading)).toHaveLength(5);
  });

  test('leaves alone what is not due, and what is disabled', async () => {
    await add('a');
    await add('b');
    await enableAccount('b', false);
    await turn();
    now += 14 * minute;
    await turn();
    expect([askedFor('a'), askedFor('b')]).toEqual([1, 0]);
    now += minute;
    await turn();
    expect([askedFor('a'), askedFor('b')]).toEqual([2, 0]);
  });

  test('asks for what is wanted although it is not due, but not for what the provider put off', async () => {
    await add('a');
    await add('b');
    simulator.fault({ key: 'key-of-b' }, { kind: 'answer', status: 429, headers: { 'Retry-After': '600' } }, 1);
    await turn();
    now += minute;
    await turn(everything);
    expect([askedFor('a'), askedFor('b')]).toEqual([2, 1]);
    now += 9 * minute;
    await turn(everything);
    expect([askedFor('a'), askedFor('b')]).toEqual([3, 2]);
  });

  test('asks at most 8 accounts at a time, and all of them', async () => {
    const others = [simulator, await start(), await start(), await start(), await start(), await start()];
    let inFlight = 0;
    let mostInFlight = 0;
    const counting = {
      isAllowed: async () => {
        inFlight += 1;
        mostInFlight = Math.max(mostInFlight, inFlight);
        await new Promise((resolve) => setTimeout(resolve, 30));
        inFlight -= 1;
        return true;
      },
    };
    for (const [index, id] of idsTo(18).entries()) await add(id, others[index % others.length]);
    await turn(undefined, counting);
    expect(mostInFlight).toBe(8);
    expect(others.map(({ requests }) => requests.length)).toEqual([3, 3, 3, 3, 3, 3]);
    for (const { maxInFlight } of others) expect(maxInFlight).toBeLessThanOrEqual(2);
  });

  test('asks two accounts of one origin at a time', async () => {
    for (const id of idsTo(7)) await add(id);
    simulator.fault('all', { kind: 'delay', ms: 30 });
    await turn();
    expect(simulator.requests).toHaveLength(7);
    expect(simulator.maxInFlight).toBe(2);
  });

  test('does not let a slow origin hold up the others', async () => {
    const slow = await start();
    for (const id of idsTo(4)) await add(id, slow);
    await add('quick');
    slow.fault('all', { kind: 'delay', ms: 300 });
    const turning = turn();
    await vi.waitFor(async () => expect(await remainingOf('quick')).toBe(50_000));
    expect(slow.requests.length).toBeLessThan(4);
    await turning;
  });

  test('commits each answer as it arrives', async () => {
    await add('quick');
    await add('slow');
    simulator.fault({ key: 'key-of-slow' }, { kind: 'delay', ms: 400 });
    const turning = turn();
    await vi.waitFor(async () => expect(await remainingOf('quick')).toBe(50_000));
    expect(await reportOf('slow')).toMatchObject({ attempt: { number: 1, at: noon } });
    expect(await reportOf('slow')).not.toHaveProperty('reading');
    await turning;
    expect(await remainingOf('slow')).toBe(50_000);
  });

  test('starts nothing more when 10 seconds have gone, and the next turn goes on', async () => {
    for (const id of idsTo(4)) await add(id);
    const isAllowed = async () => {
      now += 6 * second;
      return true;
    };
    await turn(undefined, { isAllowed });
    expect(simulator.requests.length).toBeLessThan(4);
    expect((await alarm())?.scheduledTime).toBeLessThanOrEqual(now + 30 * second);
    await turn();
    expect(new Set(simulator.requests.map(({ key }) => key)).size).toBe(4);
  });

  test('remembers a wish that it has no time for, and the next turn fulfils it', async () => {
    for (const id of idsTo(4)) await add(id);
    await turn();
    now += minute;
    const isAllowed = async () => {
      now += 6 * second;
      return true;
    };
    await turn(everything, { isAllowed });
    const missed = idsTo(4).filter((id) => askedFor(id) === 1);
    expect(missed.length).toBeGreaterThan(0);
    for (const id of missed) expect(await reportOf(id)).toMatchObject({ wanted: true, reading: { at: noon } });
    await turn();
    for (const id of idsTo(4)) expect([askedFor(id), await reportOf(id)]).not.toHaveProperty('1.wanted');
    expect(idsTo(4).map((id) => askedFor(id))).toEqual([2, 2, 2, 2]);
  });

  test('asks nothing without accounts', async () => {
    await turn();
    expect(await alarm()).toBeUndefined();
    expect((await loadReports()).size).toBe(0);
  });
});

describe('the last good reading', () => {
  const faults: [string, Fault, string][] = [
    ['an error status', { kind: 'answer', status: 500 }, 'server'],
    ['a refused key', { kind: 'answer', status: 401 }, 'unauthorized'],
    ['a rate limit', { kind: 'answer', status: 429 }, 'rate-limited'],
    ['a login page', { kind: 'html' }, 'unreadable'],
    ['an empty object', { kind: 'answer', status: 200, body: {} }, 'unreadable'],
    ['an empty answer', { kind: 'empty', status: 204 }, 'unreadable'],
    ['garbage', { kind: 'garbage' }, 'unreadable'],
    ['a redirect', { kind: 'redirect', status: 302, location: 'https://example.com/' }, 'redirected'],
    ['a broken connection', { kind: 'reset' }, 'offline'],
  ];
  test.each(faults)('survives %s', async (_, fault, kind) => {
    await add('a');
    await turn();
    now += 15 * minute;
    simulator.fault('all', fault);
    await turn();
    expect(await remainingOf('a')).toBe(50_000);
    expect(await reportOf('a')).toMatchObject({ reading: { at: noon }, failure: { kind, at: now }, failures: 1 });
    simulator.clearFaults();
    now += day;
    await turn();
    expect(await reportOf('a')).toMatchObject({ reading: { at: now }, failures: 0 });
    expect(await reportOf('a')).not.toHaveProperty('failure');
  });

  test('survives that the key cannot be read any more', async () => {
    await add('a');
    await turn();
    now += 15 * minute;
    await fakeBrowser.storage.local.clear();
    await turn();
    expect(await reportOf('a')).toMatchObject({ reading: { at: noon }, failure: { kind: 'locked' } });
    expect(askedFor('a')).toBe(1);
  });
});

describe('a refused key', () => {
  test('is tried once more after 5 to 10 minutes, then once a day, and at once when it was changed', async () => {
    const account = await add('a');
    simulator.fault('all', { kind: 'answer', status: 401 });
    await turn();
    expect((await reportOf('a'))?.dueAt).toBe(noon + 5 * minute);
    now += 5 * minute;
    await turn();
    expect(await reportOf('a')).toMatchObject({ failures: 2, dueAt: now + day });
    now += day - 1;
    await turn();
    expect(askedFor('a')).toBe(2);
    now += 1;
    await turn();
    expect(askedFor('a')).toBe(3);

    simulator.clearFaults();
    now += minute;
    await saveAccount({ account: { ...account, revision: 1 }, key: 'key-of-a' });
    await turn();
    expect(await remainingOf('a')).toBe(50_000);
  });
});

describe('an attempt that was cut off', () => {
  /** As a worker leaves it that was killed while it waited for the answer. */
  async function cutOff(): Promise<void> {
    simulator.fault('all', { kind: 'delay', ms: 200 }, 1);
    const turning = turn();
    await vi.waitFor(() => expect(askedFor('a')).toBe(1));
    const left = await reportOf('a');
    await turning;
    await changeReport('a', (report) => left ?? report);
  }

  test('is made again, and its number is not used twice', async () => {
    await add('a');
    await cutOff();
    now += minute;
    await turn();
    expect(askedFor('a')).toBe(2);
    expect(await reportOf('a')).toMatchObject({ told: 2, reading: { at: now } });
  });

  test('is not made again while it may still be under way', async () => {
    await add('a');
    await cutOff();
    now += 15 * second;
    await turn(everything);
    expect(askedFor('a')).toBe(1);
  });

  test('has an alarm that brings the next', async () => {
    await add('a');
    simulator.fault('all', { kind: 'delay', ms: 200 });
    const turning = turn();
    await vi.waitFor(() => expect(askedFor('a')).toBe(1));
    expect((await alarm())?.scheduledTime).toBe(noon + 30 * second);
    await turning;
  });
});

describe('while a poll is under way', () => {
  test('the account may be removed, and the late answer does not bring it back', async () => {
    await add('a');
    simulator.fault('all', { kind: 'delay', ms: 150 });
    const turning = turn();
    await vi.waitFor(() => expect(askedFor('a')).toBe(1));
    await removeAccount('a');
    await turning;
    expect((await loadSetup()).accounts).toEqual([]);
    expect(await reportOf('a')).toBeUndefined();
    await turn();
    expect((await loadReports()).size).toBe(0);
    expect(await alarm()).toBeUndefined();
  });

  test('accounts that wait their turn may be removed, and are then not asked at all', async () => {
    for (const id of ['a', 'b', 'c']) await add(id);
    simulator.fault('all', { kind: 'delay', ms: 150 });
    const turning = turn();
    await vi.waitFor(() => expect(simulator.requests).toHaveLength(2));
    await removeAccount('c');
    await turning;
    expect(askedFor('c')).toBe(0);
    expect(await reportOf('c')).toBeUndefined();
  });

  test('accounts that wait their turn may be disabled, and are then not asked at all', async () => {
    for (const id of ['a', 'b', 'c']) await add(id);
    simulator.fault('all', { kind: 'delay', ms: 150 });
    const turning = turn();
    await vi.waitFor(() => expect(simulator.requests).toHaveLength(2));
    await enableAccount('c', false);
    await turning;
    expect(askedFor('c')).toBe(0);
  });

  test('the key may be changed, and the answer to the old one is not kept', async () => {
    const account = await add('a');
    simulator.fault('all', { kind: 'delay', ms: 150 }, 1);
    const turning = turn();
    await vi.waitFor(() => expect(askedFor('a')).toBe(1));
    simulator.addAccount('coinstats', 'another-key', { remaining: 7 });
    await saveAccount({ account: { ...account, revision: 1 }, key: 'another-key' });
    await turn();
    await turning;
    expect(await remainingOf('a')).toBe(7);
    expect((await reportOf('a'))?.revision).toBe(1);
  });

  test('another turn does not ask the same account again', async () => {
    await add('a');
    simulator.fault('all', { kind: 'delay', ms: 100 });
    await Promise.all([turn(), turn(), turn(everything)]);
    expect(askedFor('a')).toBe(1);
  });

  describe('another turn', () => {
    const ids = idsTo(6);
    beforeEach(async () => {
      for (const id of ids) await add(id);
      for (const id of ids.slice(0, 2)) simulator.fault({ key: `key-of-${id}` }, { kind: 'delay', ms: 200 });
    });

    test('does not repeat what is done', async () => {
      await Promise.all([turn(), turn()]);
      expect(ids.map((id) => askedFor(id))).toEqual([1, 1, 1, 1, 1, 1]);
    });

    test('does not crowd an origin', async () => {
      await Promise.all([turn(), turn()]);
      expect(simulator.maxInFlight).toBeLessThanOrEqual(2);
    });
  });
});

describe('access that is given', () => {
  test('brings the account at once, however short ago it was missed', async () => {
    await add('a');
    await turn(undefined, { isAllowed: async () => false });
    expect(await reportOf('a')).toMatchObject({ failure: { kind: 'no-permission' } });
    expect(simulator.requests).toEqual([]);
    now += 3 * second;
    await turn((_, report) => report?.failure?.kind === 'no-permission');
    expect(await remainingOf('a')).toBe(50_000);
  });
});

describe('the alarm', () => {
  test('stands at the earliest time that an account is due', async () => {
    await add('a');
    await turn();
    now += 5 * minute;
    await add('b');
    await turn();
    expect(await alarm()).toMatchObject({ scheduledTime: noon + 15 * minute, periodInMinutes: 15 });
  });

  test('is not set again when it stands right', async () => {
    await add('a');
    await turn();
    const create = vi.spyOn(fakeBrowser.alarms, 'create');
    now += minute;
    await turn();
    expect(create).not.toHaveBeenCalled();
  });

  test('follows a new interval', async () => {
    await add('a');
    await turn();
    await changeSetup((setup) => ({ ...setup, settings: { ...defaultSettings, interval: 60 } }));
    await turn();
    expect(await alarm()).toMatchObject({ scheduledTime: noon + hour, periodInMinutes: 60 });
  });

  test('never stands nearer than 30 seconds', async () => {
    await add('a');
    await changeSetup((setup) => ({ ...setup, settings: { ...defaultSettings, interval: 1 } }));
    await turn();
    now += 50 * second;
    await turn();
    expect((await alarm())?.scheduledTime).toBe(now + 30 * second);
  });

  test('is set again when it was lost', async () => {
    await add('a');
    await turn();
    await fakeBrowser.alarms.clearAll();
    await turn();
    expect((await alarm())?.scheduledTime).toBe(noon + 15 * minute);
  });

  test('goes when the last account goes', async () => {
    await add('a');
    await turn();
    await removeAccount('a');
    await turn();
    expect(await alarm()).toBeUndefined();
  });
});
