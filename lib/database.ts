import type { UseStore } from 'idb-keyval';

const name = 'credit-gauge';
/** Grows when a store is added; what the stores hold says its own version. */
const version = 2;
/**
 * What the user set, what the providers said, which hosts are in trouble, how the last attempts went, what could not be
 * read and was set aside; how the balances went over time, what that amounts to, and which alerts have been given.
 */
const stores = ['setup', 'reports', 'hosts', 'journal', 'quarantine', 'history', 'trends', 'alerts'] as const;
const openTimeout = 5000;

export type StoreName = (typeof stores)[number];

let opening: Promise<IDBDatabase> | undefined;

/**
 * An object store for idb-keyval. Unlike the library's own it shares one database between several stores, and what is written
 * is written when its promise resolves, or not at all when it rejects.
 */
export function objectStore(store: StoreName, durability: IDBTransactionDurability): UseStore {
  return (mode, use) =>
    inDatabase((database) => {
      const transaction = database.transaction(store, mode, { durability });
      const objects = transaction.objectStore(store);
      return mode === 'readonly' ? use(objects) : whole(transaction, () => use(objects));
    });
}

/** Reads several stores as they are at one moment: nothing is written in between. */
export function readAtOnce<T>(
  from: StoreName[],
  read: (store: (one: StoreName) => IDBObjectStore) => Promise<T>,
): Promise<T> {
  return inDatabase((database) => {
    const transaction = database.transaction(from);
    return read((one) => transaction.objectStore(one));
  });
}

/** Writes to several stores in one transaction: all of it is written when the promise resolves, or nothing when it rejects. */
export function writeAtOnce(
  to: StoreName[],
  durability: IDBTransactionDurability,
  write: (store: (one: StoreName) => IDBObjectStore) => Promise<void>,
): Promise<void> {
  return inDatabase((database) => {
    const transaction = database.transaction(to, 'readwrite', { durability });
    return whole(transaction, () => write((one) => transaction.objectStore(one)));
  });
}

/** Waits for the transaction too; one whose use fails is taken back. */
async function whole<T>(transaction: IDBTransaction, use: () => T | PromiseLike<T>): Promise<T> {
  const end = endOf(transaction);
  try {
    const [result] = await Promise.all([use(), end]);
    return result;
  } catch (error) {
    abort(transaction);
    // Before it has ended, what is tried again would meet it half done.
    await end.catch(() => undefined);
    throw error;
  }
}

/**
 * Listens beside idb-keyval, which sets handlers of its own. Also for the end of the connection: Chromium says nothing more of
 * a transaction that began just when the disk turned out to be full, and whoever waited for it would wait for ever.
 */
function endOf(transaction: IDBTransaction): Promise<void> {
  const { db } = transaction;
  return new Promise((resolve, reject) => {
    const closed = () => reject(new DOMException('connection closed', 'InvalidStateError'));
    db.addEventListener('close', closed);
    transaction.addEventListener('complete', () => {
      db.removeEventListener('close', closed);
      resolve();
    });
    transaction.addEventListener('abort', () => {
      db.removeEventListener('close', closed);
      reject(transaction.error ?? new DOMException('transaction aborted', 'AbortError'));
    });
  });
}

function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch {
    // It has ended by itself.
  }
}

/** Lets another page upgrade the database, opens it again after the browser closed it, and gives up when that takes more than 5 s. */
async function inDatabase<T>(use: (database: IDBDatabase) => T | PromiseLike<T>): Promise<T> {
  const opened = open();
  try {
    return await use(await opened);
  } catch (error) {
    if (!(error instanceof DOMException) || error.name !== 'InvalidStateError') throw error;
    // The connection was closing; a second one is not. Others may have met it before and opened that already.
    if (opening === opened) opening = undefined;
    return use(await open());
  }
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
