import { vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';

/** What the tests of keys, passphrases and files start from, beside what all tests do. */

/** As in a browser, what is not stored is not there at all. */
export function storeAsBrowsersDo(): void {
  for (const area of [fakeBrowser.storage.local, fakeBrowser.storage.session]) {
    const get = area.get.bind(area);
    vi.spyOn(area, 'get').mockImplementation(async (keys?: Parameters<typeof get>[0]) => {
      const found = await get(keys);
      return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined && value !== null));
    });
  }
}

/** The browser is closed and opened again: what lay in its memory alone is gone. */
export async function restartBrowser(): Promise<void> {
  await fakeBrowser.storage.session.clear();
}

/** So that a passphrase takes no time where the number of rounds is not the point; it is another key all the same. */
export function deriveQuickly(): void {
  const derive = crypto.subtle.deriveKey.bind(crypto.subtle);
  vi.spyOn(crypto.subtle, 'deriveKey').mockImplementation(async (algorithm, ...rest) => {
    const { iterations } = algorithm as Pbkdf2Params;
    return derive({ ...(algorithm as Pbkdf2Params), iterations: 1 + (iterations % 997) }, ...rest);
  });
}

/**
 * Lets one write fail, counted from 1 over all stores; with `dies` every later one as well, as when the page is closed then.
 * Returns how many there were, and puts the stores in order again.
 */
export async function withFailingWrite(nth: number, dies: boolean, work: () => Promise<unknown>): Promise<number> {
  let count = 0;
  const refuse = () => {
    count += 1;
    if (count === nth || (dies && count > nth)) throw new DOMException('disk full', 'QuotaExceededError');
  };
  const spies = [fakeBrowser.storage.local, fakeBrowser.storage.session].flatMap((area) =>
    (['set', 'remove', 'clear'] as const).map((name) => {
      const write = area[name].bind(area) as (...given: unknown[]) => Promise<void>;
      return vi.spyOn(area, name).mockImplementation(async (...given: unknown[]) => {
        refuse();
        await write(...given);
      });
    }),
  );
  const records = (['put', 'clear', 'delete'] as const).map((name) => {
    const write = IDBObjectStore.prototype[name] as (...given: unknown[]) => IDBRequest;
    return vi.spyOn(IDBObjectStore.prototype, name).mockImplementation(function (
      this: IDBObjectStore,
      ...given: unknown[]
    ) {
      refuse();
      return write.apply(this, given) as never;
    });
  });
  await work().catch(() => undefined);
  for (const spy of [...spies, ...records]) spy.mockRestore();
  return count;
}
