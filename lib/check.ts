import { laneOf, sourceOf, type Account } from './account.ts';
import { heldBack, intervalOf } from './due.ts';
import { dropHistory } from './history-store.ts';
import { coolsUntil, hostAfter, isHostFailure, isPutOff } from './host.ts';
import { endingOf, type Entry } from './journal.ts';
import { pausedUntil } from './pause.ts';
import { loadPauses } from './pause-store.ts';
import { poll, type Found } from './poll.ts';
import { present } from './present.ts';
import {
  begin,
  emptyReport,
  failuresAfter,
  giveUp,
  hold,
  lastAttempt,
  tell,
  type Attempt,
  type News,
  type Report,
} from './report.ts';
import type { World } from './request.ts';
import { backoff, longestDelay, nextDue, type Outcome } from './retry.ts';
import { missedRuns, type Books, type Wanted } from './schedule.ts';
import type { Settings } from './settings.ts';
import { changeHost, loadHost, dropHosts } from './host-store.ts';
import { keepPast, type Past } from './past-store.ts';
import { changeReport, dropReports } from './report-store.ts';
import { loadSetupSince } from './setup-store.ts';
import { dropTrends } from './trend-store.ts';
import { secretOf } from './vault.ts';

/** How long after its start an attempt that was cut off is made again, and half of the longest. */
export const cutOff = 30_000;

export interface Surroundings extends World {
  /** 0 to 1, never 1. */
  random: () => number;
}

/** Writes down what nobody's next request depends on, so that it need not wait for it. */
type Keep = () => Promise<void>;

/** Polls one account, from the mark that an attempt is under way to the report of what it brought. `books` are as the turn began with. */
export async function check(
  { id }: Account,
  books: Books,
  wanted: Wanted,
  world: Surroundings,
  isWhole: boolean,
): Promise<Keep | undefined> {
  const [{ account, settings }, pauses] = await Promise.all([current(id, books), loadPauses()]);
  if (!account?.enabled) return undefined;
  const origin = laneOf(account);
  const seen = books.reports.get(id);
  // Others may have found the host in trouble since the turn began.
  const found = await loadHost(origin);
  const isPaused = pausedUntil(id, pauses, world.now()) !== undefined;
  const isWished = wanted(account, seen, isPaused);
  // Paused since the turn began.
  if (isPaused && !isWished) return undefined;
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
  const origin = laneOf(account);
  const now = world.now();
  const outcome = present<Outcome>({ failure, wait });
  const isAllowedNow = failure?.kind === 'no-permission' && (await world.isAllowed(origin));
  let dueAt = now;
  await changeReport(id, (report) => {
    const interval = intervalOf(account, settings);
    // The user may have allowed it while we were asking.
    dueAt = isAllowedNow ? now : nextDue(outcome, failuresAfter(report, failure), interval, now, world.random);
    const notBefore = wait === undefined ? undefined : now + wait;
    const after = tell(report, attempt, present<News>({ reading, failure, dueAt, notBefore, asked: wait }));
    dueAt = after.dueAt;
    return after;
  });
  if (isHostFailure(failure) || hadTrouble || (await loadHost(origin)))
    await changeHost(origin, (trouble) => hostAfter(trouble, id, { failure, wait }, now, world.random));
  const past: Past = {
    ...(reading && { reading: { reading, keptDays: settings.historyDays, source: sourceOf(account) } }),
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
  const origin = laneOf(account);
  const isForsaken = accounts.every((other) => laneOf(other) !== origin);
  await Promise.all([drop([account.id]), dropHosts(isForsaken ? [origin] : [])]);
}

/** As the account is now, and the settings. */
async function current(id: string, books: Books): Promise<{ account: Account | undefined; settings: Settings }> {
  const { accounts, settings } = await loadSetupSince(books);
  return { account: accounts.find((account) => account.id === id), settings };
}

/**
 * Marks an attempt as under way; undefined when another turn was quicker, when the provider asked to be left alone, or when
 * the last attempts were cut off so often that it is better to wait.
 */
async function claim(account: Account, seen: Report | undefined, world: Surroundings): Promise<Attempt | undefined> {
  let attempt: Attempt | undefined;
  let cut: Entry | undefined;
  const now = world.now();
  const again = now + cutOff * (1 + world.random());
  await changeReport(account.id, (report) => {
    [attempt, cut] = [undefined, undefined];
    if (!isAsSeen(report, seen)) return report;
    // A test of the key may have been told to wait, before it was saved or since the turn began.
    const known = asTested(report, account, now);
    if (known.revision === account.revision && heldBack(known, now)) return known;
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

function asTested(report: Report, { revision, asked }: Account, now: number): Report {
  if (!asked || report.revision === revision) return report;
  const wait = Math.min(asked.wait, longestDelay);
  // Where the clock was set back since it counts from now.
  const notBefore = Math.min(asked.at, now) + wait;
  return notBefore > now ? hold(report, revision, { notBefore, asked: wait }, now) : report;
}

/** The report last: it is the mark by which what is left of an account is found, should this be cut off. */
export async function drop(orphans: string[]): Promise<void> {
  await Promise.all([dropHistory(orphans), dropTrends(orphans)]);
  await dropReports(orphans);
}

/** Whether no attempt has begun or ended since the turn began. */
export function isAsSeen(report: Report, seen = emptyReport): boolean {
  return lastAttempt(report) === lastAttempt(seen) && report.told === seen.told;
}
