import type { Hono } from 'hono';
import type { Shape } from './shape.ts';

/** So many requests in so many seconds, counted in a sliding window. */
export interface Rate {
  limit: number;
  seconds: number;
}

/** Where a caller stands in the window, this request included. */
export interface Standing {
  limit: number;
  remaining: number;
  /** Seconds from now until the oldest request leaves the window. */
  wait: number;
  /** The same moment as a Unix time in seconds. */
  resetAt: number;
  exceeded: boolean;
}

/** What the state of every account has, whoever the provider is. */
export interface AccountState {
  remaining: number;
  rate: Rate;
  /** Paths that this account's deployment does not have (404), so that fallbacks can be tried. */
  missingPaths: string[];
}

export type ReadHeader = (name: string) => string | undefined;

/** A request as an error answer needs to know it. */
export interface Call {
  path: string;
  key: string | undefined;
  standing: Standing;
}

export interface Refusal {
  body: object;
  headers?: Record<string, string>;
}

/** One provider's API: what its documentation says, with a state behind it. */
export interface Provider<State extends AccountState> {
  /** The figures of the documented example. A new account starts with them. */
  sample: State;
  /** What another process may set in a state, and of which type. */
  fields: Shape;
  keyOf(header: ReadHeader): string | undefined;
  /** Headers that stand on every answer, errors included. */
  rateHeaders(standing: Standing): Record<string, string>;
  /** Every documented error, by status. 401 and 429 are also given by the gate. */
  errors: Record<number, (call: Call) => Refusal>;
  /** A state that answers whatever the key, or without one. */
  keyless?(state: State): boolean;
  routes: Hono<{ Variables: { state: State } }>;
  spend(state: State, amount: number): void;
  buy(state: State, amount: number): void;
}

/** The key of `Authorization: Bearer …`: undefined without the header, '' for an empty token. */
export function bearerKey(header: ReadHeader): string | undefined {
  const value = header('authorization');
  // Another scheme is not a missing key but a wrong one: keep it whole, so that it matches no account.
  return value === undefined ? undefined : value.replace(/^bearer(\s+|$)/i, '');
}
