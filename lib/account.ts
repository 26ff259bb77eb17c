import type { AccountAlerts } from './alert-settings.ts';
import { providerOf } from './providers/index.ts';

/** One key at one provider, with a label. The key itself is in the vault. */
export interface Account {
  /** Random; never shown. */
  id: string;
  /** The id of its provider. */
  provider: string;
  label: string;
  enabled: boolean;
  /** Replaces the provider's origin: a gateway, a self-hosted server. No slash at its end. */
  baseUrl?: string;
  /** By balance id: the amount that the user said counts as full. */
  full?: Record<string, number>;
  /** The ids of the balances that the badge leaves out. */
  muted?: string[];
  /** What is told of it otherwise than of the others. */
  alerts?: AccountAlerts;
  /** By field id: what the provider's own lines of the form were given. */
  fields?: Record<string, string>;
  /** The key is kept in memory alone, and gone when the browser closes. */
  forget?: true;
  /** The last four characters of the key, to tell keys apart. */
  keyEnd?: string;
  /** What its provider asked for when the key was tested before it was saved: to be left alone for `wait` ms, from `at` on. */
  asked?: { at: number; wait: number };
  /** Grows whenever something changes that a poll depends on, so that an older schedule no longer counts. */
  revision: number;
}

/** The URL that the provider's paths are put behind; undefined when the provider is not known. */
export function baseOf(account: Pick<Account, 'provider' | 'baseUrl'>): string | undefined {
  return account.baseUrl ?? providerOf(account.provider)?.origin;
}

/** The one origin that the account's key belongs to; undefined when the provider is not known. */
export function originOf(account: Pick<Account, 'provider' | 'baseUrl'>): string | undefined {
  const base = baseOf(account);
  return base === undefined ? undefined : new URL(base).origin;
}

/** What the account shares its requests and its host's trouble under: its origin, or itself where that is not known. */
export function laneOf(account: Pick<Account, 'id' | 'provider' | 'baseUrl'>): string {
  return originOf(account) ?? account.id;
}

/** Whether the account can do without a key: a server of the user's own may not want one. */
export function mayBeKeyless({ provider, baseUrl }: Pick<Account, 'provider' | 'baseUrl'>): boolean {
  return baseUrl !== undefined && providerOf(provider)?.keyless === true;
}

/** All that a poll's answer depends on, but for the key. */
export function pollInputs({ baseUrl, fields }: Account): string {
  return JSON.stringify([baseUrl, Object.entries(fields ?? {}).toSorted(([a], [b]) => a.localeCompare(b))]);
}

/** What the figures come from. A key that is pasted again, having been forgotten or lost, makes no other one. */
export function sourceOf(account: Account): string {
  return `${account.keyEnd ?? ''} ${pollInputs(account)}`;
}

/** The last four characters of a key, or fewer of a short one, so that never half of it is told. */
export function endOf(key: string): string {
  return key.slice(key.length - Math.min(4, Math.floor(key.length / 4)));
}
