import { del, delMany, entries, promisifyRequest, update } from 'idb-keyval';
import { objectStore } from './database.ts';
import { stepsInOne } from './grouped.ts';
import { dropJournals } from './journal-store.ts';
import { dropMirrored, mirroredReports, mirrorReport } from './mirror.ts';
import { setAside } from './quarantine.ts';
import { checked, quietly } from './records.ts';
import { emptyReport, type Report } from './report.ts';
import { announce } from './signal.ts';
import { reportFrom } from './stored.ts';

export type Reports = ReadonlyMap<string, Report>;

const reportStore = objectStore('reports', 'relaxed');

const write = stepsInOne<IDBObjectStore>((work) => reportStore('readwrite', work));

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
 * marks of an attempt are not worth it. Where the database has no report, what the mirror knows is gone on from: the
 * database may have been emptied, and a beginning would take the twin's place as well.
 */
export async function changeReport(id: string, change: (report: Report) => Report): Promise<void> {
  const isKnown = await changeKnown(id, change);
  if (!isKnown) await changeKnown(id, change, reportFrom((await mirroredReports([id])).get(id)) ?? emptyReport);
  announce();
}

/** Changes nothing, and says so, when there is neither a report nor another to begin with. */
async function changeKnown(id: string, change: (report: Report) => Report, none?: Report): Promise<boolean> {
  let before: Report | undefined;
  let after: Report | undefined;
  await write(async (store) => {
    before = reportFrom(await promisifyRequest<unknown>(store.get(id))) ?? none;
    after = before && change(before);
    if (after) await promisifyRequest(store.put(after, id));
  });
  if (after && after.told !== before?.told) await quietly(mirrorReport(id, after));
  return after !== undefined;
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

/** Forgets what was said about accounts that are no longer there; the report last, by which the rest is found. */
export async function dropReports(ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await dropJournals(ids);
  await quietly(dropMirrored(ids));
  await delMany(ids, reportStore);
  announce();
}

/** Sets aside a report that cannot be read. */
export async function setReportAside(id: string, value: unknown): Promise<void> {
  await setAside(`reports/${id}`, value);
  await del(id, reportStore);
}
