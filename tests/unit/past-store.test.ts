// @vitest-environment node
import { entries, keys, set } from 'idb-keyval';
import { beforeEach, expect, test, vi } from 'vitest';
import { objectStore, type StoreName } from '../../lib/database.ts';
import { loadHistory } from '../../lib/history-store.ts';
import { pointsOf } from '../../lib/history.ts';
import type { Entry } from '../../lib/journal.ts';
import { keepPast, type Past } from '../../lib/past-store.ts';
import { balanceOf, emptyStores, minute, noon } from './given.ts';

beforeEach(emptyStores);

const pastOf = (at: number): Past & { attempt: { entry: Entry } } => ({
  reading: { reading: { at, balances: [balanceOf({ remaining: 47 })] }, keptDays: 30 },
  attempt: { entry: [1, at, 100, 'reading', at + 15 * minute], missed: 0 },
});
const kept = (store: StoreName) => entries<IDBValidKey, unknown>(objectStore(store, 'relaxed'));
const idsIn = async (store: StoreName) =>
  (await keys(objectStore(store, 'relaxed'))).map((key) => (Array.isArray(key) ? key[0] : key));

test('a poll is in history, trends and journal, in one transaction', async () => {
  await kept('history');
  const begin = vi.spyOn(IDBDatabase.prototype, 'transaction');
  await keepPast('a', pastOf(noon));
  expect(begin.mock.calls.map(([stores]) => stores)).toEqual([['history', 'trends', 'journal']]);
  for (const store of ['history', 'trends', 'journal'] as const) expect(await idsIn(store)).toEqual(['a']);
});

test('polls that end together are written together', async () => {
  await kept('history');
  const begin = vi.spyOn(IDBDatabase.prototype, 'transaction');
  await Promise.all(['a', 'b', 'c', 'd'].map((id) => keepPast(id, pastOf(noon))));
  expect(begin).toHaveBeenCalledTimes(2);
  for (const store of ['history', 'trends', 'journal'] as const)
    expect(await idsIn(store)).toEqual(['a', 'b', 'c', 'd']);
});

test('what cannot be read of one account is set aside, and the others lose nothing', async () => {
  await set('b', 'damaged', objectStore('journal', 'relaxed'));
  await set(['b', 2, Math.floor(noon / 86_400_000)], 'damaged', objectStore('history', 'relaxed'));
  await Promise.all(['a', 'b', 'c'].map((id) => keepPast(id, pastOf(noon))));
  for (const store of ['history', 'trends', 'journal'] as const) expect(await idsIn(store)).toEqual(['a', 'b', 'c']);
  expect(new Map(await kept('journal')).get('b')).toMatchObject({
    entries: [[1, noon, 100, 'reading', expect.any(Number)]],
  });
  expect(await kept('quarantine')).toEqual([
    [expect.stringContaining('history/b'), 'damaged'],
    ['journal/b', 'damaged'],
  ]);
});

test('a poll of which something cannot be written is not written at all', async () => {
  await kept('history');
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
    if (this.name === 'journal') throw new DOMException('full', 'QuotaExceededError');
    return this.add(...args);
  });
  await expect(keepPast('a', pastOf(noon))).rejects.toThrow('full');
  for (const store of ['history', 'trends', 'journal'] as const) expect(await idsIn(store)).toEqual([]);
});

test('of several days that cannot be read none is written over, and what was spent since the last that can is told', async () => {
  const store = objectStore('history', 'relaxed');
  const day = Math.floor(noon / 86_400_000);
  const reading = (at: number, remaining: number) => ({
    reading: { at, balances: [balanceOf({ remaining })] },
    keptDays: 30,
  });
  await keepPast('a', { reading: reading(noon, 100) });
  await set(['a', 2, day + 1], 'damaged', store);
  await set(['a', 2, day + 2], 'damaged', store);
  await keepPast('a', { reading: reading(noon + 2 * 86_400_000, 40) });
  expect((await kept('quarantine')).map(([place]) => place)).toEqual([
    `history/a/2/${day + 1}`,
    `history/a/2/${day + 2}`,
  ]);
  const points = pointsOf(await loadHistory('a'), 'account');
  expect(points.reduce((sum, { spent }) => sum + spent, 0)).toBe(60);
});
