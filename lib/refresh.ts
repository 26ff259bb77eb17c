import { originOf, type Account } from './account.ts';
import { dueOf, intervalOf, isUnderWay, mayRefresh } from './due.ts';
import { inLane } from './lanes.ts';
import { poll } from './poll.ts';
import { present } from './present.ts';
import {
  begin,
  emptyReport,
  failuresAfter,
  lastAttempt,
  tell,
  type Attempt,
  type News,
  type Report,
} from './report.ts';
import type { World } from './request.ts';
import { nextDue, type Outcome } from './retry.ts';
import { standAlarm } from './schedule.ts';
import { defaultSettings, type Settings } from './settings.ts';
import { changeReport, dropReports, loadReports, loadSetup, type Reports, type Setup } from './store.ts';
import { secretOf } from './vault.ts';

/** A turn starts no request after this, so that it ends within 25 s: browsers end a worker at 30. */
const startWithin = 10_000;

/** How long after its start an attempt that was cut off is made again. */
const cutOff = 30_000;

export interface Surroundings extends World {
  /** 0 to 1, never 1. */
  random: () => number;
}

/** Whether an account is asked for although it is not due yet. */
export type Wanted = (account: Account, report: Report | undefined) => boolean;

/** One turn of the worker: polls what is due or wanted, commits each result as it comes, lets the alarm stand for the next. */
export async function refresh(world: Surroundings, wanted: Wanted = () => false): Promise<void> {
  const start = world.now();
  let jobs: Account[];
  let orphans: string[];
  let reports: Reports;
  try {
    // The reports first: an account that is added in between has none yet, and none is dropped for want of its account.
    reports = await loadReports();
    const setup = await loadSetup();
    orphans = [...reports.keys()].filter((id) => !setup.accounts.some((account) => account.id === id));
    jobs = setup.accounts.filter((account) => isJob(account, reports.get(account.id), setup.settings, start, wanted));
    // Should this turn be cut off, the alarm brings the next.
    await standForNext(setup, reports, start, new Set(jobs));
  } catch (error) {
    // The store is busy or the disk full: that passes, and polling has to go on then.
    await standAlarm(start + cutOff, start, defaultSettings.interval);
    throw error;
  }
  const ends = await Promise.allSettled([
    dropReports(orphans),
    ...jobs.map((account) =>
      inLane(originOf(account) ?? account.id, async () => {
        if (world.now() - start < startWithin) await check(account.id, reports.get(account.id), world);
        else await changeReport(account.id, (report) => ({ ...report, wanted: true }));
      }),
    ),
  ]);
  await standForNext(await loadSetup(), await loadReports(), world.now(), new Set());
  // One account's trouble with the store is told, and has not kept the others from being polled.
  const troubles = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
  if (troubles.length > 0) throw new AggregateError(troubles, 'some reports were not saved');
}

function isJob(account: Account, report: Report | undefined, settings: Settings, now: number, wanted: Wanted): boolean {
  if (report?.revision === account.revision && isUnderWay(report, now)) return false;
  const due = dueOf(account, report, settings, now);
  return (due !== undefined && due <= now) || (wanted(account, report) && mayRefresh(account, report, now));
}

/** Polls one account, from the mark that an attempt is under way to the report of what it brought. `seen` is its report when the turn began. */
async function check(id: string, seen: Report | undefined, world: Surroundings): Promise<void> {
  const { account, settings } = await current(id);
  if (!account?.enabled) return;
  const attempt = await claim(account, seen, world);
  if (!attempt) return;
  const { reading, failure, wait } = await poll(account, await secretOf(account), world);
  // Removed or changed meanwhile: the answer is of no use, and must not bring the account back.
  if ((await current(id)).account?.revision !== account.revision) return;
  const now = world.now();
  await changeReport(id, (report) => {
    const interval = intervalOf(account, settings);
    const dueAt = nextDue(
      present<Outcome>({ failure, wait }),
      failuresAfter(report, failure),
      interval,
      now,
      world.random,
    );
    const notBefore = wait === undefined ? undefined : now + wait;
    return tell(report, attempt, present<News>({ reading, failure, dueAt, notBefore }));
  });
}

async function current(id: string): Promise<{ account: Account | undefined; settings: Settings }> {
  const { accounts, settings } = await loadSetup();
  return { account: accounts.find((account) => account.id === id), settings };
}

/** Marks an attempt as under way; undefined when another turn was quicker. */
async function claim(account: Account, seen: Report | undefined, world: Surroundings): Promise<Attempt | undefined> {
  let attempt: Attempt | undefined;
  const now = world.now();
  await changeReport(account.id, (report) => {
    if (lastAttempt(report) !== lastAttempt(seen ?? emptyReport)) return report;
    const begun = begin(report, account.revision, now, now + cutOff * (1 + world.random()));
    attempt = { number: lastAttempt(begun), revision: account.revision };
    return begun;
  });
  return attempt;
}

async function standForNext(
  setup: Setup,
  reports: Reports,
  now: number,
  underWay: ReadonlySet<Account>,
): Promise<void> {
  const { accounts, settings } = setup;
  const dues = accounts.flatMap((account) => {
    const due = underWay.has(account) ? now + cutOff : dueOf(account, reports.get(account.id), settings, now);
    return due ?? [];
  });
  await standAlarm(dues.length > 0 ? Math.min(...dues) : undefined, now, settings.interval);
}
