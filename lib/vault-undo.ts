import { browser } from 'wxt/browser';
import { loadMarks } from './setup-store.ts';
import { isText, listOf, members, recordOf } from './stored.ts';

/**
 * Keys and the setup that names them lie in different stores, and yet are written together or not at all. What is there
 * before is noted in the same step that writes the keys, and the note is dropped when all is done. A note that is found
 * later is of a change that was cut off: it is put back, unless the setup bears its mark and so was written.
 */
interface Undo {
  mark: string;
  /** The records that were written or removed. */
  names: string[];
  /** Those of them that were there before, as they were. */
  before: Record<string, unknown>;
}

type Area = 'local' | 'session';

const undoName = 'u:keys';
const areas: Area[] = ['local', 'session'];
const isUndo = members({ mark: isText, names: listOf(isText), before: recordOf(() => true) });

/** What has to be written in one step with the first change to the records. A key in memory is noted in memory alone. */
export async function undoFor(area: Area, names: string[], mark: string): Promise<Record<string, Undo>> {
  return { [undoName]: { mark, names, before: await browser.storage[area].get(names) } };
}

/** When all is done. */
export async function dropUndo(): Promise<void> {
  for (const area of areas) await browser.storage[area].remove(undoName);
}

/** Puts back what a change of keys left half done. To be called alone, before anything else is done to keys. */
export async function settleKeys(): Promise<void> {
  for (const area of areas) {
    const undo = (await browser.storage[area].get(undoName))[undoName];
    if (undo !== undefined && undo !== null) await settle(area, isUndo(undo) ? (undo as Undo) : undefined);
  }
}

async function settle(area: Area, undo: Undo | undefined): Promise<void> {
  const storage = browser.storage[area];
  if (!undo || (await loadMarks()).includes(undo.mark)) return storage.remove(undoName);
  await storage.set(undo.before);
  await storage.remove([undoName, ...undo.names.filter((name) => !(name in undo.before))]);
}
