import type { Account } from './account.ts';
import { alarmTime } from './alarm.ts';
import { emptyJournal, type Journal } from './journal.ts';
import { mirroredReports, mirroredSetup } from './mirror.ts';
import { pausedUntil } from './pause.ts';
import { nextPoll, type Books } from './schedule.ts';
import { portableSettings } from './settings.ts';
import { loadAlarmNote, loadJournals, type AlarmNote } from './journal-store.ts';
import { countSetAside } from './quarantine.ts';
import { loadRawSetup } from './setup-store.ts';
import { loadBooks } from './store.ts';
import { reportFrom, setupFrom } from './stored.ts';

/** How the polling and the stores are doing, for who wants to know why a figure is old. */
export interface Diagnostics {
  alarm: {
    last?: AlarmNote;
    /** In milliseconds since 1970; absent when no alarm stands. */
    next?: number;
  };
  accounts: AccountDiagnostics[];
  storage: {
    /** Whether the mirror holds what the database holds. */
    isMirrored: boolean;
    /** Records that could not be read. */
    setAside: number;
    /** What all stores take, in bytes, where the browser tells. */
    bytes?: number;
  };
}

export interface AccountDiagnostics {
  account: Account;
  journal: Journal;
  nextAt?: number;
}

export async function loadDiagnostics(now: number): Promise<Diagnostics> {
  const [books, journals, last, next, setAside, estimate] = await Promise.all([
    loadBooks(),
    loadJournals(),
    loadAlarmNote(),
    alarmTime(),
    countSetAside(),
    navigator.storage.estimate().catch(() => undefined),
  ]);
  const accounts = books.accounts.map((account): AccountDiagnostics => {
    const nextAt = nextPoll(account, books, now);
    const journal = journals.get(account.id) ?? emptyJournal;
    return { account, journal, ...(nextAt !== undefined && { nextAt }) };
  });
  return {
    alarm: { ...(last && { last }), ...(next !== undefined && { next }) },
    accounts,
    storage: {
      isMirrored: await isMirrored(books),
      setAside,
      ...(estimate?.usage !== undefined && { bytes: estimate.usage }),
    },
  };
}

/**
 * The same to be sent to others who help: no label, host, key or amount is in it, and accounts are told apart by their
 * place in the list.
 */
export async function reportText(about: object, now: number): Promise<string> {
  const [diagnostics, books] = [await loadDiagnostics(now), await loadBooks()];
  const accounts = diagnostics.accounts.map(({ account, journal, nextAt }) => ({
    provider: account.provider,
    hasOwnAddress: account.baseUrl !== undefined,
    hasKey: account.keyEnd !== undefined,
    enabled: account.enabled,
    isPaused: pausedUntil(account.id, books.pauses, now) !== undefined,
    failures: books.reports.get(account.id)?.failures ?? 0,
    failure: books.reports.get(account.id)?.failure?.kind,
    readAt: isoOf(books.reports.get(account.id)?.reading?.at),
    next: isoOf(nextAt),
    missed: journal.missed,
    attempts: journal.entries.map(([number, at, took, ending, dueAt]) => ({
      number,
      at: isoOf(at),
      took,
      ending,
      next: isoOf(dueAt),
    })),
  }));
  const { last, next } = diagnostics.alarm;
  const alarm = { scheduled: isoOf(last?.scheduled), wentOff: isoOf(last?.at), next: isoOf(next) };
  const { alerts, ...settings } = portableSettings(books.settings);
  const { amount: _, ...rules } = alerts;
  const report = {
    ...about,
    at: isoOf(now),
    settings: { ...settings, alerts: rules },
    alarm,
    storage: diagnostics.storage,
    troubledHosts: books.hosts.size,
  };
  return `${JSON.stringify({ ...report, accounts }, null, 2)}\n`;
}

async function isMirrored({ accounts, reports }: Books): Promise<boolean> {
  const [stored, twin] = [setupFrom(await loadRawSetup()), setupFrom(await mirroredSetup())];
  const twins = await mirroredReports(accounts.map(({ id }) => id));
  const isTold = ({ id }: Account) => (reports.get(id)?.told ?? 0) <= (reportFrom(twins.get(id))?.told ?? 0);
  return stored?.setup.seq === twin?.setup.seq && accounts.every(isTold);
}

/** Undefined where the clock, or a damaged record, has no date to tell. */
function isoOf(moment: number | undefined): string | undefined {
  if (moment === undefined || Number.isNaN(new Date(moment).getTime())) return undefined;
  return new Date(moment).toISOString();
}
