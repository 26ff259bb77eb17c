import { browser } from 'wxt/browser';
import type { Balance } from './balance.ts';
import type { StoredPauses } from './pause.ts';
import type { Report } from './report.ts';
import type { StoredSetup } from './stored.ts';
import { without } from './without.ts';

/**
 * A small twin, in the extension's local storage, of what counts most: the setup and each account's last good reading with
 * its schedule. An IndexedDB that was emptied or damaged says nothing of it by itself; the twin does.
 */
const prefix = 'm:';
const setupName = `${prefix}setup`;
const pausesName = `${prefix}pauses`;

/** In bytes. A record that is larger leaves out what is only nice to have. */
const largestRecord = 1000;

export async function mirroredSetup(): Promise<unknown> {
  return (await browser.storage.local.get(setupName))[setupName];
}

/** By the ids of the accounts; undefined where there is none. */
export async function mirroredReports(ids: string[]): Promise<Map<string, unknown>> {
  const records = await browser.storage.local.get(ids.map(recordName));
  return new Map(ids.map((id) => [id, records[recordName(id)]]));
}

export async function mirrorSetup(setup: StoredSetup): Promise<void> {
  await browser.storage.local.set({ [setupName]: setup });
}

export async function mirrorReport(id: string, report: Report): Promise<void> {
  await browser.storage.local.set({ [recordName(id)]: slim(report) });
}

export async function mirroredPauses(): Promise<unknown> {
  return (await browser.storage.local.get(pausesName))[pausesName];
}

export async function mirrorPauses(pauses: StoredPauses): Promise<void> {
  await browser.storage.local.set({ [pausesName]: pauses });
}

export async function dropMirrored(ids: string[]): Promise<void> {
  await browser.storage.local.remove(ids.map(recordName));
}

/** Empties all of the extension's own storage, the vault and what is in memory included. */
export async function eraseMirror(): Promise<void> {
  await Promise.all([browser.storage.local.clear(), browser.storage.session.clear()]);
}

function recordName(id: string): string {
  return `${prefix}r:${id}`;
}

function slim(whole: Report): Report {
  const report = without(whole, 'attempt', 'wanted', 'slot');
  if (fits(report)) return report;
  const lean = withBalances({ ...report, oddities: {} }, (balance) => without(balance, 'parts'));
  if (fits(lean) || !lean.failure) return withoutPlans(lean);
  return withoutPlans({ ...lean, failure: without(lean.failure, 'said', 'path') });
}

function withoutPlans(report: Report): Report {
  return fits(report) ? report : withBalances(report, (balance) => without(balance, 'plan'));
}

function withBalances(report: Report, change: (balance: Balance) => Balance): Report {
  const { reading } = report;
  return reading ? { ...report, reading: { ...reading, balances: reading.balances.map(change) } } : report;
}

function fits(report: Report): boolean {
  return new TextEncoder().encode(JSON.stringify(report)).length <= largestRecord;
}
