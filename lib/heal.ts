import { sourceOf } from './account.ts';
import { alone } from './alone.ts';
import { alarmTime } from './alarm.ts';
import { mirroredPauses, mirroredReports, mirroredSetup, mirrorPauses, mirrorReport, mirrorSetup } from './mirror.ts';
import { troubleFrom } from './host.ts';
import { endingOf, type Entry } from './journal.ts';
import { loadJournals } from './journal-store.ts';
import { tellOnce } from './notices.ts';
import { dropLock, loadBrokenLock } from './passphrase.ts';
import { keepPast } from './past-store.ts';
import { emptyPauses, storedPausesFrom } from './pause.ts';
import { hasGrants } from './permissions.ts';
import { emptyReport, ownReading, type Report } from './report.ts';
import { loadRawHosts, setHostAside } from './host-store.ts';
import { loadRawPauses, restorePauses } from './pause-store.ts';
import { setAside } from './quarantine.ts';
import { loadRawReports, restoreReport, setReportAside } from './report-store.ts';
import { emptySetup, loadRawSetup, restoreSetup } from './setup-store.ts';
import { reportFrom, setupFrom, type StoredSetup } from './stored.ts';
import { loadTrends } from './trend-store.ts';
import { settleKeys } from './vault-undo.ts';
import { loadSecret } from './vault.ts';
import { webhookSecret } from './webhook.ts';

/**
 * Compares the database with its mirror and puts right what one of them has lost, before the worker begins its work.
 * Browsers say nothing when they hand out an empty database in the place of a damaged one.
 */
export async function heal(now: number): Promise<void> {
  await alone(settleKeys);
  await setLockAside(now);
  const [raw, rawTwin] = await Promise.all([loadRawSetup(), mirroredSetup()]);
  const [stored, twin] = [setupFrom(raw), setupFrom(rawTwin)];
  await setRejectedAside('setup', stored?.rejected ?? rejectedIn(raw), now);
  await setRejectedAside('mirror', twin?.rejected ?? rejectedIn(rawTwin), now);
  await setHostsAside(now);
  const best = [stored, twin].filter((copy) => copy !== undefined).toSorted(byWorth)[0];
  if (!best) return begin(now);

  // With the higher number of the two: should the whole copy be the older one, it still counts from now on.
  const setup = { ...best.setup, seq: Math.max(stored?.setup.seq ?? 0, twin?.setup.seq ?? 0) };
  const losses = await compareReports(setup, now);
  // Told before it is put right: a worker that is ended in between begins anew, and nothing is put right in silence.
  if (setup.accounts.length > 0) {
    if (best !== stored || losses.lost.some(([, { reading }]) => reading)) await tellOnce('restored', now);
    if ((!stored || !twin) && (await hasLostKeys(setup))) await tellOnce('keys-lost', now);
  } else if (setup.seq === 0 && (await alarmTime()) !== undefined) {
    // Both are as at the very beginning, and yet something was to be polled: what was written since is cut off.
    await tellOnce('all-lost', now);
  }
  for (const [id, twinReport] of losses.lost) await restoreReport(id, twinReport);
  for (const [id, report] of losses.behind) await mirrorReport(id, report);
  await comparePauses(now);
  await completePasts(setup, losses.reports);
  const isStored = best === stored && best.rejected.length === 0;
  if (!isStored) await restoreSetup(setup);
  if (!isStored || twin?.setup.seq !== setup.seq || twin.rejected.length > 0) await mirrorSetup(setup);
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

/** The reports that the database has lost, and those that the mirror is behind with. What is no report is set aside. */
async function compareReports({ accounts }: StoredSetup, now: number): Promise<Losses> {
  const raw = new Map(await loadRawReports());
  const twins = await mirroredReports(accounts.map(({ id }) => id));
  for (const [id, value] of raw) {
    if (reportFrom(value)) continue;
    await tellOnce('set-aside', now);
    await setReportAside(id, value);
  }
  const losses: Losses = { lost: [], behind: [], reports: new Map() };
  for (const { id } of accounts) {
    const report = reportFrom(raw.get(id)) ?? emptyReport;
    const twin = reportFrom(twins.get(id)) ?? emptyReport;
    if (twin.told > report.told) losses.lost.push([id, twin]);
    if (report.told > twin.told) losses.behind.push([id, report]);
    losses.reports.set(id, twin.told > report.told ? twin : report);
  }
  return losses;
}

/**
 * A worker that was ended between the report and what follows it has left the attempt out of the journal, and its reading out
 * of the history, which is written with it. A history that was deleted stays so: it has no trend, but a journal of readings.
 */
async function completePasts({ accounts, settings }: StoredSetup, reports: Losses['reports']): Promise<void> {
  const journals = await loadJournals();
  const behind = accounts.flatMap((account) => {
    const { id } = account;
    const report = reports.get(id) ?? emptyReport;
    const { told, reading, failure, dueAt, revision } = report;
    const entries = journals.get(id)?.entries ?? [];
    const at = failure?.at ?? reading?.at;
    if (at === undefined || (entries.at(-1)?.[0] ?? 0) >= told) return [];
    const entry: Entry = [told, at, 0, endingOf(failure), dueAt];
    // What a reading of another key was made with is not known any more.
    const isOfNow = revision === account.revision && ownReading(report) !== undefined;
    const source = isOfNow ? { source: sourceOf(account) } : {};
    return [{ id, reading, source, entry, hasRead: entries.some(([, , , ending]) => ending === 'reading') }];
  });
  // A worker's start is to be quick, and hardly ever is there anything to complete.
  if (behind.length === 0) return;
  const trends = await loadTrends();
  for (const { id, reading, source, entry, hasRead } of behind) {
    const isDeleted = hasRead && !trends.has(id);
    // What fails for one account stands in the way of no other, nor of any alert; the worker's next start tries it again.
    await keepPast(id, {
      ...(reading && !isDeleted && { reading: { reading, keptDays: settings.historyDays, ...source } }),
      attempt: { entry, missed: 0 },
    }).catch(() => undefined);
  }
}

/** By account id. */
interface Losses {
  lost: [string, Report][];
  behind: [string, Report][];
  /** Those of all accounts as they are once that is put right. */
  reports: Map<string, Report>;
}

/** The newer of the two counts; what is readable in neither is set aside, and nothing is paused. */
async function comparePauses(now: number): Promise<void> {
  const [raw, rawTwin] = await Promise.all([loadRawPauses(), mirroredPauses()]);
  if (raw === undefined && rawTwin === undefined) return;
  const [stored, twin] = [storedPausesFrom(raw), storedPausesFrom(rawTwin)];
  if (!stored) await setRejectedAside('pauses', rejectedIn(raw), now);
  if (!twin) await setRejectedAside('mirror-pauses', rejectedIn(rawTwin), now);
  const pauses = stored && stored.seq >= (twin?.seq ?? 0) ? stored : (twin ?? emptyPauses);
  if (pauses !== stored) await restorePauses(pauses);
  if (JSON.stringify(pauses) !== JSON.stringify(twin)) await mirrorPauses(pauses);
}

/** What is known of a host that cannot be read: it is then asked as one that is well. */
async function setHostsAside(now: number): Promise<void> {
  for (const [origin, value] of await loadRawHosts()) {
    if (value === undefined || troubleFrom(value)) continue;
    await tellOnce('set-aside', now);
    await setHostAside(origin, value);
  }
}

/** The keys are in one store and what opens them in the other: with either they are gone. */
async function hasLostKeys({ accounts, settings }: StoredSetup): Promise<boolean> {
  const keyed = accounts.filter(({ keyEnd, forget }) => keyEnd !== undefined && !forget).map(({ id }) => id);
  const ids = [...keyed, ...(settings.alerts.webhook ? [webhookSecret] : [])];
  const secrets = await Promise.all(ids.map(loadSecret));
  return secrets.some((secret) => !secret || ('kind' in secret && secret.defect === 'damaged'));
}

/** A lock that nothing opens would keep the user out for ever. Without it the keys it sealed are told as damaged, one by one. */
async function setLockAside(now: number): Promise<void> {
  await alone(async () => {
    const broken = await loadBrokenLock();
    if (broken === undefined) return;
    await tellOnce('keys-lost', now);
    await setAside(`lock/${now}`, broken);
    await dropLock();
  });
}

/** What is of another version or shape is kept where nothing uses it, and the rest goes on without it. */
async function setRejectedAside(place: string, rejected: unknown[], now: number): Promise<void> {
  if (rejected.length > 0) await tellOnce('set-aside', now);
  for (const [index, value] of rejected.entries()) await setAside(`${place}/${now}/${index}`, value);
}

/** A record that cannot be read at all. */
function rejectedIn(raw: unknown): unknown[] {
  return raw === undefined ? [] : [raw];
}
