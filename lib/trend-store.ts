import { clear, delMany, entries, promisifyRequest } from 'idb-keyval';
import { objectStore, writeAtOnce, type StoreName } from './database.ts';
import { chunksFrom } from './history-store.ts';
import type { Reading } from './reading.ts';
import { announce } from './signal.ts';
import { listOf, isNumber, isText, maybe, members, recordOf } from './stored.ts';
import { trendOf, trendSpan, type Trend } from './trend.ts';

const trendStore = objectStore('trends', 'relaxed');

const isTrend = members({
  version: (value) => value === 1,
  at: isNumber,
  balances: recordOf(
    members({
      forecast: members({ kind: isText }),
      expiring: listOf(members({ amount: isNumber, at: isNumber })),
      spark: listOf(isNumber),
      anomaly: maybe(members({ perHour: isNumber, usual: isNumber })),
      arrived: maybe(members({ amount: isNumber, at: isNumber })),
    }),
  ),
});

/** By account id. */
export type Trends = ReadonlyMap<string, Trend>;

export async function loadTrends(): Promise<Trends> {
  const records = await entries<string, unknown>(trendStore);
  return new Map(records.filter((record): record is [string, Trend] => isTrend(record[1])));
}

/** Derives the account's trend anew from its history, of which the reading is a part already. */
export async function renewTrend(id: string, reading: Reading): Promise<void> {
  await writeAtOnce(['history', 'trends'], 'relaxed', (store) => putTrend(store, id, reading));
  announce();
}

/** The same, within a transaction that is under way. */
export async function putTrend(store: (one: StoreName) => IDBObjectStore, id: string, reading: Reading): Promise<void> {
  const chunks = await chunksFrom(store('history'), id, reading.at - trendSpan);
  await promisifyRequest(store('trends').put(trendOf(chunks, reading), id));
}

export async function dropTrends(ids: string[]): Promise<void> {
  if (ids.length > 0) await delMany(ids, trendStore);
}

export async function eraseTrends(): Promise<void> {
  await clear(trendStore);
}
