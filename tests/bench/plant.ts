import type { Page } from 'puppeteer-core';
import { until } from '../e2e/harness/deadline.ts';
import { readLocal } from '../e2e/harness/extension-api.ts';
import { seedOf, type Seed } from './seed.ts';
import type { Stage } from './stage.ts';

/** What the floor shows, however many accounts the others have: it is the same beside each. */
const onFloor = 6;

/** Fills the stores of all extensions as if so many accounts had just been read. */
export async function plant(stage: Stage, count: number): Promise<void> {
  const seed = seedOf(count, Date.now());
  for (const name of stage.names) {
    const page = await stage.page(name);
    if (name === 'floor') continue;
    // Its worker makes the stores; whoever opens the database before that makes it wrong.
    await until(20_000, `the stores of ${name} are made`, async () => 'm:setup' in (await readLocal(page)));
  }
  // Without a worker of ours, which would find half of it.
  await stage.killWorkers();
  for (const name of stage.names) {
    const page = await stage.page(name);
    if (name === 'floor') await plantFloor(page, seed.floor.slice(0, onFloor));
    else await plantOurs(page, seed);
  }
}

async function plantOurs(page: Page, seed: Seed): Promise<void> {
  await page.evaluate(async ({ setup, reports, journals, trends }: Seed) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('credit-gauge');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(new Error(request.error?.message));
    });
    await new Promise<void>((resolve, reject) => {
      const transaction = database.transaction(['setup', 'reports', 'journal', 'trends'], 'readwrite');
      transaction.objectStore('setup').put(setup, 'setup');
      for (const [store, records] of [
        ['reports', reports],
        ['journal', journals],
        ['trends', trends],
      ] as const) {
        transaction.objectStore(store).clear();
        for (const [id, record] of records) transaction.objectStore(store).put(record, id);
      }
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(new Error(transaction.error?.message));
    });
    database.close();
    const { storage } = (globalThis as unknown as { chrome: { storage: { local: Local } } }).chrome;
    interface Local {
      clear(): Promise<void>;
      set(items: object): Promise<void>;
    }
    await storage.local.clear();
    await storage.local.set({
      'm:setup': setup,
      ...Object.fromEntries(reports.map(([id, report]) => [`m:r:${id}`, report])),
    });
  }, seed);
}

async function plantFloor(page: Page, balances: Seed['floor']): Promise<void> {
  await page.evaluate(async (shown) => {
    await new Promise<void>((resolve, reject) => {
      const request = indexedDB.open('floor', 1);
      request.onupgradeneeded = () => request.result.createObjectStore('floor');
      request.onerror = () => reject(new Error(request.error?.message));
      request.onsuccess = () => {
        const transaction = request.result.transaction('floor', 'readwrite');
        transaction.objectStore('floor').put(shown, 'balances');
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(new Error(transaction.error?.message));
      };
    });
  }, balances);
}
