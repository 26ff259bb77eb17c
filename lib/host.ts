import type { Failure } from './failure.ts';
import { present } from './present.ts';
import { backoff, longestDelay } from './retry.ts';
import { isCount, isMoment, isText, isVersion, listOf, maybe, members } from './stored.ts';

const minute = 60_000;

/** The trouble of one origin, from the first failure that is the host's own until it answers again. */
export interface HostTrouble {
  /** Failed attempts in a row, of all accounts together. */
  failures: number;
  /** The ids of the accounts that failed since the host last answered. */
  accounts: string[];
  /** When it last failed, in milliseconds since 1970. */
  at: number;
  /** Until then nobody asks of himself; then one account tries. Not held to while only one account has failed: it waits for itself. */
  opensAt: number;
  /** Until then nobody asks, not even by "Refresh": the host said so. */
  notBefore?: number;
}

/** By origin. */
export type Hosts = ReadonlyMap<string, HostTrouble>;

const isTrouble = members({
  // The first to be stored had none.
  version: maybe(isVersion),
  failures: isCount,
  accounts: listOf(isText),
  at: isMoment,
  opensAt: isMoment,
  notBefore: maybe(isMoment),
});

/** The trouble, if that is what was stored. */
export function troubleFrom(stored: unknown): HostTrouble | undefined {
  return isTrouble(stored) ? (stored as HostTrouble) : undefined;
}

/** Whether a failure is one of the host, and not of one account's key or plan. */
export function isHostFailure(failure: Failure | undefined): boolean {
  if (!failure) return false;
  const { kind, host, defect } = failure;
  return (
    kind === 'server' || (kind === 'timeout' && defect === undefined) || (kind === 'offline' && host !== undefined)
  );
}

/** The host after an attempt of an account; undefined when all is well with it. `wait` is what it asked for, in milliseconds. */
export function hostAfter(
  trouble: HostTrouble | undefined,
  id: string,
  outcome: { failure?: Failure | undefined; wait?: number | undefined },
  now: number,
  random: () => number,
): HostTrouble | undefined {
  const { failure, wait } = outcome;
  // Nothing was learned of the host when the request never left.
  if (failure && isOwnFailure(failure)) return trouble;
  const before = trouble && fromNow(trouble, now);
  if (!isHostFailure(failure)) return before && justAsked(before, now);
  const failures = (trouble?.failures ?? 0) + 1;
  const opensAt = now + Math.max(backoff(failures, random), wait ?? 0);
  const accounts = [...new Set([...(trouble?.accounts ?? []), id])];
  // What was asked for before still holds, whatever another request met that was under way.
  const notBefore = Math.max(wait === undefined ? 0 : now + wait, before?.notBefore ?? 0);
  return { failures, accounts, at: now, opensAt, ...(notBefore > now && { notBefore }) };
}

/** Well again, but left alone for as long as it asked for: what answers now may have been asked before that. */
function justAsked({ at, notBefore = 0 }: HostTrouble, now: number): HostTrouble | undefined {
  return notBefore > now ? { failures: 0, accounts: [], at, opensAt: at, notBefore } : undefined;
}

/** Until when the host is left alone, in milliseconds since 1970; undefined when it may be asked. */
export function coolsUntil(trouble: HostTrouble | undefined, now: number): number | undefined {
  if (!trouble) return undefined;
  const { opensAt, notBefore = 0 } = fromNow(trouble, now);
  const until = Math.max(isShared(trouble) ? opensAt : 0, notBefore);
  return until > now ? until : undefined;
}

/** Whether the host has asked to be left alone until later. */
export function isPutOff(trouble: HostTrouble | undefined, now: number): boolean {
  return trouble !== undefined && (fromNow(trouble, now).notBefore ?? 0) > now;
}

/** The trouble; if it is of a future that the clock was set back from, what was to be waited for counts from now. */
export function fromNow(trouble: HostTrouble, now: number): HostTrouble {
  if (isOfNow(trouble, now)) return trouble;
  const { at, opensAt, notBefore } = trouble;
  const again = (until: number) => now + Math.min(until - at, longestDelay);
  return present<HostTrouble>({
    ...trouble,
    at: now,
    opensAt: again(opensAt),
    notBefore: notBefore === undefined ? undefined : again(notBefore),
  });
}

/** Whether only one account at a time is to find out if the host answers again. */
export function isOnProbation(trouble: HostTrouble | undefined): boolean {
  return trouble !== undefined && isShared(trouble);
}

function isShared({ accounts }: HostTrouble): boolean {
  return accounts.length > 1;
}

/** Not from a future that the clock was set back from. */
function isOfNow({ at, opensAt, notBefore = 0 }: HostTrouble, now: number): boolean {
  return at <= now + minute && Math.max(opensAt, notBefore) <= now + longestDelay;
}

function isOwnFailure({ kind, host, defect }: Failure): boolean {
  return (
    kind === 'no-permission' ||
    kind === 'locked' ||
    defect === 'interrupted' ||
    (kind === 'offline' && host === undefined)
  );
}
