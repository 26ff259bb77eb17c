import type { Balance } from './balance.ts';

/** All balances of one account at one moment. */
export interface Reading {
  /** When the answer arrived, in milliseconds since 1970. */
  at: number;
  /** When the figures were true, where that is much earlier, because a cache between us and the provider said so. */
  asOf?: number;
  balances: Balance[];
}
