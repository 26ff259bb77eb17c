/** One allowance that can run dry by itself, as a provider told it. Absent means that the provider did not say. */
export interface Balance {
  /** Names the allowance within its account: `account`, `team`, `key`, `user`, `organization`. */
  id: string;
  /** What is left, raw; may exceed the limit, and may be negative. Meaningless when `unlimited`. */
  remaining: number;
  used?: number;
  limit?: number;
  /** What is counted, in the singular form of the locale files: `credit`. */
  unit: string;
  unlimited?: true;
  plan?: string;
  /** When the next grant or period begins, in milliseconds since 1970. */
  resetsAt?: number;
  /** Whether what is unused at the reset is kept. */
  rollover?: boolean;
}
