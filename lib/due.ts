import type { Account } from './account.ts';
import type { Failure } from './failure.ts';
import type { Report } from './report.ts';
import { providerOf } from './providers/index.ts';
import type { Settings } from './settings.ts';

const minute = 60_000;

/** A poll that has said nothing for so long was cut off: 15 s are all it gets. */
const attemptTimeout = 20_000;

/** Between two wishes of the user for an account that fails. */
const wishPause = 10_000;

/** When the account is next to be polled, in milliseconds since 1970; undefined when it is not to be polled at all. */
export function dueOf(
  account: Account,
  report: Report | undefined,
  settings: Settings,
  now: number,
): number | undefined {
  if (!account.enabled) return undefined;
  if (!report || report.revision !== account.revision) return now;
  const last = report.attempt?.at ?? report.failure?.at ?? report.reading?.at ?? 0;
  // The clock was set back since the last attempt: what was planned by it no longer means anything.
  if (last > now + minute) return now;
  if (report.wanted) return Math.max(now, report.notBefore ?? 0);
  // An attempt that was cut off is made again, and does not wait for the next round.
  if (report.attempt || report.failure || !report.reading) return report.dueAt;
  // Counted from the reading, so that a new interval counts at once.
  return Math.max(report.reading.at + intervalOf(account, settings) * minute, report.notBefore ?? 0);
}

/** Minutes between two polls of the account: as set, but not below what its provider can tell anything new in. */
export function intervalOf({ provider }: Pick<Account, 'provider'>, { interval }: Settings): number {
  return Math.max(interval, providerOf(provider)?.leastInterval ?? 0);
}

export function isUnderWay(report: Report | undefined, now: number): boolean {
  const at = report?.attempt?.at;
  return at !== undefined && now >= at && now - at < attemptTimeout;
}

/** Whether "Refresh" may ask now: it goes before every delay of ours, never before one that the provider asked for. */
export function mayRefresh(account: Account, report: Report | undefined, now: number): boolean {
  if (!account.enabled) return false;
  if (!report || report.revision !== account.revision) return true;
  if (report.notBefore !== undefined && now < report.notBefore) return false;
  return !report.failure || isOurs(report.failure) || Math.abs(now - report.failure.at) >= wishPause;
}

/** What went wrong before a request went out: asking again costs the provider nothing. */
function isOurs({ kind, host }: Failure): boolean {
  return kind === 'no-permission' || kind === 'locked' || (kind === 'offline' && host === undefined);
}
