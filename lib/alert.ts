import type { Failure, FailureKind } from './failure.ts';
import type { Basis, Share } from './share.ts';

export const alertKinds = [
  'low',
  'critical',
  'empty',
  'amount',
  'days',
  'refused',
  'failing',
  'arrived',
  'expiring',
  'burning',
] as const;

/**
 * What an alert is about: a balance that fell to a percentage, an amount, or so many days; a key that was refused; an
 * account that could not be read for long; credit that arrived, is about to expire, or is used up faster than usual.
 */
export type AlertKind = (typeof alertKinds)[number];

/** Something that the user wants to be told once. */
export interface Alert {
  /**
   * Account, balance, kind and cycle. It is made once and saved before anybody is told, so that a repeat after a kill is
   * recognised: by the browser, which replaces a notification of the same id, and by whoever receives a webhook.
   */
  id: string;
  kind: AlertKind;
  /** The id of its account. */
  account: string;
  /** The id of its balance, where it is about one. */
  balance?: string;
  /** The account has other balances, so this one has to be named. */
  several?: true;
  /** When it was noticed, in milliseconds since 1970. */
  at: number;
  facts: AlertFacts;
}

/** The numbers that an alert's words are made of; which of them there are depends on its kind. Nothing here is a provider's text. */
export interface AlertFacts {
  remaining?: number;
  /** As in a balance; absent where the provider counts in a unit that we have no word for. */
  unit?: string;
  percent?: number;
  percentText?: string;
  full?: number;
  basis?: Basis;
  /** When the balance runs out at the present pace, in milliseconds since 1970. */
  runsOutAt?: number;
  /** What arrived, or what expires. */
  amount?: number;
  /** In milliseconds since 1970. */
  expiresAt?: number;
  /** What is used in an hour, and what is usual. */
  perHour?: number;
  usual?: number;
  failure?: FailureKind;
  /** Since when the account fails, in milliseconds since 1970. */
  since?: number;
}

/** What is known of an account at a moment, as far as alerts care. */
export interface AccountFacts {
  account: string;
  /** Of the account; when it changes, there may be another balance behind the key. */
  revision: number;
  /** When the balances were read, in milliseconds since 1970. */
  readAt?: number;
  failure?: Pick<Failure, 'kind' | 'status' | 'host' | 'defect' | 'at'>;
  /** Failed attempts in a row. */
  failures: number;
  balances: BalanceFacts[];
}

export interface BalanceFacts {
  id: string;
  remaining: number;
  unit: string;
  unlimited?: true;
  share?: Share;
  /** In milliseconds since 1970. */
  resetsAt?: number;
  /** The last top-up or refill that was seen. */
  arrived?: { amount: number; at: number };
  forecast?: ForecastFacts;
  /** Parts of the balance that are lost if unused. */
  expiring: { amount: number; at: number }[];
  /** It is used up faster than usual. */
  anomaly?: { perHour: number; usual: number };
}

/** Of a forecast only what alerts need; any other kind says nothing of when the balance runs out. */
type ForecastFacts =
  | { kind: 'runs-out'; at: number; resetsAt?: number }
  | { kind: 'lasts'; perDay: number }
  | { kind: 'unlimited' | 'empty' | 'too-early' | 'idle' };

/** How bad it is that a balance runs dry. Of several such alerts that come at the same moment, the worst tells all. */
export const dryness: Partial<Record<AlertKind, number>> = { low: 1, amount: 2, days: 3, critical: 4, empty: 5 };

export type Severity = 'info' | 'warning' | 'critical';

export function severityOf(kind: AlertKind): Severity {
  if (kind === 'critical' || kind === 'empty' || kind === 'refused') return 'critical';
  return kind === 'arrived' ? 'info' : 'warning';
}

/** `cycle` tells one crossing from the next: the moment, in milliseconds since 1970, that it began with. */
export function alertId(account: string, balance: string, kind: AlertKind, cycle: number): string {
  return [account, balance, kind, Math.max(0, Math.floor(cycle)).toString(36)].join('.');
}

/** The id of the account that an alert is about, by the alert's own. */
export function accountOfAlert(id: string): string {
  return id.split('.')[0] ?? '';
}
