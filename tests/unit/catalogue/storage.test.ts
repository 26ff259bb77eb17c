// @vitest-environment node
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { untilResumed, withPause } from '../../../lib/pause.ts';
import { changePauses } from '../../../lib/pause-store.ts';
import { loadSetup } from '../../../lib/setup-store.ts';
import { loadView } from '../../../lib/view.ts';
import { failWrites } from '../damages.ts';
import { minute, noon, second } from '../given.ts';
import { readsWell, stopAll, turn, type Scene } from './scene.ts';
import { alarmTime, expectShown } from './shown.ts';

const unsaved = 'New readings are not saved; the disk may be full. What was last saved is shown.';
const busy = 'The storage is busy; what was last saved is shown.';

/** An account that was read at noon, a quarter of an hour later. */
let scene: Scene;
beforeEach(async () => {
  scene = await readsWell();
  scene.now += 15 * minute;
  scene.simulator.clearRequests();
});
afterEach(async () => {
  vi.useRealTimers();
  await stopAll();
});

/** What was wrong is over: the turn after 30 s reads the account, and nothing is left to be told. */
async function expectHealed(): Promise<void> {
  expect(await alarmTime(scene.now)).toBe(scene.now + 30 * second);
  scene.now += 30 * second;
  await turn(scene);
  await expectShown(scene, { at: scene.now });
  expect(await alarmTime()).toBe(scene.now + 15 * minute);
}

describe('a disk that is full', () => {
  test('S3 is told, nothing is asked, and it heals by itself', async () => {
    const writes = failWrites(1);
    await expect(turn(scene)).rejects.toThrow('some reports were not saved');
    expect(scene.simulator.requests).toEqual([]);
    await expectShown(scene, { at: noon, stores: [unsaved] });
    writes.lift();
    await expectHealed();
  });

  test('S3 is told when it lets no answer be kept, and the answer is fetched again', async () => {
    const writes = failWrites(2);
    await expect(turn(scene)).rejects.toThrow('some reports were not saved');
    expect(scene.simulator.requests).toHaveLength(1);
    writes.lift();
    const next = scene.now + 30 * second;
    expect(await alarmTime()).toBe(next);
    const later = { ...scene, now: scene.now + 20 * second };
    await expectShown(later, { at: noon, next, status: 'The last check was interrupted.', stores: [unsaved] });
    await expectHealed();
    expect(scene.simulator.requests).toHaveLength(2);
  });

  test('S3 is told when it lets nothing be read, beside what the mirror has', async () => {
    const opening = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(() => {
      throw new DOMException('disk full', 'UnknownError');
    });
    await expect(turn(scene)).rejects.toThrow('disk full');
    expect(scene.simulator.requests).toEqual([]);
    await expectShown(scene, { at: noon, stores: [unsaved] });
    opening.mockRestore();
    await expectHealed();
  });

  test('S3 does not make the popup forget what is paused', async () => {
    await changePauses((pauses) => withPause(pauses, untilResumed));
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(() => {
      throw new DOMException('disk full', 'UnknownError');
    });
    const { accounts, pausedUntil } = await loadView(scene.now);
    expect([pausedUntil, accounts[0]?.pausedUntil, accounts[0]?.nextAt]).toEqual([
      untilResumed,
      untilResumed,
      undefined,
    ]);
  });
});

const closing = () => {
  throw new DOMException('The database connection is closing.', 'InvalidStateError');
};

describe('a connection to the database that is closing', () => {
  test('S9 is opened once more, and the poll goes on as if nothing had been', async () => {
    const open = vi.spyOn(indexedDB, 'open');
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementationOnce(closing);
    await turn(scene);
    expect(open).toHaveBeenCalledOnce();
    await expectShown(scene, { at: scene.now });
    expect(await alarmTime()).toBe(scene.now + 15 * minute);
  });

  test('S9 is opened once for all who meet it at the same moment', async () => {
    const open = vi.spyOn(indexedDB, 'open');
    const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction');
    for (let meeting = 0; meeting < 20; meeting += 1) transaction.mockImplementationOnce(closing);
    const setups = await Promise.all(Array.from({ length: 20 }, () => loadSetup()));
    expect(setups.every(({ accounts }) => accounts.length === 1)).toBe(true);
    expect(open).toHaveBeenCalledOnce();
  });

  test('S9 is not opened over and over: the mirror is shown', async () => {
    const open = vi.spyOn(indexedDB, 'open');
    const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(closing);
    await expectShown(scene, { at: noon, stores: [busy] });
    expect(open).toHaveBeenCalledOnce();
    await expect(turn(scene)).rejects.toThrow('closing');
    await expectShown(scene, { at: noon, stores: [unsaved] });
    transaction.mockRestore();
    await expectHealed();
  });
});

describe('a database that never opens', () => {
  test('S10 is given up after 5 s: the mirror is shown, and it is tried again within a minute', async () => {
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementationOnce(closing);
    const open = vi.spyOn(indexedDB, 'open').mockImplementation(() => ({}) as IDBOpenDBRequest);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let isShown = false;
    const showing = expectShown(scene, { at: noon, stores: [busy] }).then(() => (isShown = true));
    await vi.advanceTimersByTimeAsync(4999);
    expect(isShown).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await showing).toBe(true);

    const turning = expect(turn(scene)).rejects.toThrow('database is busy');
    await vi.advanceTimersByTimeAsync(5000);
    await turning;
    expect(scene.simulator.requests).toEqual([]);
    open.mockRestore();
    vi.useRealTimers();
    await expectHealed();
  });
});
