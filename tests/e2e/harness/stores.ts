import type { Page } from 'puppeteer-core';

/**
 * All records of an object store of the extension, by key, read by none of its code; undefined when there is no such
 * database or store. What JSON does not know, such as a CryptoKey, comes as an empty object.
 */
export async function readStore<Value>(page: Page, store: string): Promise<Map<string, Value> | undefined> {
  const entries = await page.evaluate(async (name) => {
    const database = await new Promise<IDBDatabase | undefined>((resolve, reject) => {
      // Without a version: whichever there is. To make one would keep the extension from making its own.
      const request = indexedDB.open('credit-gauge');
      request.onupgradeneeded = () => request.transaction?.abort();
      request.onsuccess = () => resolve(request.result);
      request.onerror = () =>
        request.error?.name === 'AbortError' ? resolve(undefined) : reject(new Error(request.error?.message));
    });
    if (!database) return undefined;
    try {
      if (!database.objectStoreNames.contains(name)) return undefined;
      return await new Promise<[string, unknown][]>((resolve, reject) => {
        const transaction = database.transaction(name, 'readonly');
        const keys = transaction.objectStore(name).getAllKeys();
        const values = transaction.objectStore(name).getAll();
        transaction.oncomplete = () =>
          resolve((keys.result as string[]).map((key, index) => [key, values.result[index]]));
        transaction.onabort = () => reject(new Error(transaction.error?.message));
      });
    } finally {
      // An open one would be in the way of an upgrade.
      database.close();
    }
  }, store);
  return entries && new Map(entries as [string, Value][]);
}

/** The members of a report that hold a moment, or something with an `at`. */
type Member = 'attempt' | 'reading' | 'dueAt';

/**
 * Moves these members of all reports into the past, so that nobody has to wait. `attempt` only where it began before a
 * moment: an attempt of a worker that is still alive must not look as if its worker had died.
 */
export async function backdate(page: Page, ms: number, members: Member[], begunBefore: number): Promise<void> {
  await page.evaluate(
    async (by, names, limit) => {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open('credit-gauge');
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(request.error?.message));
      });
      await new Promise<void>((resolve, reject) => {
        const transaction = database.transaction('reports', 'readwrite');
        const request = transaction.objectStore('reports').openCursor();
        request.onsuccess = () => {
          const cursor = request.result;
          if (!cursor) return;
          const report = cursor.value as { [name in Member]?: number | { at: number } };
          for (const name of names) {
            const value = report[name];
            if (typeof value === 'number') report[name] = value - by;
            else if (value && (name !== 'attempt' || value.at < limit)) value.at -= by;
          }
          cursor.update(report);
          cursor.continue();
        };
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(new Error(transaction.error?.message));
      }).finally(() => database.close());
    },
    ms,
    members,
    begunBefore,
  );
}

/**
 * Moves all that is known of the course of balances so many days into the past, so that the next reading comes so many days
 * after the last. For histories of a few days, which are kept in chunks of a day.
 */
export async function backdateHistory(page: Page, days: number): Promise<void> {
  await page.evaluate(async (by) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('credit-gauge');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(new Error(request.error?.message));
    });
    await new Promise<void>((resolve, reject) => {
      const transaction = database.transaction('history', 'readwrite');
      const store = transaction.objectStore('history');
      const [keys, chunks] = [store.getAllKeys(), store.getAll()];
      chunks.onsuccess = () => {
        store.clear();
        for (const [index, key] of keys.result.entries()) {
          const [account, level, date] = key as [string, number, number];
          const chunk = chunks.result[index] as { start: number };
          store.put({ ...chunk, start: chunk.start - by * 86_400 }, [account, level, date - by]);
        }
      };
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(new Error(transaction.error?.message));
    }).finally(() => database.close());
  }, days);
}

/**
 * Moves all that alerts wait for into the past: the mark of a worker that died while it was telling one, and the moment at
 * which a webhook in trouble is tried again.
 */
export async function backdateTelling(page: Page, ms: number): Promise<void> {
  await page.evaluate(async (by) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('credit-gauge');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(new Error(request.error?.message));
    });
    await new Promise<void>((resolve, reject) => {
      const transaction = database.transaction('alerts', 'readwrite');
      const request = transaction.objectStore('alerts').openCursor();
      request.onsuccess = () => {
        const cursor = request.result;
        if (!cursor) return;
        const state = cursor.value as { pending?: { sending?: number }[]; at?: number; notBefore?: number };
        for (const item of state.pending ?? []) if (item.sending !== undefined) item.sending -= by;
        if (state.at !== undefined) state.at -= by;
        if (state.notBefore !== undefined) state.notBefore -= by;
        cursor.update(state);
        cursor.continue();
      };
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(new Error(transaction.error?.message));
    }).finally(() => database.close());
  }, ms);
}

/** Puts a record into an object store of the extension, by none of its code; nobody is told of it. */
export async function putRecord(page: Page, store: string, key: string, value: object): Promise<void> {
  await page.evaluate(
    async (name, id, record) => {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open('credit-gauge');
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(request.error?.message));
      });
      await new Promise<void>((resolve, reject) => {
        const transaction = database.transaction(name, 'readwrite');
        transaction.objectStore(name).put(record, id);
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(new Error(transaction.error?.message));
      }).finally(() => database.close());
    },
    store,
    key,
    value,
  );
}
