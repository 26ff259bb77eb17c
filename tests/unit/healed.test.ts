// @vitest-environment node
import { beforeEach, expect, test, vi } from 'vitest';
import { healing } from '../../lib/healed.ts';
import { dismiss, loadNotices } from '../../lib/notices.ts';
import { expectWhole, failWrites, fill, grantOrigins, stored } from './damages.ts';
import { emptyStores, noon } from './given.ts';

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
