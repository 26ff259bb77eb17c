import { get, promisifyRequest } from 'idb-keyval';
import type { Account } from './account.ts';
import { objectStore } from './database.ts';
import type { Display } from './display.ts';
import { mirroredSetup, mirrorSetup } from './mirror.ts';
import { newer, quietly } from './records.ts';
import { defaultSettings, withGiven, type GivenSettings, type Settings } from './settings.ts';
import { announce } from './signal.ts';
import { recordVersion, setupFrom, type StoredSetup } from './stored.ts';

const setupStore = objectStore('setup', 'strict');

/** What the user set. One record, so that an import is written whole or not at all. */
export interface Setup {
  accounts: Account[];
  settings: Settings;
}

/** Beside the setup: its number, by which a change is seen without reading it. */
const seqName = 'setup-seq';

export const emptySetup: StoredSetup = { version: recordVersion, seq: 0, accounts: [], settings: defaultSettings };

/** From the database; from the mirror where the database holds none, which the worker's next start mends. */
export async function loadSetup(): Promise<Setup> {
  const { accounts, settings } = await loadNumberedSetup();
  return { accounts, settings };
}

async function loadNumberedSetup(): Promise<StoredSetup> {
  const stored = setupFrom(await loadRawSetup()) ?? setupFrom(await mirroredSetup());
  return stored?.setup ?? emptySetup;
}

/** Whether the database holds a setup, readable or not: once the stores have been compared it always does, an empty one at least. */
export async function hasSetup(): Promise<boolean> {
  return setupStore('readonly', async (store) => (await promisifyRequest(store.count('setup'))) > 0);
}

/** As it is now, and read anew only if it is not what is known already: with many accounts that takes its time. */
export async function loadSetupSince(known: Setup & { seq?: number }): Promise<Setup> {
  const seq = await get<unknown>(seqName, setupStore);
  return seq !== undefined && seq === known.seq ? known : loadSetup();
}

/** As it is in the database, unchecked; undefined when there is none. */
export async function loadRawSetup(): Promise<unknown> {
  return get<unknown>('setup', setupStore);
}

/** The marks of the last changes that came with keys, in the database and in its mirror. */
export async function loadMarks(): Promise<(string | undefined)[]> {
  const copies = [await loadRawSetup(), await mirroredSetup()];
  return copies.map((copy) => setupFrom(copy)?.setup.mark);
}

/** Written by the options page alone. With a mark when keys are written as well. */
export async function changeSetup(change: (setup: Setup) => Setup, mark?: string): Promise<void> {
  await replaceSetup((before) => ({ ...before, ...change(before), ...(mark !== undefined && { mark }) }));
}

/** Leaves nothing of what the user set, not even the mark of a write. */
export async function eraseSetup(): Promise<void> {
  await replaceSetup(() => emptySetup);
}

async function replaceSetup(change: (before: StoredSetup) => StoredSetup): Promise<void> {
  const twin = await mirroredSetup();
  let written = emptySetup;
  await updateSetup((stored) => {
    const before = newer(emptySetup, setupFrom(stored)?.setup, setupFrom(twin)?.setup);
    written = { ...change(before), seq: before.seq + 1 };
    return written;
  });
  await quietly(mirrorSetup(written));
  announce();
}

/** Changes what is named, whatever else was changed meanwhile; something undefined becomes the default's. */
export async function changeSettings(given: GivenSettings): Promise<void> {
  await changeSetup((setup) => ({ ...setup, settings: withGiven(setup.settings, given) }));
}

/** Written by whatever page shows balances: taste is set where one looks. */
export async function changeDisplay(display: Partial<Display>): Promise<void> {
  await changeSettings({ display });
}

/** Puts a setup back that was lost, or one that was damaged in part; what was written since stays. */
export async function restoreSetup(setup: StoredSetup): Promise<void> {
  await updateSetup((stored) => ((setupFrom(stored)?.setup.seq ?? -1) > setup.seq ? undefined : setup));
  announce();
}

/** One atomic step, with the number beside the setup; undefined leaves both as they are. */
async function updateSetup(change: (stored: unknown) => StoredSetup | undefined): Promise<void> {
  await setupStore('readwrite', async (store) => {
    const after = change(await promisifyRequest<unknown>(store.get('setup')));
    if (!after) return;
    store.put(after.seq, seqName);
    store.put(after, 'setup');
    await promisifyRequest(store.transaction);
  });
}
