import { gaugesOf, withTrend, type AccountGauges } from './gauge.ts';
import { isMarkedUnsaved, loadNotices } from './notices.ts';
import { pausedUntil, pausesFromNow } from './pause.ts';
import { nextPoll } from './schedule.ts';
import type { Settings } from './settings.ts';
import type { NoticeKind, Trouble } from './storage-trouble.ts';
import { loadShownBooks } from './store.ts';
import { loadTrends, type Trends } from './trend-store.ts';

/** Every account with its gauges, in the user's order, and what the user set. */
export interface Glance {
  accounts: AccountGauges[];
  settings: Settings;
  /** Until when all polling is paused, in milliseconds since 1970. */
  pausedUntil?: number;
}

/** All that is to be seen. */
export interface View extends Glance {
  /** What is to be said about the stores. */
  troubles: Trouble[];
}

/** Throws when neither the database nor its mirror can be read. */
export async function loadView(now: number): Promise<View> {
  const [{ glance, isBusy }, notices, isUnsaved] = await Promise.all([
    glanceAt(now),
    loadNotices().catch((): NoticeKind[] => []),
    isMarkedUnsaved().catch(() => false),
  ]);
  const lasting = isUnsaved ? (['unsaved'] as const) : isBusy ? (['busy'] as const) : [];
  return { ...glance, troubles: [...lasting, ...notices] };
}

/** The same without what is said about the stores, which neither badge nor alerts tell. */
export async function loadGlance(now: number): Promise<Glance> {
  return (await glanceAt(now)).glance;
}

async function glanceAt(now: number): Promise<{ glance: Glance; isBusy: boolean }> {
  const [read, trends] = await Promise.all([
    loadShownBooks(),
    // An extra: where they cannot be read, the balances are shown all the same.
    loadTrends().catch((): Trends => new Map()),
  ]);
  const { accounts, settings, reports } = read.books;
  const pauses = pausesFromNow(read.books.pauses, now);
  const shown = accounts.map((account) => {
    const [nextAt, until] = [nextPoll(account, read.books, now), pausedUntil(account.id, pauses, now)];
    const plan = { ...(nextAt !== undefined && { nextAt }), ...(until !== undefined && { pausedUntil: until }) };
    return withTrend(gaugesOf(account, reports.get(account.id), settings, now, plan), trends.get(account.id));
  });
  const all = pauses.all !== undefined && pauses.all > now ? { pausedUntil: pauses.all } : {};
  return { glance: { accounts: shown, settings, ...all }, isBusy: 'error' in read };
}
