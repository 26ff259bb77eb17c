import { build } from 'vite';
import { chunkAfter, withReading, type Chunk } from '../../lib/history.ts';
import type { Reading } from '../../lib/reading.ts';
import { joined } from '../../lib/thinning.ts';
import { transactIn, type Transact } from '../e2e/harness/transaction.ts';
import { spreadOf } from './numbers.ts';
import type { Result } from './result.ts';
import type { Stage } from './stage.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const every = 15 * minute;
const accounts = 50;
const years = 5;

/** The history of five years, in the real store of a real browser: its size, one more reading, and a month read back. */
export async function histories(stage: Stage, rounds: number): Promise<Result[]> {
  const now = Math.floor(Date.now() / day) * day + 12 * 60 * minute;
  const page = await stage.page('ours');
  await page.evaluate(await storeCode());
  const before = await usageOf(stage);
  using transact = await transactIn(page);
  await page.evaluate(putAll, transact, chunksOf(now), accounts);
  const bytes = (await usageOf(stage)) - before;
  const times = await page.evaluate(
    async (at: number, count: number, month: number, kept: number) => {
      interface Store {
        append(id: string, reading: Reading, keptDays: number): Promise<void>;
        loadHistory(id: string, since: number): Promise<Chunk[]>;
      }
      const store = (globalThis as unknown as { benchHistory: Store }).benchHistory;
      const [appends, reads]: number[][] = [[], []];
      for (let round = 0; round < count; round += 1) {
        const balances = [{ id: 'account', remaining: 5000 - round, unit: 'credit' }];
        let begin = performance.now();
        await store.append(`bench-${round}`, { at: at + 60_000, balances }, kept);
        appends?.push(performance.now() - begin);
        begin = performance.now();
        const chunks = await store.loadHistory(`bench-${round}`, at - month);
        reads?.push(performance.now() - begin);
        if (chunks.length < 2) throw new Error('The history was not there.');
      }
      return { appends: appends ?? [], reads: reads ?? [] };
    },
    now,
    Math.max(rounds, 20),
    30 * day,
    years * 365,
  );
  return [
    { what: `history, ${years} years of ${accounts} accounts`, unit: 'MB', value: spreadOf([bytes / 1e6]), budget: 8 },
    { what: 'history, one reading added', unit: 'ms', value: spreadOf(times.appends), budget: 1 },
    { what: 'history, 30 days read', unit: 'ms', value: spreadOf(times.reads), budget: 5 },
  ];
}

/** The store of the history as a script, for a page that has none of it. */
async function storeCode(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    build: { write: false, lib: { entry: 'tests/bench/history-code.ts', formats: ['iife'], name: 'benchHistory' } },
  });
  const [{ output: [chunk] } = { output: [] }] = Array.isArray(built) ? built : [];
  if (chunk?.type !== 'chunk') throw new Error('The store of the history was not built.');
  return `${chunk.code};globalThis.benchHistory = benchHistory;`;
}

async function usageOf(stage: Stage): Promise<number> {
  const page = await stage.page('ours');
  return await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? Number.NaN);
}

/** By the key that the store has for each: the last week as it was read, a quarter by the hour, the rest by the day. */
function chunksOf(now: number): [key: [level: number, number: number], chunk: Chunk][] {
  const kept = new Map<string, [[number, number], Chunk]>();
  let before: Chunk | undefined;
  for (let start = now - years * 365 * day; start <= now; start += day) {
    const chunk = dayOf(before, Math.floor(start / day) * day, now);
    before = chunk;
    const age = (now - start) / day;
    const date = new Date(start);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
    const [level, number, begin, grain] =
      age > 90
        ? [0, year, Date.UTC(year, 0), 86_400]
        : age > 7
          ? [1, year * 12 + month, Date.UTC(year, month), 3600]
          : [2, Math.floor(start / day), Math.floor(start / day) * day, 1];
    const key = `${level} ${number}`;
    kept.set(key, [[level, number], joined(kept.get(key)?.[1], chunk, begin / 1000, grain)]);
  }
  return [...kept.values()];
}

/** Spends by day and rests by night, as people do. */
function dayOf(before: Chunk | undefined, start: number, now: number): Chunk {
  let chunk = chunkAfter(before, start / 1000);
  for (let at = start; at < Math.min(start + day, now); at += every) {
    const hour = new Date(at).getUTCHours();
    const remaining = 1e6 - Math.floor(at / day) * 40 - (hour < 8 ? 0 : Math.floor((at % day) / every) * 7);
    chunk = withReading(chunk, { at, balances: [{ id: 'account', remaining, unit: 'credit', limit: 1e6 }] }, at / 1000);
  }
  return chunk;
}

async function putAll(transact: Transact, chunks: [[number, number], Chunk][], count: number): Promise<void> {
  await transact('history', 'readwrite', (store) => {
    for (let account = 0; account < count; account += 1)
      for (const [[level, number], chunk] of chunks) store.put(chunk, [`bench-${account}`, level, number]);
  });
}
