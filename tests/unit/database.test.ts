// @vitest-environment node
import { forceCloseDatabase } from 'fake-indexeddb';
import { get, promisifyRequest, set, update } from 'idb-keyval';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type * as database from '../../lib/database.ts';

const name = 'credit-gauge';

/** The connections that were opened, to do to them what a browser does. */
const opened: IDBDatabase[] = [];
let objectStore: typeof database.objectStore;

beforeEach(async () => {
  opened.length = 0;
  vi.resetModules();
  ({ objectStore } = await import('../../lib/database.ts'));
  const open = indexedDB.open.bind(indexedDB);
  vi.spyOn(indexedDB, 'open').mockImplementation((...args) => {
    const request = open(...args);
    request.addEventListener('success', () => opened.push(request.result));
    return request;
  });
});
afterEach(async () => {
  vi.useRealTimers();
  for (const database of opened) database.close();
  await new Promise((resolve) => (indexedDB.deleteDatabase(name).onsuccess = resolve));
});

test('all stores share one connection', async () => {
  await Promise.all([set('a', 1, objectStore('setup', 'strict')), set('a', 2, objectStore('reports', 'relaxed'))]);
  expect(await get('a', objectStore('setup', 'strict'))).toBe(1);
  expect(await get('a', objectStore('reports', 'relaxed'))).toBe(2);
  expect(opened).toHaveLength(1);
});

test('writes are as durable as was asked', async () => {
  await set('a', 1, objectStore('setup', 'strict'));
  const transaction = vi.spyOn(opened[0] as IDBDatabase, 'transaction');
  await set('a', 1, objectStore('setup', 'strict'));
  await set('a', 1, objectStore('reports', 'relaxed'));
  expect(transaction.mock.calls).toEqual([
    ['setup', 'readwrite', { durability: 'strict' }],
    ['reports', 'readwrite', { durability: 'relaxed' }],
  ]);
});

describe('after the connection was closed', () => {
  test('by the browser, the next use opens another', async () => {
    await set('a', 1, objectStore('setup', 'strict'));
    // Its types ask for the class where it takes a connection.
    for (const database of opened) forceCloseDatabase(database as unknown as typeof IDBDatabase);
    expect(await get('a', objectStore('setup', 'strict'))).toBe(1);
    expect(opened).toHaveLength(2);
  });

  test('without a word, the next use opens another and loses nothing', async () => {
    await set('a', 1, objectStore('setup', 'strict'));
    opened[0]?.close();
    await update<number>('a', (value = 0) => value + 1, objectStore('setup', 'strict'));
    expect(await get('a', objectStore('setup', 'strict'))).toBe(2);
    expect(opened).toHaveLength(2);
  });

  test('many uses at once all come through', async () => {
    await set('a', 0, objectStore('setup', 'strict'));
    opened[0]?.close();
    await Promise.all(
      Array.from({ length: 20 }, () => update<number>('a', (value = 0) => value + 1, objectStore('setup', 'strict'))),
    );
    expect(await get('a', objectStore('setup', 'strict'))).toBe(20);
  });
});

test('another page may upgrade the database or delete it: nobody is kept waiting', async () => {
  await set('a', 1, objectStore('setup', 'strict'));
  const blocked = vi.fn<() => void>();
  await new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    request.addEventListener('blocked', blocked);
    request.addEventListener('success', resolve);
  });
  expect(blocked).not.toHaveBeenCalled();
  expect(await get('a', objectStore('setup', 'strict'))).toBeUndefined();
});

describe('a database that cannot be opened', () => {
  test('because it fails is tried again at the next use', async () => {
    vi.mocked(indexedDB.open).mockImplementationOnce(() => {
      throw new DOMException('disk full', 'UnknownError');
    });
    await expect(get('a', objectStore('setup', 'strict'))).rejects.toThrow('disk full');
    expect(await get('a', objectStore('setup', 'strict'))).toBeUndefined();
  });

  test('because it never answers is given up after 5 seconds, and tried again at the next use', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    vi.mocked(indexedDB.open).mockImplementationOnce(() => ({}) as IDBOpenDBRequest);
    const waiting = get('a', objectStore('setup', 'strict'));
    const given = expect(waiting).rejects.toMatchObject({ name: 'TimeoutError' });
    await vi.advanceTimersByTimeAsync(5000);
    await given;
    vi.useRealTimers();
    expect(await get('a', objectStore('setup', 'strict'))).toBeUndefined();
  });
});

describe('what is written', () => {
  const store = () => objectStore('setup', 'strict');

  test('is in the store when its promise resolves, though nobody waited for the transaction', async () => {
    let isComplete = false;
    await store()('readwrite', async (objects) => {
      objects.transaction.addEventListener('complete', () => (isComplete = true));
      await promisifyRequest(objects.put(1, 'a'));
    });
    expect(isComplete).toBe(true);
  });

  test('is taken back when the work fails half way', async () => {
    const failing = store()('readwrite', async (objects) => {
      await promisifyRequest(objects.put(1, 'a'));
      throw new Error('half way');
    });
    await expect(failing).rejects.toThrow('half way');
    expect(await get('a', store())).toBeUndefined();
  });

  test('is told as not written when the transaction fails in the end', async () => {
    const failing = store()('readwrite', async (objects) => {
      await promisifyRequest(objects.put(1, 'a'));
      objects.transaction.abort();
    });
    await expect(failing).rejects.toMatchObject({ name: 'AbortError' });
    expect(await get('a', store())).toBeUndefined();
  });

  test('is told with the error of the work, also when the transaction is over already', async () => {
    const failing = store()('readwrite', async (objects) => {
      await promisifyRequest(objects.put(1, 'a'));
      await new Promise((resolve) => objects.transaction.addEventListener('complete', resolve));
      throw new Error('too late');
    });
    await expect(failing).rejects.toThrow('too late');
  });

  test('is told as not written when the connection ends and nothing more is said of the transaction', async () => {
    await set('a', 1, store());
    const [connection] = opened as [IDBDatabase];
    const begin = connection.transaction.bind(connection);
    // As Chromium does where the disk is full: the request fails, the connection closes, and no "abort" follows.
    vi.spyOn(connection, 'transaction').mockImplementationOnce((...args) => {
      const transaction = begin(...args);
      // The first two listeners are ours, the next those of the fake.
      vi.spyOn(transaction, 'addEventListener')
        .mockImplementationOnce(() => {})
        .mockImplementationOnce(() => {});
      return transaction;
    });
    const failing = store()('readwrite', async (objects) => {
      await promisifyRequest(objects.put(2, 'a'));
      forceCloseDatabase(connection as unknown as typeof IDBDatabase);
      throw new DOMException('aborted', 'AbortError');
    });
    await expect(failing).rejects.toThrow('aborted');
    expect(await get('a', store())).toBe(1);
    expect(opened).toHaveLength(2);
  });
});
