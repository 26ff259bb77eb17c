import { clear, del, delMany, entries, get, keys, promisifyRequest, set, update, type UseStore } from 'idb-keyval';
import type { Account } from './account.ts';
import { objectStore, readAtOnce } from './database.ts';
import type { Display } from './display.ts';
import { troubleFrom, type HostTrouble } from './host.ts';
import { emptyJournal, journalFrom, type Journal } from './journal.ts';
import {
  dropMirrored,
  mirroredPauses,
  mirroredReports,
  mirroredSetup,
  mirrorPauses,
  mirrorReport,
  mirrorSetup,
} from './mirror.ts';
import { emptyPauses, pausesFrom, storedPausesFrom, type Pauses, type StoredPauses } from './pause.ts';
import { emptyReport, type Report } from './report.ts';
import type { Books } from './schedule.ts';
import { defaultSettings, type Settings } from './settings.ts';
import { announce } from './signal.ts';
import { isText, isMoment, members, recordVersion, reportFrom, setupFrom, type StoredSetup } from './stored.ts';

/** What the user set. One record, so that an import is written whole or not at all. */
export interface Setup {
  accounts: Account[];
  settings: Settings;
}

export type Reports = ReadonlyMap<string, Report>;

const setupStore = objectStore('setup', 'strict');
const reportStore = objectStore('reports', 'relaxed');
const hostStore = objectStore('hosts', 'relaxed');
const journalStore = objectStore('journal', 'relaxed');
const quarantine = objectStore('quarantine', 'strict');

/** Beside the setup: its number, by which a change is seen without reading it. */
const seqName = 'setup-seq';

/** In the journal, beside the accounts, whose ids are never so short. */
const alarmName = '!';
const isAlarmNote = members({ scheduled: isMoment, at: isMoment });

export const emptySetup: StoredSetup = { version: recordVersion, seq: 0, accounts: [], settings: defaultSettings };

/** From the database; from the mirror where the database holds none, which the worker's next start mends. */
export async function loadSetup(): Promise<Setup> {
  const { accounts, settings } = await loadNumberedSetup();
  return { accounts, settings };
}

async function loadNumberedSetup(): Promise<StoredSetup> {
  return checkedSetup(await loadRawSetup());
}

async function checkedSetup(raw: unknown): Promise<StoredSetup> {
  const stored = setupFrom(raw) ?? setupFrom(await mirroredSetup());
  return stored?.setup ?? emptySetup;
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
  const twin = await mirroredSetup();
  let written = emptySetup;
  await updateSetup((stored) => {
    const before = newer(emptySetup, setupFrom(stored)?.setup, setupFrom(twin)?.setup);
    written = { ...before, ...change(before), seq: before.seq + 1, ...(mark !== undefined && { mark }) };
    return written;
  });
  await quietly(mirrorSetup(written));
  announce();
}

/** Written by whatever page shows balances: taste is set where one looks. */
export async function changeDisplay(part: Partial<Display>): Promise<void> {
  await changeSetup((setup) => ({
    ...setup,
    settings: { ...setup.settings, display: { ...setup.settings.display, ...part } },
  }));
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

/** Of two copies; the first, if they are of one age. */
function newer<Copy extends { seq: number }>(none: Copy, one = none, other = none): Copy {
  return other.seq > one.seq ? other : one;
}

/** Every report by the id of its account, without what cannot be read. */
export async function loadReports(): Promise<Reports> {
  return checked(await loadRawReports(), reportFrom);
}

/** As they are in the database, unchecked. */
export async function loadRawReports(): Promise<[string, unknown][]> {
  return entries<string, unknown>(reportStore);
}

/**
 * Written by the worker alone: one atomic step, so that a report is never half new. News go into the mirror as well; the
 * marks of an attempt are not worth it.
 */
export async function changeReport(id: string, change: (report: Report) => Report): Promise<void> {
  let [before, after] = [emptyReport, emptyReport];
  await update<unknown>(
    id,
    (stored) => {
      before = reportFrom(stored) ?? emptyReport;
      after = change(before);
      return after;
    },
    reportStore,
  );
  if (after.told !== before.told) await quietly(mirrorReport(id, after));
  announce();
}

/** Puts a report back that was lost; one that knows more stays. */
export async function restoreReport(id: string, report: Report): Promise<void> {
  await update<unknown>(
    id,
    (stored) => ((reportFrom(stored)?.told ?? -1) >= report.told ? stored : report),
    reportStore,
  );
  announce();
}

/** Forgets what was said about accounts that are no longer there. */
export async function dropReports(ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await Promise.all([delMany(ids, reportStore), delMany(ids, journalStore)]);
  await quietly(dropMirrored(ids));
  announce();
}

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
  await changeReadable(setupStore, 'pauses', 'pauses', storedPausesFrom, (stored) => {
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

/**
 * All that decides what is polled when, read anew. At one moment: else an account could be there without its report, or a
 * report be dropped for want of its account.
 */
export async function loadBooks(): Promise<Books> {
  const [setup, pauses, reports, hosts] = await readAtOnce(['setup', 'reports', 'hosts'], (store) =>
    Promise.all([
      promisifyRequest<unknown>(store('setup').get('setup')),
      promisifyRequest<unknown>(store('setup').get('pauses')),
      recordsOf(store('reports')),
      recordsOf(store('hosts')),
    ]),
  );
  const { seq, accounts, settings } = await checkedSetup(setup);
  return {
    seq,
    accounts,
    settings,
    reports: checked(reports, reportFrom),
    hosts: checked(hosts, troubleFrom),
    pauses: pausesFrom(pauses),
  };
}

/** Every record of a store by its key, which is a text. */
async function recordsOf(store: IDBObjectStore): Promise<[string, unknown][]> {
  const [names, values] = await Promise.all([
    promisifyRequest(store.getAllKeys()) as Promise<string[]>,
    promisifyRequest<unknown[]>(store.getAll()),
  ]);
  return names.map((name, place) => [name, values[place]]);
}

/** What the mirror knows of it, for when the database cannot be read; undefined when that is nothing. */
export async function loadMirroredBooks(): Promise<Books | undefined> {
  const stored = setupFrom(await mirroredSetup());
  if (!stored) return undefined;
  const { accounts, settings } = stored.setup;
  const reports = checked([...(await mirroredReports(accounts.map(({ id }) => id)))], reportFrom);
  return { accounts, settings, reports, hosts: new Map(), pauses: pausesFrom(await mirroredPauses()) };
}

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

/** Written by the worker alone. */
export async function changeJournal(id: string, change: (journal: Journal) => Journal): Promise<void> {
  await changeReadable(journalStore, 'journal', id, journalFrom, (journal = emptyJournal) => change(journal));
}

/** One atomic step; should the record not be readable, it is set aside before anything takes its place. */
async function changeReadable<Value>(
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

/** Sets aside what cannot be read, under the name of its place, so that it is neither used nor lost. */
export async function setAside(place: string, value: unknown): Promise<void> {
  await set(place, value, quarantine);
}

/** The same for a report. */
export async function setReportAside(id: string, value: unknown): Promise<void> {
  await setAside(`reports/${id}`, value);
  await del(id, reportStore);
}

/** The same for the trouble of a host. */
export async function setHostAside(origin: string, value: unknown): Promise<void> {
  await setAside(`hosts/${origin}`, value);
  await del(origin, hostStore);
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

/** Empties every store but for the setup, which has to be emptied before: it is the mark that there is nothing to miss. */
export async function eraseStores(): Promise<void> {
  const others = [reportStore, hostStore, journalStore, quarantine, objectStore('alerts', 'relaxed')];
  await Promise.all(others.map((store) => clear(store)));
  const left = (await keys<string>(setupStore)).filter((key) => key !== 'setup');
  await delMany(left, setupStore);
}

function checked<T>(records: [string, unknown][], check: (stored: unknown) => T | undefined): Map<string, T> {
  return new Map(
    records.flatMap(([id, stored]) => {
      const value = check(stored);
      return value === undefined ? [] : [[id, value] as const];
    }),
  );
}

/** The mirror is a copy: that it cannot be written is no reason to fail, and the worker's next start mends it. */
async function quietly(writing: Promise<void>): Promise<void> {
  await writing.catch(() => undefined);
}
