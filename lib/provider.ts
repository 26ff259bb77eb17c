import type { Balance, Part } from './balance.ts';
import { kindOfStatus, PollError, type Cause } from './failure.ts';
import type { Json } from './json.ts';
import { present } from './present.ts';

export type { Balance, Json, Part };

/** What a provider answered to one request; the body is untrusted. */
export interface Answer {
  status: number;
  body: Json;
  /** A response header by its name in any case. */
  header: (name: string) => string | undefined;
  /** When the answer was sent, by the provider's own clock where it tells one, in milliseconds since 1970. */
  sentAt: number;
}

interface GetOptions {
  headers?: Record<string, string>;
  /** Error statuses that the provider wants to see as an answer; any other ends the poll with its failure. */
  expect?: number[];
}

/** Asks the provider for a path below its origin (or below the account's base URL), with the account's key. */
export type Get = (path: string, options?: GetOptions) => Promise<Answer>;

/** One line of the account form that only this provider needs, sent as a header. */
interface Field {
  /** Names the line in the account and in the exchange file, and its label in the locale files. */
  id: string;
  header: string;
}

/**
 * A service whose API tells what is left. Reads like the API's documentation; knows no browser, clock or store.
 * The list in the comment above each provider is what docs/providers.md says of its quirks.
 */
export interface Provider {
  id: string;
  /** A proper noun, not translated. */
  name: string;
  /** Where the API lives, such as `https://api.example.com`; an account's base URL replaces it. */
  origin: string;
  /** The provider's own page on usage and credit, where it has one. */
  dashboard?: string;
  /** The documentation page that this file was written from. */
  docs: string;
  /** The ids of the balances that every account has, each of which may be given its own "Full at". */
  balances: string[];
  /** The ids of those that only some accounts have. */
  rareBalances?: string[];
  fields?: Field[];
  /** Whether asking costs credit; `unstated` where the documentation does not say. */
  pollCost: 'free' | 'unstated';
  /** Minutes between two polls below which the figures do not change anyhow. */
  leastInterval?: number;
  /** A server of the user's own, behind a base URL, may want no key. */
  keyless?: true;
  /** Where a 429 may also mean that the credits are used up: what its message says then. */
  exhausted?: RegExp;
  /** How every key, or every new one, begins; so that a key which ends up in the wrong place is noticed. */
  keyPrefix?: string;
  /** How the key is sent. */
  authenticate: (key: string) => Record<string, string>;
  read: (get: Get) => Promise<Balance[]>;
  /**
   * Seconds until the next request is welcome, read from an answer of 429 or 5xx, where the provider says it in its own way.
   * A `Retry-After` header is read for all and goes before it.
   */
  wait?: (answer: Answer) => number | undefined;
}

/** The ids of all balances that an account may have. */
export function balancesOf({ balances, rareBalances = [] }: Provider): string[] {
  return [...balances, ...rareBalances];
}

/** `Authorization: Bearer …`, the commonest way. */
export function bearer(key: string): Record<string, string> {
  return { Authorization: `Bearer ${key}` };
}

/** A balance from what was told; what was not told may be given as undefined. */
export function balance(told: { [K in keyof Balance]: Balance[K] | undefined }): Balance {
  return present<Balance>(told);
}

/** Ends the poll for an answer whose body says that the request failed; its status decides how, if it is one of an error. */
export function refuse(message: string | undefined, status = 200): never {
  const kind = status < 400 ? 'rejected' : kindOfStatus(status);
  throw new PollError(present<Cause>({ kind, said: message, status: status < 400 ? undefined : status }));
}
