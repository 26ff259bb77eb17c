import type { Account } from './account.ts';
import { nextAlarm } from './alarm.ts';
import { emptyJournal, type Journal } from './journal.ts';
import { mirroredReports, mirroredSetup } from './mirror.ts';
import { pausedUntil } from './pause.ts';
import { present } from './present.ts';
import { nextPoll, type Books } from './schedule.ts';
import { portableSettings, type Settings } from './settings.ts';
import { loadAlarmNote, loadJournals, type AlarmNote } from './journal-store.ts';
import { countSetAside } from './quarantine.ts';
import { loadRawSetup } from './setup-store.ts';
import { loadShownBooks } from './store.ts';
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
    /** The name of what keeps the database, or a part of it, from being read; what is told then is what is known all the same. */
    error?: string;
    /** Whether the mirror holds what the database holds, where both can be read. */
    isMirrored?: boolean;
    /** Records that could not be read. */
    setAside?: number;
    /** What all stores take, in bytes, where the browser tells. */
    bytes?: number;
  };
}

export interface AccountDiagnostics {
  account: Account;
  /** Absent where it cannot be read. */
  journal?: Journal;
  nextAt?: number;
}

export async function loadDiagnostics(now: number): Promise<Diagnostics> {
  return (await lookAround(now)).diagnostics;
}

/** Every part by itself, for it is when something cannot be read that somebody looks here; and the books, or what their mirror has of them. */
async function lookAround(now: number): Promise<{ diagnostics: Diagnostics; books?: Books }> {
  const [read, journals, last, setAside, next, estimate] = await Promise.allSettled([
    loadShownBooks(),
    loadJournals(),
    loadAlarmNote(),
    countSetAside(),
    nextAlarm(),
    navigator.storage.estimate(),
  ]);
  const { books, error } = valueOf(read) ?? {};
  const failure = [error, ...[read, journals, last, setAside].map(reasonOf)].find((one) => one !== undefined);
  const known = valueOf(journals);
  const accounts = (books?.accounts ?? []).map((account) =>
    present<AccountDiagnostics>({
      account,
      journal: known && (known.get(account.id) ?? emptyJournal),
      nextAt: books && nextPoll(account, books, now),
    }),
  );
  const storage = present<Diagnostics['storage']>({
    error: failure === undefined ? undefined : nameOf(failure),
    isMirrored: books && failure === undefined ? await isMirrored(books).catch(() => false) : undefined,
    setAside: valueOf(setAside),
    bytes: valueOf(estimate)?.usage,
  });
  const alarm = present<Diagnostics['alarm']>({ last: valueOf(last), next: valueOf(next) });
  return { diagnostics: { alarm, accounts, storage }, ...(books && { books }) };
}

function valueOf<T>(end: PromiseSettledResult<T>): T | undefined {
  return end.status === 'fulfilled' ? end.value : undefined;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'Error';
}

function reasonOf(end: PromiseSettledResult<unknown>): unknown {
  return end.status === 'rejected' ? end.reason : undefined;
}

/**
 * The same to be sent to others who help: no label, host, key or amount is in it, and accounts are told apart by their
 * place in the list.
 */
export async function reportText(about: object, now: number): Promise<string> {
  const { diagnostics, books } = await lookAround(now);
  const accounts = diagnostics.accounts.map(({ account, journal, nextAt }) => ({
    provider: account.provider,
    hasOwnAddress: account.baseUrl !== undefined,
    hasKey: account.keyEnd !== undefined,
    enabled: account.enabled,
    isPaused: books && pausedUntil(account.id, books.pauses, now) !== undefined,
    failures: books?.reports.get(account.id)?.failures ?? 0,
    failure: books?.reports.get(account.id)?.failure?.kind,
    readAt: isoOf(books?.reports.get(account.id)?.reading?.at),
    next: isoOf(nextAt),
    missed: journal?.missed,
    attempts: journal?.entries.map(([number, at, took, ending, dueAt]) => ({
      number,
      at: isoOf(at),
      took,
      ending,
      next: isoOf(dueAt),
    })),
  }));
  const { last, next } = diagnostics.alarm;
  const alarm = { scheduled: isoOf(last?.scheduled), wentOff: isoOf(last?.at), next: isoOf(next) };
  const settings = books && settingsToTell(books.settings);
  const report = {
    ...about,
    at: isoOf(now),
    settings,
    alarm,
    storage: diagnostics.storage,
    // The mirror knows of none.
    troubledHosts: diagnostics.storage.error === undefined ? books?.hosts.size : undefined,
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

/** The amount at which to alert is one that somebody has. */
function settingsToTell(settings: Settings): object {
  const { alerts, ...others } = portableSettings(settings);
  const { amount: _, ...rules } = alerts;
  return { ...others, alerts: rules };
}
