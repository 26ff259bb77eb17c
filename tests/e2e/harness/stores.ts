import type { Page } from 'puppeteer-core';
import { transactIn } from './transaction.ts';

/**
 * All records of an object store of the extension, by key, read by none of its code; undefined when there is no such
 * database or store. What JSON does not know, such as a CryptoKey, comes as an empty object.
 */
export async function readStore<Value>(page: Page, store: string): Promise<Map<string, Value> | undefined> {
  using transact = await transactIn(page);
  const entries = await page.evaluate(
    async (inStore, name) => {
      try {
        const [keys, values] = await inStore(
          name,
          'readonly',
          (opened) => [opened.getAllKeys(), opened.getAll()] as const,
        );
        return keys.result.map((key, index) => [key, values.result[index]]);
      } catch (error) {
        if (error instanceof DOMException && error.name === 'NotFoundError') return undefined;
        throw error;
      }
    },
    transact,
    store,
  );
  return entries && new Map(entries as [string, Value][]);
}

/** The members of a report that hold a moment, or something with an `at`. */
type Member = 'attempt' | 'reading' | 'dueAt';

/**
 * Moves these members of all reports into the past, so that nobody has to wait. `attempt` only where it began before a
 * moment: an attempt of a worker that is still alive must not look as if its worker had died.
 */
export async function backdate(page: Page, ms: number, members: Member[], begunBefore: number): Promise<void> {
  using transact = await transactIn(page);
  await page.evaluate(
    async (inStore, by, names, limit) => {
      await inStore('reports', 'readwrite', (store) => {
        const request = store.openCursor();
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
      });
    },
    transact,
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
  using transact = await transactIn(page);
  await page.evaluate(
    async (inStore, by) => {
      await inStore('history', 'readwrite', (store) => {
        const [keys, chunks] = [store.getAllKeys(), store.getAll()];
        chunks.onsuccess = () => {
          store.clear();
          for (const [index, key] of keys.result.entries()) {
            const [account, level, date] = key as [string, number, number];
            const chunk = chunks.result[index] as { start: number };
            store.put({ ...chunk, start: chunk.start - by * 86_400 }, [account, level, date - by]);
          }
        };
      });
    },
    transact,
    days,
  );
}

/**
 * Moves all that alerts wait for into the past: the mark of a worker that died while it was telling one, and the moment at
 * which a webhook in trouble is tried again.
 */
export async function backdateTelling(page: Page, ms: number): Promise<void> {
  using transact = await transactIn(page);
  await page.evaluate(
    async (inStore, by) => {
      await inStore('alerts', 'readwrite', (store) => {
        const request = store.openCursor();
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
      });
    },
    transact,
    ms,
  );
}

/** Puts a record into an object store of the extension, by none of its code; nobody is told of it. */
export async function putRecord(page: Page, store: string, key: string, value: object): Promise<void> {
  using transact = await transactIn(page);
  await page.evaluate(
    async (inStore, name, id, record) => {
      await inStore(name, 'readwrite', (opened) => void opened.put(record, id));
    },
    transact,
    store,
    key,
    value,
  );
}
