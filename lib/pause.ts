import { isMoment, maybe, members, recordOf } from './stored.ts';

/** What the user wants left alone: moments in milliseconds since 1970, until which nothing is polled by itself. */
export interface Pauses {
  all?: number;
  /** By account id. */
  accounts: Record<string, number>;
}

export const noPauses: Pauses = { accounts: {} };

/** Whether what was stored are pauses. */
export const isPauses = members({ all: maybe(isMoment), accounts: recordOf(isMoment) });

/** The pauses that were stored; none, if that is something else. */
export function pausesFrom(stored: unknown): Pauses {
  return isPauses(stored) ? (stored as Pauses) : noPauses;
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
