import type { Account } from './account.ts';
import type { Failure } from './failure.ts';
import { providerOf } from './providers/index.ts';
import { askedUntil, lastMoment, type Report } from './report.ts';
import { longestDelay } from './retry.ts';
import type { Settings } from './settings.ts';

const minute = 60_000;

/** A poll that has said nothing for so long was cut off: 15 s are all it gets. */
const attemptTimeout = 20_000;

/** Between two wishes of the user for an account that fails. */
const wishPause = 10_000;

/** After a long sleep all that is overdue is done within this, in milliseconds. */
export const catchUpTime = 2 * minute;

/** When the account is due by what is known of it alone, in milliseconds since 1970; undefined when it is not to be polled at all. */
export function dueOf(
  account: Account,
  report: Report | undefined,
  settings: Settings,
  now: number,
): number | undefined {
  if (!account.enabled) return undefined;
  if (!report || report.revision !== account.revision) return now;
  // What was planned before a slot was given no longer means anything, but for what the provider asked for.
  const slot = slotOf(account, report, settings, now);
  if (slot !== undefined) return Math.max(slot, askedFor(report, now));
  // Nor does what was planned by a clock that was set back since; a slot is given to it.
  if (isOfFuture(report, now)) return now;
  const planned = plannedFor(account, report, settings, now);
  // What a turn had no time for goes at once, and before what has become due since.
  return report.wanted ? Math.max(Math.min(planned, now), askedFor(report, now)) : planned;
}

/** Minutes between two polls of the account: as set, but not below what its provider can tell anything new in. */
export function intervalOf({ provider }: Pick<Account, 'provider'>, { interval }: Settings): number {
  return Math.max(interval, providerOf(provider)?.leastInterval ?? 0);
}

export function isUnderWay(report: Report | undefined, now: number): boolean {
  const at = report?.attempt?.at;
  return at !== undefined && now >= at && now - at < attemptTimeout;
}

/** Whether the last attempt was cut off and has not been made again yet. */
export function isCutOff(report: Report | undefined, now: number): boolean {
  return report?.attempt !== undefined && !isUnderWay(report, now);
}

/** Whether "Refresh" may ask now: it goes before every delay of ours, never before one that the provider asked for. */
export function mayRefresh(account: Account, report: Report | undefined, now: number): boolean {
  if (!account.enabled) return false;
  if (!report || report.revision !== account.revision) return true;
  if (now < askedFor(report, now)) return false;
  return !report.failure || isOurs(report.failure) || Math.abs(now - report.failure.at) >= wishPause;
}

/** What to say instead of asking while the provider wants to be left alone; undefined when it may be asked. */
export function heldBack(report: Report | undefined, now: number): Failure | undefined {
  if (!report || now >= askedFor(report, now)) return undefined;
  return report.failure ?? { kind: 'rate-limited', at: now };
}

/** Whether the last that happened has not happened yet: the clock was set back. A minute is forgiven. */
export function isOfFuture(report: Report, now: number): boolean {
  return lastMoment(report) > now + minute;
}

/** The slot that a long sleep or a change of the clock gave the account; one that lies too far ahead is of another clock. */
export function slotOf(account: Account, { slot }: Report, settings: Settings, now: number): number | undefined {
  const farthest = Math.max(intervalOf(account, settings) * minute, catchUpTime);
  return slot !== undefined && slot <= now + farthest ? slot : undefined;
}

/** When the account was to be polled, whatever slot it was given since; in milliseconds since 1970. */
export function plannedFor(account: Account, report: Report, settings: Settings, now: number): number {
  // An attempt that was cut off is made again, and does not wait for the next round.
  if (report.attempt || report.failure || !report.reading) return plausible(report.dueAt, now) ?? now;
  // Counted from the reading, so that a new interval counts at once.
  return Math.max(report.reading.at + intervalOf(account, settings) * minute, askedFor(report, now));
}

/** Until when the provider asked to be left alone, in milliseconds since 1970. */
function askedFor(report: Report, now: number): number {
  return plausible(askedUntil(report, now) ?? 0, now) ?? 0;
}

/** The moment, unless it lies so far ahead that no rule of ours can have planned it. */
function plausible(moment: number, now: number): number | undefined {
  return moment <= now + longestDelay ? moment : undefined;
}

/** What went wrong before a request went out: asking again costs the provider nothing. */
function isOurs({ kind, host }: Failure): boolean {
  return kind === 'no-permission' || kind === 'locked' || (kind === 'offline' && host === undefined);
}
