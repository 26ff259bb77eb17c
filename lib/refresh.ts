import { originOf, type Account } from './account.ts';
import { dueOf, intervalOf, isUnderWay, mayRefresh } from './due.ts';
import { inLanes } from './lanes.ts';
import { poll } from './poll.ts';
import { begin, tell, type Attempt, type News, type Report } from './report.ts';
import type { World } from './request.ts';
import { nextDue } from './retry.ts';
import { standAlarm } from './schedule.ts';
import type { Settings } from './settings.ts';
import { changeReport, dropReports, loadReports, loadSetup, type Setup } from './store.ts';
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
  const setup = await loadSetup();
  const reports = await loadReports();
  await dropReports([...reports.keys()].filter((id) => !setup.accounts.some((account) => account.id === id)));

  const jobs = setup.accounts.filter((account) => {
    const report = reports.get(account.id);
    if (report?.revision === account.revision && isUnderWay(report, start)) return false;
    const due = dueOf(account, report, setup.settings, start);
    return (due !== undefined && due <= start) || (wanted(account, report) && mayRefresh(account, report, start));
  });
  // Should this turn be cut off, the alarm brings the next.
  await standForNext(setup, start, new Set(jobs));
  await inLanes(
    jobs,
    (account) => originOf(account) ?? account.id,
    async (account) => {
      if (world.now() - start < startWithin) await check(account, setup.settings, world);
    },
  );
  await standForNext(await loadSetup(), world.now(), new Set());
}

/** Polls one account, from the mark that an attempt is under way to the report of what it brought. */
async function check(account: Account, settings: Settings, world: Surroundings): Promise<void> {
  const attempt = await claim(account, world);
  if (!attempt) return;
  const { reading, failure, wait } = await poll(account, await secretOf(account), world);
  // Removed or changed meanwhile: the answer is of no use, and must not bring the account back.
  const { accounts } = await loadSetup();
  if (!accounts.some(({ id, revision }) => id === account.id && revision === account.revision)) return;
  const now = world.now();
  await changeReport(account.id, (report) => {
    const dueAt = nextDue(
      { ...(failure && { failure }), wait },
      report.failures + 1,
      intervalOf(account, settings),
      now,
      world.random,
    );
    const news: News = {
      ...(reading && { reading }),
      ...(failure && { failure }),
      ...(wait !== undefined && { notBefore: now + wait }),
      dueAt,
    };
    return tell(report, attempt, news);
  });
}

/** Marks an attempt as under way; undefined when another turn was quicker. */
async function claim(account: Account, world: Surroundings): Promise<Attempt | undefined> {
  let attempt: Attempt | undefined;
  const now = world.now();
  await changeReport(account.id, (report) => {
    if (report.revision === account.revision && isUnderWay(report, now)) return report;
    const begun = begin(report, account.revision, now, now + cutOff * (1 + world.random()));
    attempt = { number: begun.attempt?.number ?? 0, revision: account.revision };
    return begun;
  });
  return attempt;
}

async function standForNext({ accounts, settings }: Setup, now: number, underWay: ReadonlySet<Account>): Promise<void> {
  const reports = await loadReports();
  const dues = accounts.flatMap((account) => {
    const due = underWay.has(account) ? now + cutOff : dueOf(account, reports.get(account.id), settings, now);
    return due ?? [];
  });
  await standAlarm(dues.length > 0 ? Math.min(...dues) : undefined, now, settings.interval);
}
