import type { JSHandle, Page } from 'puppeteer-core';

/**
 * Does some work in one transaction on an object store of the extension, by none of its code, and gives what the work gave,
 * such as requests, when all of it is done. A NotFoundError says that there is no such database or store.
 */
export type Transact = <Result>(
  store: string,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => Result,
) => Promise<Result>;

/** That function, in a page of the extension: to be given to what is evaluated there, which can bring along none of ours. */
export async function transactIn(page: Page): Promise<JSHandle<Transact>> {
  return await page.evaluateHandle((): Transact => async (name, mode, work) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      // Without a version: whichever there is. To make one would keep the extension from making its own.
      const request = indexedDB.open('credit-gauge');
      request.onupgradeneeded = () => request.transaction?.abort();
      request.onsuccess = () => resolve(request.result);
      request.onerror = () =>
        reject(
          request.error?.name === 'AbortError'
            ? new DOMException('There is no database.', 'NotFoundError')
            : new Error(request.error?.message),
        );
    });
    try {
      return await new Promise((resolve, reject) => {
        const transaction = database.transaction(name, mode);
        const result = work(transaction.objectStore(name));
        transaction.oncomplete = () => resolve(result);
        transaction.onabort = () => reject(new Error(transaction.error?.message));
      });
    } finally {
      // An open one would be in the way of an upgrade.
      database.close();
    }
  });
}
