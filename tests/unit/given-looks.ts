import { expect } from 'vitest';
import { judge } from '../../lib/alert-judge.ts';
import { accountRules, defaultAlertRules, type AccountAlerts, type AlertRules } from '../../lib/alert-settings.ts';
import { alertStateFrom, type AlertState } from '../../lib/alert-state.ts';
import type { AccountFacts, BalanceFacts } from '../../lib/alert.ts';
import { shareOf } from '../../lib/share.ts';
import { minute, noon } from './given.ts';

/** What the tests of which alerts are due start from: looks at one account, one after the other. */

export const interval = 15 * minute;

/** What is known at one look; the time of the reading follows by itself. */
export type Look = Partial<Omit<AccountFacts, 'account' | 'balances'>> & {
  balances?: Partial<BalanceFacts>[];
  now?: number;
};

export function factsAt(now: number, { balances = [{}], now: _, ...more }: Look): AccountFacts {
  return {
    account: 'a',
    revision: 0,
    readAt: now,
    failures: 0,
    balances: balances.map((told) => ({ id: 'account', remaining: 100, unit: 'credit', expiring: [], ...told })),
    ...more,
  };
}

/** A balance of which so much is left, of a limit of 100. */
export function left(remaining: number, told: Partial<BalanceFacts> = {}): Look {
  const share = shareOf({ id: 'account', remaining, unit: 'credit', limit: 100 }, undefined, undefined);
  return { balances: [{ remaining, ...(share && { share }), ...told }] };
}

interface Settings {
  rules?: Partial<AlertRules>;
  account?: AccountAlerts;
  tones?: { low: number; critical: number };
}

export const rulesOf = ({ rules, account, tones }: Settings) =>
  accountRules(
    tones ?? { low: 20, critical: 5 },
    { ...defaultAlertRules, notifications: true, ...rules },
    account ?? {},
    true,
  );

/** What each of the looks finds new, `-` for nothing: one look at every interval, or at the moment that it names. */
export function newsOf(looks: (Look & Settings)[], settings: Settings = {}): string {
  return follow(looks, settings).news;
}

export function follow(
  looks: (Look & Settings)[],
  settings: Settings = {},
): { news: string; state: AlertState; ids: string[] } {
  let state: AlertState | undefined;
  let now = noon;
  const news: string[] = [];
  const ids: string[] = [];
  for (const { rules, account, tones, ...look } of looks) {
    now = look.now ?? now + interval;
    const own = { ...settings, ...(rules && { rules }), ...(account && { account }), ...(tones && { tones }) };
    const judged = judge(state, factsAt(now, look), rulesOf(own), now);
    // What is stored is read back as it was.
    state = alertStateFrom(structuredClone(judged.state));
    expect(state).toEqual(judged.state);
    news.push(judged.due.map(({ kind }) => kind).join('+') || '-');
    ids.push(...judged.due.map(({ id }) => id));
  }
  if (!state) throw new Error('nothing was looked at');
  return { news: news.join(' '), state, ids };
}
