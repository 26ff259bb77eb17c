import type { Account } from '../../lib/account.ts';
import { chunkAfter, withReading, type Chunk } from '../../lib/history.ts';
import { emptyJournal, type Journal } from '../../lib/journal.ts';
import type { Reading } from '../../lib/reading.ts';
import { emptyReport, type Report } from '../../lib/report.ts';
import { defaultSettings, longestInterval } from '../../lib/settings.ts';
import { recordVersion, type StoredSetup } from '../../lib/stored.ts';
import { trendOf, type Trend } from '../../lib/trend.ts';

/** What is in the stores of the two extensions before a popup is opened. */
export interface Seed {
  setup: StoredSetup;
  reports: [id: string, report: Report][];
  journals: [id: string, journal: Journal][];
  trends: [id: string, trend: Trend][];
  /** What the floor shows of it. */
  floor: { label: string; remaining: number; limit: number }[];
}

const hour = 60 * 60_000;
const limit = 10_000;

/** Accounts that were just read and have a course of ten days behind them, so that nothing is due while we measure. */
export function seedOf(count: number, now: number): Seed {
  const accounts = Array.from({ length: count }, (_, index): Account => ({
    id: `bench-${index}`,
    provider: 'coinstats',
    label: `Account ${index}`,
    enabled: true,
    baseUrl: 'http://127.0.0.1:9',
    revision: 0,
  }));
  const readings = accounts.map((_, index) => readingOf(index, now - 1000));
  return {
    setup: {
      version: recordVersion,
      seq: 1000,
      accounts,
      settings: { ...defaultSettings, interval: longestInterval },
    },
    reports: accounts.map(({ id }, index) => [id, reportOf(readings[index], now)]),
    journals: accounts.map(({ id }) => [
      id,
      { ...emptyJournal, entries: [[1, now - 1000, 5, 'reading', now + 24 * hour]] },
    ]),
    trends: accounts.map(({ id }, index) => [id, trendFor(index, now - 1000)]),
    floor: accounts.map(({ label }, index) => ({ label, remaining: leftOf(index, now, now), limit })),
  };
}

function reportOf(reading: Reading | undefined, now: number): Report {
  return { ...emptyReport, ...(reading && { reading }), revision: 0, told: 1, dueAt: now + 24 * hour };
}

function readingOf(index: number, at: number): Reading {
  const remaining = leftOf(index, at, at);
  const balance = { id: 'account', remaining, used: limit - remaining, limit, unit: 'credit', plan: 'Growth' };
  return { at, balances: [balance] };
}

/** Falls by an account's own pace, and ends at an amount of its own. */
function leftOf(index: number, at: number, end: number): number {
  const pace = 1 + (index % 7);
  return 100 + ((index * 37) % 8000) + Math.round(((end - at) / hour) * pace);
}

function trendFor(index: number, end: number): Trend {
  let chunk: Chunk = chunkAfter(undefined, Math.floor((end - 240 * hour) / 1000));
  for (let at = end - 240 * hour; at <= end; at += 6 * hour) {
    const reading: Reading = {
      at,
      balances: [{ id: 'account', remaining: leftOf(index, at, end), limit, unit: 'credit' }],
    };
    chunk = withReading(chunk, reading, Math.floor(at / 1000));
  }
  return trendOf([chunk], readingOf(index, end));
}
