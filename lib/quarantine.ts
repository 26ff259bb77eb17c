import { entries, promisifyRequest, set } from 'idb-keyval';
import { objectStore } from './database.ts';
import { recordsOf } from './records.ts';
import { isText, members } from './stored.ts';

const quarantine = objectStore('quarantine', 'strict');

/** Sets aside what cannot be read, under the name of its place, so that it is neither used nor lost. */
export async function setAside(place: string, value: unknown): Promise<void> {
  await set(place, value, quarantine);
}

/** Tells that what is to be changed cannot be read; what was begun is taken back by it. */
export class Unreadable extends Error {
  readonly place: string;
  readonly value: unknown;

  constructor(place: string, value: unknown) {
    super(`${place} cannot be read`);
    this.place = place;
    this.value = value;
  }
}

/**
 * Sets aside whatever `write` throws as unreadable and begins it anew; it may then write over what lies at a place that
 * `isSetAside`. It has to be one transaction.
 */
export async function settingAside(write: (isSetAside: (place: string) => boolean) => Promise<void>): Promise<void> {
  const aside = new Set<string>();
  for (;;) {
    try {
      return await write((place) => aside.has(place));
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      await setAside(error.place, error.value);
      aside.add(error.place);
    }
  }
}

/** What was read at a place; undefined when there was nothing, or nothing but what is set aside. */
export function readable<Value>(
  place: string,
  stored: unknown,
  check: (stored: unknown) => Value | undefined,
  isSetAside: (place: string) => boolean,
): Value | undefined {
  const known = check(stored);
  if (known === undefined && stored !== undefined && !isSetAside(place)) throw new Unreadable(place, stored);
  return known;
}

/** One atomic step, done by `write`; should the record not be readable, it is set aside before anything takes its place. */
export async function changeReadable<Value>(
  write: (step: (store: IDBObjectStore) => Promise<void>) => Promise<void>,
  place: string,
  key: string,
  check: (stored: unknown) => Value | undefined,
  change: (known: Value | undefined) => Value,
): Promise<void> {
  await settingAside((isSetAside) =>
    write(async (store) => {
      const stored = await promisifyRequest<unknown>(store.get(key));
      await promisifyRequest(store.put(change(readable(`${place}/${key}`, stored, check, isSetAside)), key));
    }),
  );
}

/** The ids of accounts that could not be read, as far as they tell. They may come back, and want what was kept for them then. */
export async function loadIdsSetAside(): Promise<ReadonlySet<string>> {
  const values = (await entries<string, unknown>(quarantine)).map(([, value]) => value);
  const accounts = values.flatMap((value) => [value, ...(isList(value) ? value.accounts : [])]);
  return new Set(accounts.flatMap((account) => (isNamed(account) ? [account.id] : [])));
}

/** Forgets what was set aside of an account that the user removes: for its sake the rest would be kept for ever. */
export async function forgetSetAside(id: string): Promise<void> {
  const isIt = (value: unknown) => isNamed(value) && value.id === id;
  await quarantine('readwrite', async (store) => {
    for (const [place, value] of await recordsOf(store)) {
      if (isIt(value)) store.delete(place);
      else if (isList(value) && value.accounts.some(isIt))
        store.put({ ...value, accounts: value.accounts.filter((account) => !isIt(account)) }, place);
    }
  });
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
