import { meets, soon, type Row } from './row.ts';

/** An answer of CoinStats, with some of its members changed. */
export function saying(changed: Record<string, unknown>): Row['inject'] {
  const body = { totalCredits: 100_000, usedCredits: 45_000, remainingCredits: 55_000, subscription: 'PRO' };
  return sending(JSON.stringify({ ...body, ...changed }));
}

/** A good status, and this text. */
export function sending(body: string): Row['inject'] {
  return meets({ kind: 'answer', status: 200, body });
}

/** A row to go with another trouble: the provider fails, and says no more of it. */
export const troubled: Row = {
  inject: meets({ kind: 'answer', status: 503 }),
  sentence: 'CoinStats has a problem of its own. Nothing to do but wait.',
  next: soon,
};
