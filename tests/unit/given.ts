import { clear } from 'idb-keyval';
import type { Account } from '../../lib/account.ts';
import type { Balance } from '../../lib/balance.ts';
import { objectStore } from '../../lib/database.ts';
import { Json } from '../../lib/json.ts';
import type { Answer } from '../../lib/provider.ts';
import type { Surroundings } from '../../lib/check.ts';
import { emptyReport, type Report } from '../../lib/report.ts';
import type { Books } from '../../lib/schedule.ts';
import { defaultSettings } from '../../lib/settings.ts';

/** What the tests of many subjects start from. Each test says itself what matters to it. */

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** A moment in the middle of a day, in milliseconds since 1970. */
export const noon = Date.UTC(2026, 5, 17, 12);

export function accountOf(told: Partial<Account> = {}): Account {
  return { id: 'a', provider: 'crustdata', label: 'Work', enabled: true, revision: 0, ...told };
}

export function balanceOf(told: Partial<Balance> = {}): Balance {
  return { id: 'account', remaining: 47, unit: 'credit', ...told };
}

export function reportOf(told: Partial<Report> = {}): Report {
  return { ...emptyReport, revision: 0, ...told };
}

export function reportWith(balances: Balance[], told: Partial<Report> = {}): Report {
  return reportOf({ reading: { at: noon, balances }, ...told });
}

/** What a turn reads, with nothing known of the accounts but what is told. */
export function booksOf(accounts: Account[], told: Partial<Books> = {}): Books {
  return {
    accounts,
    settings: defaultSettings,
    reports: new Map(),
    hosts: new Map(),
    pauses: { accounts: {} },
    ...told,
  };
}

/** The same with one report for each. */
export function booksWith(accounts: Account[], report: Report | undefined, told: Partial<Books> = {}): Books {
  return booksOf(accounts, { reports: new Map(report && accounts.map(({ id }) => [id, report])), ...told });
}

export function readAt(at: number, told: Partial<Report> = {}): Report {
  return reportOf({ reading: { at, balances: [balanceOf()] }, ...told });
}

/** An account at a host of the user's own. */
export function accountAt(id: string, host = 'one', told: Partial<Account> = {}): Account {
  return accountOf({ id, provider: 'coinstats', baseUrl: `https://${host}.example`, ...told });
}

/** A world in which nothing stands in the way; the least random of chances. */
export function worldOf(told: Partial<Surroundings> = {}): Surroundings {
  return { now: () => noon, random: () => 0, isOnline: () => true, isAllowed: async () => true, ...told };
}

export function answerOf(
  status: number,
  headers: Record<string, string> = {},
  body: unknown = {},
  sentAt = noon,
): Answer {
  return { status, body: new Json(body), header: (name) => headers[name.toLowerCase()], sentAt };
}

export async function emptyStores(): Promise<void> {
  for (const store of ['setup', 'reports', 'hosts', 'journal', 'quarantine', 'history', 'trends', 'alerts'] as const)
    await clear(objectStore(store, 'relaxed'));
}
