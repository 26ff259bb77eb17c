/** In percent: at or below which a balance is low, and at or below which it is critical. */
export interface Tones {
  low: number;
  critical: number;
}

/**
 * The percentages of one account, by what is set for all and what is its own. Where the two are not in order, as what is set for
 * all was changed since, the account's own counts and the other gives way.
 */
export function tonesOf(all: Tones, own: { low?: number; critical?: number } = {}): Tones {
  const { critical = Math.min(all.critical, own.low ?? all.low) } = own;
  return { low: own.low ?? Math.max(all.low, critical), critical };
}
