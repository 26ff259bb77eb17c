/** One allowance that can run dry by itself, as a provider told it. Absent means that the provider did not say. */
export interface Balance {
  /** Names the allowance within its account: `account`, `team`, `key`, `user`, `organization`. */
  id: string;
  /** What is left, raw; may exceed the limit, and may be negative. Meaningless when `unlimited`. */
  remaining: number;
  used?: number;
  limit?: number;
  /** What is counted: `credit` or `token` as in the locale files, or a currency as in ISO 4217, such as `USD`. */
  unit: string;
  unlimited?: true;
  plan?: string;
  /** When the next grant or period begins, in milliseconds since 1970. */
  resetsAt?: number;
  /** Whether what is unused at the reset is kept. */
  rollover?: boolean;
  /** What `remaining` is made of, where the provider tells: parts of it, never more to add to it. */
  parts?: Part[];
}

/** A part of a balance, such as the credits of one purchase. */
export interface Part {
  /** Two ways of splitting one balance: its wallets, and the top-ups that filled them. */
  kind: 'wallet' | 'top-up';
  /** The provider's own word for it, where it has one. */
  name?: string;
  remaining: number;
  /** When it is lost if unused, in milliseconds since 1970. */
  expiresAt?: number;
}

/**
 * What of a balance is lost if unused, and when: each amount once, however often it is split. Top-ups tell it one by one, so
 * wallets are only asked where no top-up has an end.
 */
export function expiringParts(parts: readonly Part[] = []): (Part & { expiresAt: number })[] {
  const ending = parts.flatMap((part) =>
    part.expiresAt === undefined ? [] : [{ ...part, expiresAt: part.expiresAt }],
  );
  const topUps = ending.filter(({ kind }) => kind === 'top-up');
  return topUps.length > 0 ? topUps : ending;
}
