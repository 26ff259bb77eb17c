import { entries, set, update, type UseStore } from 'idb-keyval';
import { objectStore } from './database.ts';
import { isText, members } from './stored.ts';

const quarantine = objectStore('quarantine', 'strict');

/** Sets aside what cannot be read, under the name of its place, so that it is neither used nor lost. */
export async function setAside(place: string, value: unknown): Promise<void> {
  await set(place, value, quarantine);
}

/** One atomic step; should the record not be readable, it is set aside before anything takes its place. */
export async function changeReadable<Value>(
  store: UseStore,
  place: string,
  key: string,
  check: (stored: unknown) => Value | undefined,
  change: (known: Value | undefined) => Value,
): Promise<void> {
  let unreadable: unknown;
  const step = async (isSetAside: boolean) => {
    await update<unknown>(
      key,
      (stored) => {
        const known = check(stored);
        unreadable = known === undefined && !isSetAside ? stored : undefined;
        return unreadable === undefined ? change(known) : stored;
      },
      store,
    );
  };
  await step(false);
  if (unreadable === undefined) return;
  await setAside(`${place}/${key}`, unreadable);
  await step(true);
}

/** The ids of accounts that could not be read, as far as they tell. */
export async function loadIdsSetAside(): Promise<string[]> {
  const values = (await entries<string, unknown>(quarantine)).map(([, value]) => value);
  const accounts = values.flatMap((value) => [value, ...(isList(value) ? value.accounts : [])]);
  return accounts.flatMap((account) => (isNamed(account) ? [account.id] : []));
}

function isList(value: unknown): value is { accounts: unknown[] } {
  return members({ accounts: Array.isArray })(value);
}

function isNamed(value: unknown): value is { id: string } {
  return members({ id: isText })(value);
}

/** How many records have been set aside. */
export async function countSetAside(): Promise<number> {
  return (await entries(quarantine)).length;
}
