// @vitest-environment node
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { standAlarm } from '../../lib/alarm.ts';
import { healing } from '../../lib/healed.ts';
import { dismiss, loadNotices } from '../../lib/notices.ts';
import { expectWhole, failWrites, fill, grantOrigins, stored } from './damages.ts';
import { refresh } from '../../lib/refresh.ts';
import { emptyStores, hour, minute, noon, second, worldOf } from './given.ts';

const complain = vi.fn<(error: unknown) => void>();
beforeEach(async () => {
  await emptyStores();
  complain.mockReset();
  grantOrigins();
  await fill();
});

test('a database that is emptied while the worker lives is put right before the next turn, and told', async () => {
  const healed = healing(() => noon, complain);
  expect(await healed()).toBe(true);
  await emptyStores();
  expect(await healed()).toBe(true);
  await expectWhole('restored', 'keys-lost');
  for (const kind of await loadNotices()) await dismiss(kind);
  expect(await healed()).toBe(true);
  await expectWhole();
  expect(complain).not.toHaveBeenCalled();
});

test('what was found whole is compared once', async () => {
  const healed = healing(() => noon, complain);
  await healed();
  // What a comparison would tell.
  await stored('setup', 'x');
  expect(await healed()).toBe(true);
  expect(await loadNotices()).toEqual([]);
});

test('stores that cannot be put right are told as such, and it is tried again', async () => {
  const healed = healing(() => noon, complain);
  await emptyStores();
  const writes = failWrites(1);
  expect(await Promise.all([healed(), healed()])).toEqual([false, false]);
  expect(complain).toHaveBeenCalledTimes(2);
  writes.lift();
  expect(await healed()).toBe(true);
  await expectWhole('restored', 'keys-lost');
});

test('a database that can no longer be read is not taken for whole', async () => {
  const healed = healing(() => noon, complain);
  await healed();
  const error = new DOMException('disk full', 'UnknownError');
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(() => {
    throw error;
  });
  expect(await healed()).toBe(false);
  expect(complain).toHaveBeenCalledWith(error);
});

describe('the alarms', () => {
  const alarms = async () =>
    (await fakeBrowser.alarms.getAll()).map(({ name, scheduledTime, periodInMinutes }) => [
      name,
      scheduledTime - noon,
      periodInMinutes,
    ]);
  const guard = ['guard', 30 * second, 1];

  test('stand already while the stores are compared, where they were lost, for a worker that is ended meanwhile', async () => {
    let standing: unknown;
    let comparing: Promise<boolean> | undefined;
    // The lock that the comparison begins with is held by a page.
    await navigator.locks.request('keys', async () => {
      comparing = healing(() => noon, complain)();
      await vi.waitFor(async () => expect(await alarms()).not.toEqual([]));
      standing = await alarms();
    });
    expect(standing).toEqual([guard]);
    expect(await comparing).toBe(true);
  });

  test('of the guard goes when that of the polls is put right, with accounts or without', async () => {
    await healing(() => noon, complain)();
    expect(await alarms()).toEqual([guard]);
    await refresh(worldOf({ isOnline: () => false }));
    expect(await alarms()).toEqual([['poll', expect.any(Number), 15]]);
    await emptyStores();
    await fakeBrowser.storage.local.clear();
    await fakeBrowser.alarms.clearAll();
    await healing(() => noon, complain)();
    expect(await alarms()).toEqual([guard]);
    await refresh(worldOf());
    expect(await alarms()).toEqual([]);
  });

  test('are left as they are where one of the polls stands', async () => {
    await standAlarm(noon + hour, noon, 15);
    await healing(() => noon, complain)();
    expect(await alarms()).toEqual([['poll', 60 * minute, 15]]);
  });

  test('tell of no accounts where there never were any: a first start on a full disk is one all the same', async () => {
    await emptyStores();
    await fakeBrowser.storage.local.clear();
    const healed = healing(() => noon, complain);
    const writes = failWrites(1);
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(() => {
      throw new DOMException('disk full', 'UnknownError');
    });
    expect(await healed()).toBe(false);
    await expect(refresh(worldOf({ now: () => noon + minute }), undefined, false)).rejects.toThrow('disk full');
    expect(await alarms()).toEqual([['guard', 90 * second, 1]]);
    vi.mocked(IDBDatabase.prototype.transaction).mockRestore();
    writes.lift();
    expect(await healed()).toBe(true);
    expect(await loadNotices()).toEqual([]);
  });

  test('that cannot be set keep nothing from being put right', async () => {
    vi.spyOn(fakeBrowser.alarms, 'create').mockRejectedValue(new Error('no alarms'));
    expect(await healing(() => noon, complain)()).toBe(true);
    expect(complain).toHaveBeenCalledOnce();
  });
});
