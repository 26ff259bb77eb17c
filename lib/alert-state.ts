import type { Alert } from './alert.ts';
import type { Ladder } from './alert-ladder.ts';
import { isCount, isNumber, isText, listOf, maybe, members, recordOf, recordVersion } from './stored.ts';

/** The ways in which an alert is told. */
export type Channel = 'notification' | 'webhook';

/** What has been noticed and told of one account. One record, changed in atomic steps. */
export interface AlertState {
  version: typeof recordVersion;
  /** The revision of the account that the marks belong to; -1 before anything was looked at. */
  revision: number;
  /** By balance id. */
  balances: Record<string, BalanceMarks>;
  /** The key is held to be refused. */
  refused?: true;
  /** Since when the account fails, in milliseconds since 1970, and whether that counts as long already. */
  failing?: { since: number; told?: true };
  /** Noticed, and not told yet. */
  pending: Pending[];
  /** The ids of the last alerts that were told, the latest last. */
  delivered: string[];
  snooze?: Snooze;
}

/** What is remembered of a balance, so that nothing is noticed twice. */
export interface BalanceMarks {
  unit: string;
  resetsAt?: number;
  /** What 100 % stood for when all was last well. */
  full?: number;
  percent: Ladder;
  amount?: Ladder;
  days?: Ladder;
  /** Of the last arrival that was noticed, in milliseconds since 1970. */
  arrivedAt: number;
  /** The moments, in milliseconds since 1970, of the expiries that were noticed. */
  expiring: number[];
  /** When the pace was last noticed, in milliseconds since 1970. */
  burnedAt?: number;
}

/** An alert on its way. */
export interface Pending {
  alert: Alert;
  /** Where it has not arrived yet. */
  to: Channel[];
  /** Somebody is telling it since this moment, in milliseconds since 1970. A worker that dies leaves it behind. */
  sending?: number;
}

/**
 * What the user wants to be left alone with: everything until a moment, in milliseconds since 1970; or what tells that a
 * balance runs dry, until one falls below the level (0 to 3, as on the ladder of percentages) at which all are now.
 */
export type Snooze = { until: number } | { above: number };

export const freshState: AlertState = {
  version: recordVersion,
  revision: -1,
  balances: {},
  pending: [],
  delivered: [],
};

const isFlag = (value: unknown) => typeof value === 'boolean';
const isObject = members({});
const isLadder = members({ level: isCount, limits: listOf(isNumber), renewedAt: maybe(isNumber) });
const isMarks = members({
  unit: isText,
  resetsAt: maybe(isNumber),
  full: maybe(isNumber),
  percent: isLadder,
  amount: maybe(isLadder),
  days: maybe(isLadder),
  arrivedAt: isNumber,
  expiring: listOf(isNumber),
  burnedAt: maybe(isNumber),
});
const isAlert = members({
  id: isText,
  kind: isText,
  account: isText,
  balance: maybe(isText),
  at: isNumber,
  facts: isObject,
});
const isState = members({
  version: (value) => value === recordVersion,
  revision: isNumber,
  balances: recordOf(isMarks),
  refused: maybe(isFlag),
  failing: maybe(members({ since: isNumber, told: maybe(isFlag) })),
  pending: listOf(members({ alert: isAlert, to: listOf(isText), sending: maybe(isNumber) })),
  delivered: listOf(isText),
  snooze: maybe(members({ until: maybe(isNumber), above: maybe(isNumber) })),
});

/** The state, if that is what was stored. Without one, the next look is a silent first one. */
export function alertStateFrom(stored: unknown): AlertState | undefined {
  return isState(stored) ? (stored as AlertState) : undefined;
}
