import { originOf, type Account } from './account.ts';
import type { HistoryEntry, HistoryRefusal } from './history-file.ts';
import { largestHistoryFile, readHistoryFile } from './history-file.ts';
import type { Gain } from './history-merge.ts';
import { gainOf, mergeHistories } from './history-store.ts';
import { announce } from './signal.ts';
import { loadReports } from './report-store.ts';
import { loadSetup } from './setup-store.ts';
import { renewTrend } from './trend-store.ts';

/** What a file of histories would bring to which account. */
export interface HistoryPlan {
  /** Brought in by it. */
  text: string;
  gains: { account: Account; gain: Gain }[];
  /** Entries whose account is not here. */
  strangers: HistoryEntry[];
}

/** A file that was chosen: what it would add, or why it is not taken. Throws when the file itself cannot be read. */
export async function planHistory(file: Blob, now: number): Promise<HistoryPlan | { refusals: HistoryRefusal[] }> {
  if (file.size > largestHistoryFile) return { refusals: [{ why: 'too-large' }] };
  const text = await file.text();
  const read = readHistoryFile(text, now);
  if ('refusals' in read) return read;
  const { accounts, settings } = await loadSetup();
  const { matches, strangers } = matched(read.entries, accounts);
  const gains: HistoryPlan['gains'] = [];
  for (const { account, entry } of matches)
    gains.push({ account, gain: await gainOf(account.id, entry.history, now, settings.historyDays) });
  return { text, gains, strangers };
}

/**
 * Brings a file in, all of it or nothing, in one transaction beside whatever the worker writes, and tells how many readings
 * came; undefined when the file is not taken.
 */
export async function importHistory(text: string, now: number): Promise<number | undefined> {
  const read = readHistoryFile(text, now);
  if ('refusals' in read) return undefined;
  const [{ accounts, settings }, reports] = await Promise.all([loadSetup(), loadReports()]);
  const { matches } = matched(read.entries, accounts);
  const given = new Map(matches.map(({ account, entry }) => [account.id, entry.history]));
  const gains = await mergeHistories(given, now, settings.historyDays);
  for (const [id, { readings }] of gains) {
    const reading = reports.get(id)?.reading;
    if (readings > 0 && reading) await renewTrend(id, reading);
  }
  announce();
  return [...gains.values()].reduce((sum, { readings }) => sum + readings, 0);
}

/** An account is the same here and there by its provider, label and origin. */
function matched(entries: HistoryEntry[], accounts: Account[]) {
  const left = [...accounts];
  const matches: { account: Account; entry: HistoryEntry }[] = [];
  const strangers: HistoryEntry[] = [];
  for (const entry of entries) {
    const place = left.findIndex(
      (account) =>
        account.provider === entry.provider && account.label === entry.label && originOf(account) === entry.origin,
    );
    const [account] = place < 0 ? [] : left.splice(place, 1);
    if (account) matches.push({ account, entry });
    else strangers.push(entry);
  }
  return { matches, strangers };
}
