import { del, delMany, entries, get, promisifyRequest } from 'idb-keyval';
import { objectStore } from './database.ts';
import { type HostTrouble, troubleFrom } from './host.ts';
import { setAside } from './quarantine.ts';
import { recordVersion } from './stored.ts';

const hostStore = objectStore('hosts', 'relaxed');

/** As they are in the database, unchecked; undefined where all is well again. */
export async function loadRawHosts(): Promise<[string, unknown][]> {
  return entries<string, unknown>(hostStore);
}

export async function loadHost(origin: string): Promise<HostTrouble | undefined> {
  return troubleFrom(await get<unknown>(origin, hostStore));
}

/** Written by the worker alone. Undefined when the host is well again. */
export async function changeHost(
  origin: string,
  change: (trouble: HostTrouble | undefined) => HostTrouble | undefined,
): Promise<void> {
  await hostStore('readwrite', async (store) => {
    const after = change(troubleFrom(await promisifyRequest<unknown>(store.get(origin))));
    if (after) await promisifyRequest(store.put({ ...after, version: recordVersion }, origin));
    else await promisifyRequest(store.delete(origin));
  });
}

/** Forgets the trouble of hosts that nobody asks any more. */
export async function dropHosts(origins: string[]): Promise<void> {
  if (origins.length > 0) await delMany(origins, hostStore);
}

/** Sets aside the trouble of a host that cannot be read. */
export async function setHostAside(origin: string, value: unknown): Promise<void> {
  await setAside(`hosts/${origin}`, value);
  await del(origin, hostStore);
}
