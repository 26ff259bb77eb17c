import { originOf, type Account } from './account.ts';
import { standAlarm, standLockAlarm } from './alarm.ts';
import { lockDue, lockWhenUnused } from './auto-lock.ts';
import { intervalOf } from './due.ts';
import { dropHistory } from './history-store.ts';
import { coolsUntil, fromNow, hostAfter, isHostFailure, isPutOff } from './host.ts';
import { endingOf, type Entry } from './journal.ts';
import { inLane } from './lanes.ts';
import { markUnsaved } from './notices.ts';
import { poll, type Found } from './poll.ts';
import { present } from './present.ts';
import {
  begin,
  emptyReport,
  failuresAfter,
  giveUp,
  lastAttempt,
  postpone,
  tell,
  type Attempt,
  type News,
  type Report,
} from './report.ts';
import type { World } from './request.ts';
import { backoff, nextDue, type Outcome } from './retry.ts';
import { missedRuns, nextTurn, planOf, restsOf, type Books, type Wanted } from './schedule.ts';
import { defaultSettings, type Settings } from './settings.ts';
import { changeHost, loadHost, dropHosts } from './host-store.ts';
import { keepPast, type Past } from './past-store.ts';
import { changeReport, dropReports } from './report-store.ts';
import { loadSetupSince } from './setup-store.ts';
import { loadBooks } from './store.ts';
import { dropTrends } from './trend-store.ts';
import { secretOf } from './vault.ts';

/** A turn starts no request after this, so that it ends within 25 s: browsers end a worker at 30. */
const startWithin = 10_000;

/** How long after its start an attempt that was cut off is made again, and half of the longest. */
const cutOff = 30_000;

export interface Surroundings extends World {
  /** 0 to 1, never 1. */
  random: () => number;
}

/**
 * One turn of the worker: polls what is due or wanted, commits each result as it comes, lets the alarm stand for the next.
 * While the stores may not be whole, nothing is dropped for want of its account.
 */
export async function refresh(world: Surroundings, wanted: Wanted = () => false, isWhole = true): Promise<void> {
  try {
    const ends = await turn(world, wanted, isWhole);
    // One account's trouble with the store is told, and has not kept the others from being polled.
    const troubles = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
    if (troubles.length > 0) throw new AggregateError(troubles, 'some reports were not saved');
  } catch (error) {
    // The store is busy or the disk full: that passes, and polling has to go on then.
    const now = world.now();
    await Promise.allSettled([markUnsaved(true), standAlarm(now + cutOff, now, defaultSettings.interval)]);
    throw error;
  }
  await markUnsaved(false);
}

/** Turns that are under way in this worker. They overlap: something may be wished for while the alarm's is under way. */
let turns = 0;

async function turn(world: Surroundings, wanted: Wanted, isWhole: boolean): Promise<PromiseSettledResult<void>[]> {
  turns += 1;
  let ends: PromiseSettledResult<void>[];
  try {
    ends = await pollAll(world, wanted, isWhole);
  } finally {
    turns -= 1;
  }
  await standForNext(await loadBooks(), world.now(), [], turns > 0);
  return ends;
}

async function pollAll(world: Surroundings, wanted: Wanted, isWhole: boolean): Promise<PromiseSettledResult<void>[]> {
  const start = world.now();
  const books = await booksFromNow(start);
  await lockWhenUnused(books.settings.lockAfter, start);
  const { jobs, slots } = planOf(books, start, world.random, wanted);
  // Should this turn be cut off, the alarm brings the next.
  await standForNext(books, start, jobs, turns > 1);
  const orphans = isWhole ? orphansIn(books) : [];
  const ends = await Promise.allSettled([
    drop(orphans),
    dropHosts(isWhole ? forsakenIn(books) : []),
    ...[...slots].map(([id, slot]) => changeReport(id, (report) => postpone(report, slot, start))),
    ...[...restsOf(books, start)].map(([id, restsUntil]) => changeReport(id, (report) => ({ ...report, restsUntil }))),
    ...jobs.map(async (account) => {
      const keep = await inLane(originOf(account) ?? account.id, async () => {
        if (world.now() - start < startWithin) return check(account, books, wanted, world, isWhole);
        await putOff(account.id, books.reports.get(account.id));
      });
      await keep?.();
    }),
  ]);
  return ends;
}

/** As they are stored; where the clock was set back, what is to be waited for at hosts counts from now. */
async function booksFromNow(now: number): Promise<Books> {
  const books = await loadBooks();
  const hosts = new Map([...books.hosts].map(([origin, trouble]) => [origin, fromNow(trouble, now)] as const));
  const shifted = [...hosts.keys()].filter((origin) => hosts.get(origin) !== books.hosts.get(origin));
  await Promise.all(shifted.map((origin) => changeHost(origin, (trouble) => trouble && fromNow(trouble, now))));
  return { ...books, hosts };
}

/** The report last: it is the mark by which what is left of an account is found, should this be cut off. */
async function drop(orphans: string[]): Promise<void> {
  await Promise.all([dropHistory(orphans), dropTrends(orphans)]);
  await dropReports(orphans);
}

/** The ids of reports whose account is gone. */
function orphansIn({ accounts, reports }: Books): string[] {
  const ids = new Set(accounts.map(({ id }) => id));
  return [...reports.keys()].filter((id) => !ids.has(id));
}

/** Origins in trouble at which there is no account any more. */
function forsakenIn({ accounts, hosts }: Books): string[] {
  const origins = new Set(accounts.map(originOf));
  return [...hosts.keys()].filter((origin) => !origins.has(origin));
}

/** The turn has no time left for it; another may have had. */
async function putOff(id: string, seen = emptyReport): Promise<void> {
  await changeReport(id, (report) => {
    const { slot: _, ...known } = report;
    return isAsSeen(report, seen) ? { ...known, wanted: true } : report;
  });
}

/** Whether no attempt has begun or ended since the turn began. */
function isAsSeen(report: Report, seen = emptyReport): boolean {
  return lastAttempt(report) === lastAttempt(seen) && report.told === seen.told;
}

/** Writes down what nobody's next request depends on, so that it need not wait for it. */
type Keep = () => Promise<void>;

/** Polls one account, from the mark that an attempt is under way to the report of what it brought. `books` are as the turn began with. */
async function check(
  { id }: Account,
  books: Books,
  wanted: Wanted,
  world: Surroundings,
  isWhole: boolean,
): Promise<Keep | undefined> {
  const { account, settings } = await current(id, books);
  if (!account?.enabled) return undefined;
  const origin = originOf(account) ?? id;
  const seen = books.reports.get(id);
  // Others may have found the host in trouble since the turn began.
  const found = await loadHost(origin);
  const isWished = wanted(account, seen, false);
  if (isWished ? isPutOff(found, world.now()) : coolsUntil(found, world.now()) !== undefined) return undefined;
  const begun = world.now();
  const missed = missedRuns(account, books, begun);
  const attempt = await claim(account, seen, world);
  let keep: Keep | undefined;
  if (attempt) {
    const brought = await poll(account, await secretOf(account), world);
    const asked = { account, settings, attempt, begun, missed, hadTrouble: books.hosts.has(origin) };
    // Removed or changed meanwhile: the answer is of no use, and must not bring the account back.
    if ((await current(id, books)).account?.revision === account.revision) keep = await commit(asked, brought, world);
  }
  return async () => {
    try {
      await keep?.();
    } finally {
      if (isWhole) await dropIfGone(account, books);
    }
  };
}

/** A poll that has its answer. */
interface Asked {
  account: Account;
  settings: Settings;
  attempt: Attempt;
  /** When, in milliseconds since 1970. */
  begun: number;
  /** How many polls were missed before it. */
  missed: number;
  /** Whether its host was in trouble when the turn began. */
  hadTrouble: boolean;
}

/** Writes down what a poll brought: for the schedule first, as that counts most, and for the host, which others may be about to ask. */
async function commit(asked: Asked, { reading, failure, wait }: Found, world: Surroundings): Promise<Keep> {
  const { account, settings, attempt, begun, missed, hadTrouble } = asked;
  const { id } = account;
  const origin = originOf(account) ?? id;
  const now = world.now();
  const outcome = present<Outcome>({ failure, wait });
  const isAllowedNow = failure?.kind === 'no-permission' && (await world.isAllowed(origin));
  let dueAt = now;
  await changeReport(id, (report) => {
    const interval = intervalOf(account, settings);
    // The user may have allowed it while we were asking.
    dueAt = isAllowedNow ? now : nextDue(outcome, failuresAfter(report, failure), interval, now, world.random);
    const notBefore = wait === undefined ? undefined : now + wait;
    return tell(report, attempt, present<News>({ reading, failure, dueAt, notBefore, asked: wait }));
  });
  if (isHostFailure(failure) || hadTrouble || (await loadHost(origin)))
    await changeHost(origin, (trouble) => hostAfter(trouble, id, { failure, wait }, now, world.random));
  const past: Past = {
    ...(reading && { reading: { reading, keptDays: settings.historyDays } }),
    attempt: { entry: [attempt.number, begun, now - begun, endingOf(failure), dueAt], missed },
  };
  return () => keepPast(id, past);
}

/**
 * The account may have been removed while its poll was written down, and another turn have dropped all that was there: the
 * rest has no mark by which it would be found.
 */
async function dropIfGone(account: Account, books: Books): Promise<void> {
  const { accounts } = await loadSetupSince(books);
  if (accounts.some(({ id }) => id === account.id)) return;
  const origin = originOf(account);
  const isForsaken = origin !== undefined && accounts.every((other) => originOf(other) !== origin);
  await Promise.all([drop([account.id]), dropHosts(isForsaken ? [origin] : [])]);
}

/** As the account is now, and the settings. */
async function current(id: string, books: Books): Promise<{ account: Account | undefined; settings: Settings }> {
  const { accounts, settings } = await loadSetupSince(books);
  return { account: accounts.find((account) => account.id === id), settings };
}

/**
 * Marks an attempt as under way; undefined when another turn was quicker, or when the last attempts were cut off so often
 * that it is better to wait.
 */
async function claim(account: Account, seen: Report | undefined, world: Surroundings): Promise<Attempt | undefined> {
  let attempt: Attempt | undefined;
  let cut: Entry | undefined;
  const now = world.now();
  const again = now + cutOff * (1 + world.random());
  await changeReport(account.id, (report) => {
    [attempt, cut] = [undefined, undefined];
    if (!isAsSeen(report, seen)) return report;
    const settled = giveUp(report, now + backoff(report.failures + 1, world.random));
    if (report.attempt) cut = [report.attempt.number, report.attempt.at, 0, 'interrupted', settled.dueAt];
    if (settled.failure !== report.failure) return settled;
    const begun = begin(settled, account.revision, now, again);
    attempt = { number: lastAttempt(begun), revision: account.revision };
    return begun;
  });
  const entry = cut;
  if (entry) await keepPast(account.id, { attempt: { entry, missed: 0 } });
  return attempt;
}

/** `hasOthers` while other turns are under way, which may be cut off as well. */
async function standForNext(books: Books, now: number, underWay: Account[], hasOthers: boolean): Promise<void> {
  const others = { ...books, accounts: books.accounts.filter((account) => !underWay.includes(account)) };
  const dues = [nextTurn(others, now), underWay.length > 0 || hasOthers ? now + cutOff : undefined].filter(
    (due) => due !== undefined,
  );
  await standAlarm(dues.length > 0 ? Math.min(...dues) : undefined, now, books.settings.interval);
  await standLockAlarm(await lockDue(books.settings.lockAfter));
}
