import { laneOf, type Account } from './account.ts';
import { catchUpTime, dueOf, intervalOf, isOfFuture, isUnderWay, mayRefresh, plannedFor, slotOf } from './due.ts';
import { coolsUntil, isOnProbation, isPutOff, type Hosts } from './host.ts';
import { pausedUntil, untilResumed, type Pauses } from './pause.ts';
import { lastMoment, type Report } from './report.ts';
import type { Settings } from './settings.ts';

const minute = 60_000;

/** An account that has been due for longer was slept through: browser closed, machine asleep. */
const late = 2 * minute;

/** So many of those are polled at once; the others within two minutes, each at a moment of its own. */
const atOnce = 4;

/** All that decides what is polled when. */
export interface Books {
  /** The number of the setup that the next two are of, where it has one. */
  seq?: number;
  accounts: Account[];
  settings: Settings;
  /** By account id. */
  reports: ReadonlyMap<string, Report>;
  hosts: Hosts;
  pauses: Pauses;
}

/** Whether an account is asked for although it is not due yet. A pause is no hindrance by itself: the user's own wish goes before it. */
export type Wanted = (account: Account, report: Report | undefined, isPaused: boolean) => boolean;

/** What a turn does. */
export interface Plan {
  jobs: Account[];
  /** By account id, the moments that are given to accounts which would otherwise all go at once. */
  slots: Map<string, number>;
}

/**
 * When the account is next polled, in milliseconds since 1970; undefined when it is not: it is disabled, or paused until
 * the user resumes.
 */
export function nextPoll(account: Account, books: Books, now: number): number | undefined {
  const due = dueOf(account, books.reports.get(account.id), books.settings, now);
  const paused = pausedUntil(account.id, books.pauses, now);
  if (due === undefined || paused === untilResumed) return undefined;
  return Math.max(due, paused ?? 0, coolsUntil(hostOf(account, books), now) ?? 0);
}

/** What is to be polled now, and what is put off a little so that nothing comes in a herd. */
export function planOf(books: Books, now: number, random: () => number, wanted: Wanted): Plan {
  const underWay = books.accounts.filter((account) => isUnderWay(reportOf(account, books), now));
  const free = books.accounts.filter((account) => !underWay.includes(account));
  const wished = new Set(free.filter((account) => isWished(account, books, now, wanted)));
  const due = free
    .filter((account) => !wished.has(account) && (nextPoll(account, books, now) ?? Infinity) <= now)
    .map((account) => ({ account, at: dueOf(account, reportOf(account, books), books.settings, now) ?? now }))
    .toSorted((a, b) => a.at - b.at);
  const slots = new Map([...slotsAfterSleep(due, now, random), ...slotsAfterReset(due, books, now, random)]);
  const ready = due.map(({ account }) => account).filter(({ id }) => !slots.has(id));
  return { jobs: [...wished, ...oneForEachTroubledHost(ready, [...underWay, ...wished], books)], slots };
}

/** When the next turn is needed, in milliseconds since 1970; undefined when nothing is ever due. */
export function nextTurn(books: Books, now: number): number | undefined {
  const dues = books.accounts.flatMap((account) => nextPoll(account, books, now) ?? []);
  return dues.length > 0 ? Math.min(...dues) : undefined;
}

/**
 * By account id, until when those rest that are disabled or paused; and now, where a rest has ended before its time. Only
 * what their reports do not say yet.
 */
export function restsOf(books: Books, now: number): Map<string, number> {
  return new Map(
    books.accounts.flatMap((account) => {
      const report = reportOf(account, books);
      if (!report) return [];
      const known = report.restsUntil ?? 0;
      const until = account.enabled ? pausedUntil(account.id, books.pauses, now) : untilResumed;
      const rest = until ?? Math.min(known, now);
      return rest === known ? [] : [[account.id, rest] as const];
    }),
  );
}

/** How many polls of the account the sleep has swallowed, if it is polled now. None while it was to rest. */
export function missedRuns(account: Account, books: Books, now: number): number {
  const report = reportOf(account, books);
  const due = report ? plannedFor(account, report, books.settings, now) : now;
  const since = Math.max(due, report?.restsUntil ?? 0);
  return Math.max(0, Math.floor((now - since) / (intervalOf(account, books.settings) * minute)));
}

interface Due {
  account: Account;
  /** Since when, in milliseconds since 1970. */
  at: number;
}

function isWished(account: Account, books: Books, now: number, wanted: Wanted): boolean {
  const report = books.reports.get(account.id);
  const isPaused = pausedUntil(account.id, books.pauses, now) !== undefined;
  return (
    wanted(account, report, isPaused) && mayRefresh(account, report, now) && !isPutOff(hostOf(account, books), now)
  );
}

function slotsAfterSleep(due: Due[], now: number, random: () => number): [string, number][] {
  const overdue = due.filter(({ at }) => at <= now - late);
  return overdue.slice(atOnce).map(({ account }) => [account.id, now + random() * catchUpTime]);
}

function slotsAfterReset(due: Due[], books: Books, now: number, random: () => number): [string, number][] {
  return due.flatMap(({ account }) => {
    const report = reportOf(account, books);
    if (!report || !isOfFuture(report, now) || slotOf(account, report, books.settings, now) !== undefined) return [];
    // No longer than was planned: what was to be tried again in a minute is not put off for a day.
    const last = lastMoment(report);
    const planned = Math.max(0, plannedFor(account, report, books.settings, last) - last);
    const span = Math.min(intervalOf(account, books.settings) * minute, planned);
    return [[account.id, now + random() * span] as const];
  });
}

/** The one that has waited longest finds out whether the host answers again, unless one is asking already. */
function oneForEachTroubledHost(due: Account[], asking: Account[], books: Books): Account[] {
  const tried = new Set(asking.map(laneOf));
  return due.filter((account) => {
    const lane = laneOf(account);
    if (!isOnProbation(books.hosts.get(lane))) return true;
    if (tried.has(lane)) return false;
    tried.add(lane);
    return true;
  });
}

/** What is known of the account as it is now: nothing, after a change of key or address. */
function reportOf({ id, revision }: Account, { reports }: Books): Report | undefined {
  const report = reports.get(id);
  return report?.revision === revision ? report : undefined;
}

function hostOf(account: Account, { hosts }: Books) {
  return hosts.size === 0 ? undefined : hosts.get(laneOf(account));
}
