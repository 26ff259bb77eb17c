import { delMany, entries, get, promisifyRequest, set } from 'idb-keyval';
import { objectStore } from './database.ts';
import { emptyJournal, type Entry, type Journal, journalFrom, noted } from './journal.ts';
import { readable } from './quarantine.ts';
import { checked } from './records.ts';
import { isMoment, members } from './stored.ts';

const journalStore = objectStore('journal', 'relaxed');

/** In the journal, beside the accounts, whose ids are never so short. */
const alarmName = '!';
const isAlarmNote = members({ scheduled: isMoment, at: isMoment });

/** When the alarm last went off, and when it should have, in milliseconds since 1970. */
export interface AlarmNote {
  scheduled: number;
  at: number;
}

export async function loadAlarmNote(): Promise<AlarmNote | undefined> {
  const note = await get<unknown>(alarmName, journalStore);
  return isAlarmNote(note) ? (note as AlarmNote) : undefined;
}

/** Written by the worker alone. */
export async function noteAlarm(note: AlarmNote): Promise<void> {
  await set(alarmName, note, journalStore);
}

export async function loadJournals(): Promise<ReadonlyMap<string, Journal>> {
  return checked(await entries<string, unknown>(journalStore), journalFrom);
}

/** Notes an attempt, within a transaction that is under way. A journal that cannot be read is thrown as such until it is set aside. */
export async function noteAttempt(
  store: IDBObjectStore,
  id: string,
  entry: Entry,
  missedBefore: number,
  isSetAside: (place: string) => boolean,
): Promise<void> {
  const stored = await promisifyRequest<unknown>(store.get(id));
  const journal = readable(`journal/${id}`, stored, journalFrom, isSetAside) ?? emptyJournal;
  await promisifyRequest(store.put(noted(journal, entry, missedBefore), id));
}

/** Forgets how the attempts of accounts went that are no longer there. */
export async function dropJournals(ids: string[]): Promise<void> {
  await delMany(ids, journalStore);
}
