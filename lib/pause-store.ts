import { get, update } from 'idb-keyval';
import { objectStore } from './database.ts';
import { mirroredPauses, mirrorPauses } from './mirror.ts';
import { emptyPauses, type Pauses, pausesFrom, type StoredPauses, storedPausesFrom } from './pause.ts';
import { changeReadable } from './quarantine.ts';
import { newer, quietly } from './records.ts';
import { announce } from './signal.ts';
import { recordVersion } from './stored.ts';

/** Beside the setup, and as strict: who paused does not want to be asked for. */
const setupStore = objectStore('setup', 'strict');

export async function loadPauses(): Promise<Pauses> {
  return pausesFrom(await loadRawPauses());
}

/** As they are in the database, unchecked; undefined when nothing was ever paused. */
export async function loadRawPauses(): Promise<unknown> {
  return get<unknown>('pauses', setupStore);
}

/** Written by the worker alone. */
export async function changePauses(change: (pauses: Pauses) => Pauses): Promise<void> {
  const twin = storedPausesFrom(await mirroredPauses().catch(() => undefined));
  let after = emptyPauses;
  const write = (step: (store: IDBObjectStore) => Promise<void>) => setupStore('readwrite', step);
  await changeReadable(write, 'pauses', 'pauses', storedPausesFrom, (stored) => {
    const before = newer(emptyPauses, stored, twin);
    after = { ...change(before), version: recordVersion, seq: before.seq + 1 };
    return after;
  });
  await quietly(mirrorPauses(after));
  announce();
}

/** Puts pauses back that were lost; what was written since stays. */
export async function restorePauses(pauses: StoredPauses): Promise<void> {
  await update<unknown>(
    'pauses',
    (stored) => ((storedPausesFrom(stored)?.seq ?? -1) > pauses.seq ? stored : pauses),
    setupStore,
  );
  announce();
}
