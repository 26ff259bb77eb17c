import type { Balance } from './balance.ts';

/** All balances of one account at one moment. */
export interface Reading {
  /** When the answer arrived, in milliseconds since 1970. */
  at: number;
  balances: Balance[];
}
