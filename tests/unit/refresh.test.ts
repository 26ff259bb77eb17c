// @vitest-environment node
import { describe, expect, test, vi } from 'vitest';
import { enableAccount, saveAccount } from '../../lib/accounts.ts';
import { objectStore } from '../../lib/database.ts';
import { loadHistory } from '../../lib/history-store.ts';
import { loadReports } from '../../lib/report-store.ts';
import { demoKeys } from '../simulator/demo.ts';
import { accountOf, minute, noon, second } from './given.ts';
import {
  add,
  alarm,
  askedFor,
  everything,
  idsTo,
  now,
  pass,
  remainingOf,
  reportOf,
  simulator,
  start,
  turn,
} from './given-turns.ts';

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
    pass(14 * minute);
    await turn();
    expect([askedFor('a'), askedFor('b')]).toEqual([1, 0]);
    pass(minute);
    await turn();
    expect([askedFor('a'), askedFor('b')]).toEqual([2, 0]);
  });

  test('asks for what is wanted although it is not due, but not for what the provider put off', async () => {
    await add('a');
    await add('b');
    simulator.fault({ key: 'key-of-b' }, { kind: 'answer', status: 429, headers: { 'Retry-After': '600' } }, 1);
    await turn();
    pass(minute);
    await turn(everything);
    expect([askedFor('a'), askedFor('b')]).toEqual([2, 1]);
    pass(9 * minute);
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
      pass(6 * second);
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
    pass(minute);
    const isAllowed = async () => {
      pass(6 * second);
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
