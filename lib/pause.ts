import { present } from './present.ts';
import { isCount, isMoment, isVersion, maybe, members, recordOf, recordVersion, versioned } from './stored.ts';

/** What the user wants left alone: moments in milliseconds since 1970, until which nothing is polled by itself. */
export interface Pauses {
  /** When they were last changed; the first to be stored do not tell. */
  at?: number;
  all?: number;
  /** By account id. */
  accounts: Record<string, number>;
}

const minute = 60_000;

export const noPauses: Pauses = { accounts: {} };

/** As they are stored. */
export interface StoredPauses extends Pauses {
  version: typeof recordVersion;
  /** Grows with every change, so that of two copies the newer is known. */
  seq: number;
}

export const emptyPauses: StoredPauses = { version: recordVersion, seq: 0, ...noPauses };

const isStoredPauses = members({
  version: isVersion,
  seq: isCount,
  at: maybe(isMoment),
  all: maybe(isMoment),
  accounts: recordOf(isMoment),
});

/** The pauses, if that is what was stored; always with their members in the same order. */
export function storedPausesFrom(stored: unknown): StoredPauses | undefined {
  const record = versioned(stored, { seq: 0 });
  if (!isStoredPauses(record)) return undefined;
  const { version, seq, at, all, accounts } = record as StoredPauses;
  return present<StoredPauses>({ version, seq, at, all, accounts });
}

/** The pauses that were stored; none, if that is something else. */
export function pausesFrom(stored: unknown): Pauses {
  const { at, all, accounts } = storedPausesFrom(stored) ?? emptyPauses;
  return present<Pauses>({ at, all, accounts });
}

/** The last moment that a date can tell: until the user resumes. */
export const untilResumed = 8.64e15;

/** Until when the account is paused, by itself or with all; undefined when it is not. */
export function pausedUntil(id: string, pauses: Pauses, now: number): number | undefined {
  const { all = 0, accounts } = pausesFromNow(pauses, now);
  const until = Math.max(all, accounts[id] ?? 0);
  return until > now ? until : undefined;
}

/** The pauses; if they are of a future that the clock was set back from, what was left of each counts from now. */
export function pausesFromNow(pauses: Pauses, now: number): Pauses {
  const { at = 0, all, accounts } = pauses;
  if (at <= now + minute) return pauses;
  const again = (until: number) => (until === untilResumed ? until : Math.max(now, until - at + now));
  const shifted = Object.entries(accounts).map(([id, until]) => [id, again(until)] as const);
  return present<Pauses>({
    at: now,
    all: all === undefined ? undefined : again(all),
    accounts: Object.fromEntries(shifted),
  });
}

/** The pauses with one more, of one account or of all. */
export function withPause(pauses: Pauses, until: number, account?: string): Pauses {
  return account === undefined
    ? { ...pauses, all: until }
    : { ...pauses, accounts: { ...pauses.accounts, [account]: until } };
}

/** The pauses without that of one account; or, if none is named, without the pause of all. */
export function withoutPause({ all, accounts }: Pauses, account?: string): Pauses {
  if (account === undefined) return { accounts };
  const { [account]: _, ...others } = accounts;
  return { accounts: others, ...(all !== undefined && { all }) };
}

/** The pauses that still count now: not those that are over, nor of accounts that are gone. */
export function lastingPauses({ all, accounts }: Pauses, ids: string[], now: number): Pauses {
  const lasting = Object.entries(accounts).filter(([id, until]) => until > now && ids.includes(id));
  return { at: now, accounts: Object.fromEntries(lasting), ...(all !== undefined && all > now && { all }) };
}
