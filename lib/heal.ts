import type { Account } from './account.ts';
import { alarmTime } from './alarm.ts';
import { mirroredPauses, mirroredReports, mirroredSetup, mirrorReport, mirrorSetup } from './mirror.ts';
import { tellOnce } from './notices.ts';
import { pausesFrom } from './pause.ts';
import { hasGrants } from './permissions.ts';
import { emptyReport } from './report.ts';
import {
  changePauses,
  emptySetup,
  loadRawReports,
  loadRawSetup,
  restoreReport,
  restoreSetup,
  setAside,
  setReportAside,
} from './store.ts';
import { reportFrom, setupFrom, type StoredSetup } from './stored.ts';
import { loadSecret } from './vault.ts';

/**
 * Compares the database with its mirror and puts right what one of them has lost, before the worker begins its work.
 * Browsers say nothing when they hand out an empty database in the place of a damaged one.
 */
export async function heal(now: number): Promise<void> {
  const [raw, rawTwin] = await Promise.all([loadRawSetup(), mirroredSetup()]);
  const [stored, twin] = [setupFrom(raw), setupFrom(rawTwin)];
  await setRejectedAside('setup', raw, stored, now);
  await setRejectedAside('mirror', rawTwin, twin, now);
  const best = [stored, twin].filter((copy) => copy !== undefined).toSorted(byWorth)[0];
  if (!best) return begin(now);

  // With the higher number of the two: should the whole copy be the older one, it still counts from now on.
  const setup = { ...best.setup, seq: Math.max(stored?.setup.seq ?? 0, twin?.setup.seq ?? 0) };
  const isStored = best === stored && best.rejected.length === 0;
  if (!isStored) await restoreSetup(setup);
  if (!isStored || twin?.setup.seq !== setup.seq) await mirrorSetup(setup);
  const hasLostReadings = await healReports(setup, now);
  if (!stored) await restorePauses();

  if (setup.accounts.length === 0) return;
  if (best !== stored || hasLostReadings) await tellOnce('restored', now);
  if ((!stored || !twin) && (await hasLostKeys(setup.accounts))) await tellOnce('keys-lost', now);
}

interface Copy {
  setup: StoredSetup;
  rejected: unknown[];
}

/** A whole copy before one that has lost accounts, a newer before an older. */
function byWorth(a: Copy, b: Copy): number {
  return a.rejected.length - b.rejected.length || b.setup.seq - a.setup.seq;
}

/** Neither knows of a setup: a new user, unless something else remembers that there were accounts. */
async function begin(now: number): Promise<void> {
  if ((await alarmTime()) !== undefined || (await hasGrants())) await tellOnce('all-lost', now);
  await restoreSetup(emptySetup);
  await mirrorSetup(emptySetup);
}

/** Resolves to whether the database had lost a reading. */
async function healReports({ accounts }: StoredSetup, now: number): Promise<boolean> {
  const raw = new Map(await loadRawReports());
  const twins = await mirroredReports(accounts.map(({ id }) => id));
  for (const [id, value] of raw) {
    if (reportFrom(value)) continue;
    await setReportAside(id, value);
    await tellOnce('set-aside', now);
  }
  let hasLost = false;
  for (const { id } of accounts) {
    const report = reportFrom(raw.get(id)) ?? emptyReport;
    const twin = reportFrom(twins.get(id)) ?? emptyReport;
    if (twin.told > report.told) {
      await restoreReport(id, twin);
      hasLost ||= twin.reading !== undefined;
    } else if (report.told > twin.told) await mirrorReport(id, report);
  }
  return hasLost;
}

async function restorePauses(): Promise<void> {
  const pauses = await mirroredPauses();
  if (pauses !== undefined) await changePauses(() => pausesFrom(pauses));
}

/** The keys are in one store and what opens them in the other: with either they are gone. */
async function hasLostKeys(accounts: Account[]): Promise<boolean> {
  const keyed = accounts.filter(({ keyEnd, forget }) => keyEnd !== undefined && !forget);
  const secrets = await Promise.all(keyed.map(({ id }) => loadSecret(id)));
  return secrets.some((secret) => !secret || ('kind' in secret && secret.defect === 'damaged'));
}

/** What is of another version or shape is kept where nothing uses it, and the rest goes on without it. */
async function setRejectedAside(place: string, raw: unknown, copy: Copy | undefined, now: number): Promise<void> {
  const rejected = copy?.rejected ?? (raw === undefined ? [] : [raw]);
  for (const [index, value] of rejected.entries()) await setAside(`${place}/${now}/${index}`, value);
  if (rejected.length > 0) await tellOnce('set-aside', now);
}
