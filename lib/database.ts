import type { UseStore } from 'idb-keyval';

const name = 'credit-gauge';
const version = 1;
/** One object store for what the user set, one for what the providers said. */
const stores = ['setup', 'reports'] as const;
const openTimeout = 5000;

let opening: Promise<IDBDatabase> | undefined;

/**
 * An object store for idb-keyval. Unlike the library's own it shares one database between several stores, lets another
 * page upgrade it, opens again after the browser closed it, and gives up when opening takes more than 5 s.
 */
export function objectStore(store: (typeof stores)[number], durability: IDBTransactionDurability): UseStore {
  return async (mode, use) => {
    try {
      return await use((await open()).transaction(store, mode, { durability }).objectStore(store));
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'InvalidStateError') throw error;
      // The connection was closing; a second one is not.
      opening = undefined;
      return use((await open()).transaction(store, mode, { durability }).objectStore(store));
    }
  };
}

function open(): Promise<IDBDatabase> {
  opening ??= withTimeout(connect()).catch((error: unknown) => {
    opening = undefined;
    throw error;
  });
  return opening;
}

function connect(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => {
      for (const store of stores) {
        if (!request.result.objectStoreNames.contains(store)) request.result.createObjectStore(store);
      }
    };
    request.onerror = () => reject(request.error ?? new Error('database not opened'));
    request.onsuccess = () => {
      const database = request.result;
      const forget = () => {
        opening = undefined;
      };
      database.onclose = forget;
      database.onversionchange = () => {
        database.close();
        forget();
      };
      resolve(database);
    };
  });
}

function withTimeout<T>(promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new DOMException('database is busy', 'TimeoutError')), openTimeout);
    void promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
