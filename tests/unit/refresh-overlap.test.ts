// @vitest-environment node
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { enableAccount, removeAccount, saveAccount } from '../../lib/accounts.ts';
import { changePauses } from '../../lib/pause-store.ts';
import { untilResumed, withoutPause, withPause } from '../../lib/pause.ts';
import { changeReport, loadReports } from '../../lib/report-store.ts';
import type { Wanted } from '../../lib/schedule.ts';
import { loadSetup } from '../../lib/setup-store.ts';
import { minute, noon, second } from './given.ts';
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
  turn,
} from './given-turns.ts';

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
    pass(minute);
    await turn();
    expect(askedFor('a')).toBe(2);
    expect(await reportOf('a')).toMatchObject({ told: 2, reading: { at: now } });
  });

  test('is not made again while it may still be under way', async () => {
    await add('a');
    await cutOff();
    pass(15 * second);
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

  describe('the user may pause', () => {
    async function pausedMeanwhile(pausing: Parameters<typeof changePauses>[0], wanted?: Wanted): Promise<void> {
      for (const id of ['a', 'b', 'c']) await add(id);
      simulator.fault('all', { kind: 'delay', ms: 150 });
      const turning = turn(wanted);
      await vi.waitFor(() => expect(simulator.requests).toHaveLength(2));
      await changePauses(pausing);
      await turning;
    }

    test.each([[undefined], ['c']])('(%s), and what waits its turn is not asked', async (id) => {
      await pausedMeanwhile((pauses) => withPause(pauses, untilResumed, id));
      expect(askedFor('c')).toBe(0);
      expect(await reportOf('c')).toBeUndefined();
      await changePauses((pauses) => withoutPause(pauses, id));
      await turn();
      expect(askedFor('c')).toBe(1);
    });

    test('and what was wished for is asked all the same', async () => {
      await pausedMeanwhile((pauses) => withPause(pauses, untilResumed), everything);
      expect(askedFor('c')).toBe(1);
    });

    test('and what was wished for only unless it is paused is not asked', async () => {
      await pausedMeanwhile(
        (pauses) => withPause(pauses, untilResumed),
        (_, __, isPaused) => !isPaused,
      );
      expect(askedFor('c')).toBe(0);
    });
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
