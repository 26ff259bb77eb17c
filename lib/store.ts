import { delMany, entries, get, update } from 'idb-keyval';
import type { Account } from './account.ts';
import { objectStore } from './database.ts';
import { emptyReport, type Report } from './report.ts';
import { settingsFrom, type Settings } from './settings.ts';
import { announce } from './signal.ts';

/** What the user set. One record, so that an import is written whole or not at all. */
export interface Setup {
  accounts: Account[];
  settings: Settings;
}

export type Reports = ReadonlyMap<string, Report>;

const setupStore = objectStore('setup', 'strict');
const reportStore = objectStore('reports', 'relaxed');

export async function loadSetup(): Promise<Setup> {
  return setupFrom(await get<Partial<Setup>>('setup', setupStore));
}

/** Written by the options page alone. */
export async function changeSetup(change: (setup: Setup) => Setup): Promise<void> {
  await update<Setup>('setup', (stored) => change(setupFrom(stored)), setupStore);
  announce();
}

/** Every report by the id of its account. */
export async function loadReports(): Promise<Reports> {
  return new Map(await entries<string, Report>(reportStore));
}

/** Written by the worker alone: one atomic step, so that a report is never half new. */
export async function changeReport(id: string, change: (report: Report) => Report): Promise<void> {
  await update<Report>(id, (report) => change(report ?? emptyReport), reportStore);
  announce();
}

/** Forgets what was said about accounts that are no longer there. */
export async function dropReports(ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await delMany(ids, reportStore);
  announce();
}

function setupFrom(stored: Partial<Setup> | undefined): Setup {
  return { accounts: stored?.accounts ?? [], settings: settingsFrom(stored?.settings) };
}
