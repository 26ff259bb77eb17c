import type { Balance } from './balance.ts';
import { PollError, type Cause } from './failure.ts';
import type { Json } from './json.ts';
import { present } from './present.ts';

export type { Balance, Json };

/** What a provider answered to one request; the body is untrusted. */
export interface Answer {
  status: number;
  body: Json;
  /** A response header by its name in any case. */
  header: (name: string) => string | undefined;
  /** When the answer was sent, by the provider's own clock where it tells one, in milliseconds since 1970. */
  sentAt: number;
}

export interface GetOptions {
  headers?: Record<string, string>;
  /** Error statuses that the provider wants to see as an answer; any other ends the poll with its failure. */
  expect?: number[];
}

/** Asks the provider for a path below its origin (or below the account's base URL), with the account's key. */
export type Get = (path: string, options?: GetOptions) => Promise<Answer>;

/** One line of the account form that only this provider needs, sent as a header. */
export interface Field {
  /** Names the line in the account and in the exchange file, and its label in the locale files. */
  id: string;
  header: string;
}

/** A service whose API tells what is left. Reads like the API's documentation; knows no browser, clock or store. */
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
  /** The ids of the balances that it can report, each of which may be given its own "Full at". */
  balances: string[];
  fields?: Field[];
  /** How the key is sent. */
  authenticate: (key: string) => Record<string, string>;
  read: (get: Get) => Promise<Balance[]>;
  /**
   * Seconds until the next request is welcome, read from an answer of 429 or 5xx, where the provider says it in its own way.
   * A `Retry-After` header is read for all and goes before it.
   */
  wait?: (answer: Answer) => number | undefined;
}

/** `Authorization: Bearer …`, the commonest way. */
export function bearer(key: string): Record<string, string> {
  return { Authorization: `Bearer ${key}` };
}

/** A balance from what was told; what was not told may be given as undefined. */
export function balance(told: { [K in keyof Balance]: Balance[K] | undefined }): Balance {
  return present<Balance>(told);
}

/** Ends the poll for an answer that says in its body that the request failed, whatever its status. */
export function refuse(message: string | undefined): never {
  throw new PollError(present<Cause>({ kind: 'rejected', said: message }));
}
