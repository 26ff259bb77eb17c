import { present } from './present.ts';
import { isCount, isMoment, isVersion, maybe, members, recordOf, recordVersion, versioned } from './stored.ts';

/** What the user wants left alone: moments in milliseconds since 1970, until which nothing is polled by itself. */
export interface Pauses {
  all?: number;
  /** By account id. */
  accounts: Record<string, number>;
}

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
  all: maybe(isMoment),
  accounts: recordOf(isMoment),
});

/** The pauses, if that is what was stored; always with their members in the same order. */
export function storedPausesFrom(stored: unknown): StoredPauses | undefined {
  const record = versioned(stored, { seq: 0 });
  if (!isStoredPauses(record)) return undefined;
  const { version, seq, all, accounts } = record as StoredPauses;
  return present<StoredPauses>({ version, seq, all, accounts });
}

/** The pauses that were stored; none, if that is something else. */
export function pausesFrom(stored: unknown): Pauses {
  const { all, accounts } = storedPausesFrom(stored) ?? emptyPauses;
  return present<Pauses>({ all, accounts });
}

/** The last moment that a date can tell: until the user resumes. */
export const untilResumed = 8.64e15;

/** Until when the account is paused, by itself or with all; undefined when it is not. */
export function pausedUntil(id: string, { all = 0, accounts }: Pauses, now: number): number | undefined {
  const until = Math.max(all, accounts[id] ?? 0);
  return until > now ? until : undefined;
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

/** The pauses that still count: not those that are over, nor of accounts that are gone. */
export function lastingPauses({ all, accounts }: Pauses, ids: string[], now: number): Pauses {
  const lasting = Object.entries(accounts).filter(([id, until]) => until > now && ids.includes(id));
  return { accounts: Object.fromEntries(lasting), ...(all !== undefined && all > now && { all }) };
}
