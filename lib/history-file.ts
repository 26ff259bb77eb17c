import * as v from 'valibot';
import { originOf, type Account } from './account.ts';
import { mostAccounts } from './exchange.ts';
import { labelIn, placeOf, readHead, type HeadRefusal } from './file-head.ts';
import { eventKinds, runLength, type Chunk, type Track } from './history.ts';
import { plainText } from './json.ts';
import { balancesOf } from './provider.ts';
import { providers } from './providers/index.ts';
import { wholeOf } from './thinning.ts';
import { without } from './without.ts';

/** The file that history is saved to and brought back from, as docs/history-file.md describes it. */
const format = 'credit-gauge-history';
const version = 1;

/** In bytes; what five years of a hundred accounts take is half of it. */
export const largestHistoryFile = 32 * 1024 * 1024;

const day = 24 * 60 * 60_000;

/** The history of one account, whichever id the account has here; all times are counted from 1970. */
export interface HistoryEntry {
  provider: string;
  label: string;
  /** Of the address that is asked, so that an account elsewhere gets no foreign past. */
  origin: string;
  history: Chunk;
}

/** Why a file is not taken. Entries are counted from 1. */
export type HistoryRefusal =
  | HeadRefusal
  | { why: 'accounts' }
  | { why: 'entry'; entry: number; label: string; path: string };

/**
 * The files of what is known of some accounts: one, or where that would be too large to be brought back as many as it takes,
 * each whole by itself. `most` is in bytes.
 */
export function historyFiles(
  histories: { account: Account; chunks: Chunk[] }[],
  most = largestHistoryFile,
): { name: string; text: string }[] {
  const files: string[][] = [[]];
  // The first entry has no comma before it.
  const whole = most - sizeOf(textOf([])) + 1;
  let room = whole;
  for (const history of histories) {
    const entry = entryOf(history);
    const size = sizeOf(entry) + 1;
    if (size > room && files.at(-1)?.length !== 0) {
      files.push([]);
      room = whole;
    }
    files.at(-1)?.push(entry);
    room -= size;
  }
  return files.map((entries, place) => ({
    name: files.length === 1 ? 'credit-gauge-history.json' : `credit-gauge-history-${place + 1}.json`,
    text: textOf(entries),
  }));
}

function textOf(entries: string[]): string {
  return `{"format":"${format}","version":${version},"accounts":[${entries.join(',')}]}\n`;
}

function entryOf({ account, chunks }: { account: Account; chunks: Chunk[] }): string {
  return JSON.stringify({
    provider: account.provider,
    label: account.label,
    origin: originOf(account) ?? '',
    balances: Object.entries(wholeOf(chunks).tracks).map(([id, { last, runs, events }]) => ({
      id,
      last: without(last, 'source'),
      stretches: stretchesIn(runs),
      events,
    })),
  });
}

function sizeOf(text: string): number {
  return new Blob([text]).size;
}

function stretchesIn(runs: number[]): number[][] {
  return Array.from({ length: runs.length / runLength }, (_, place) =>
    runs.slice(place * runLength, (place + 1) * runLength),
  );
}

/** Reads a file whole, or says all that is wrong with it. `now` is in milliseconds since 1970. */
export function readHistoryFile(
  text: string,
  now: number,
): { entries: HistoryEntry[] } | { refusals: HistoryRefusal[] } {
  const file = readHead(text, { format, version, largest: largestHistoryFile });
  if ('why' in file) return { refusals: [file] };
  const { accounts } = file.members;
  if (!Array.isArray(accounts) || accounts.length > mostAccounts) return { refusals: [{ why: 'accounts' }] };
  const schemas = new Map(
    providers.map((provider) => [provider.id, entrySchema(now, v.picklist(balancesOf(provider)))]),
  );
  const stranger = entrySchema(now, v.string());
  const entries: HistoryEntry[] = [];
  const refusals: HistoryRefusal[] = [];
  for (const [index, given] of accounts.entries()) {
    const named = v.safeParse(v.object({ provider: v.string() }), given);
    const schema = (named.success && schemas.get(named.output.provider)) || stranger;
    const result = v.safeParse(schema, given);
    if (result.success) entries.push(entryFrom(result.output));
    else refusals.push({ why: 'entry', entry: index + 1, label: labelIn(given), path: placeOf(result.issues[0]) });
  }
  return refusals.length > 0 ? { refusals } : { entries };
}

type Parsed = v.InferOutput<ReturnType<typeof entrySchema>>;

/**
 * Nothing is in the future, but for a clock that is a little ahead; and everything is in the order of time. `id` is what may
 * name a balance: one of the provider's, where it is known.
 */
function entrySchema(now: number, id: v.GenericSchema<string>) {
  const moment = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue((now + day) / 1000));
  const amount = v.pipe(v.number(), v.minValue(-1e15), v.maxValue(1e15));
  const spent = v.pipe(amount, v.minValue(0));
  const unit = v.pipe(
    v.string(),
    v.minLength(1),
    v.check((text) => plainText(text) === text),
  );
  const last = v.strictObject({
    remaining: amount,
    unit,
    limit: v.exactOptional(amount),
    resetsAt: v.exactOptional(v.pipe(v.number(), v.minValue(-8.64e15), v.maxValue(8.64e15))),
  });
  const stretches = v.pipe(
    v.array(v.strictTuple([moment, moment, amount, spent])),
    v.check((all) => all.every(([from, to], place) => to >= from && from >= (all[place - 1]?.[1] ?? 0))),
  );
  const events = v.pipe(
    v.array(v.strictTuple([moment, v.picklist(eventKinds), amount])),
    v.check((all) => all.every(([at], place) => at >= (all[place - 1]?.[0] ?? 0))),
  );
  const balances = v.pipe(
    v.array(v.strictObject({ id, last, stretches, events })),
    v.check((all) => new Set(all.map((balance) => balance.id)).size === all.length),
  );
  return v.strictObject({ provider: v.string(), label: v.string(), origin: v.string(), balances });
}

function entryFrom({ provider, label, origin, balances }: Parsed): HistoryEntry {
  const tracks = balances.map(({ id, last, stretches, events }): [string, Track] => [
    id,
    { last, runs: stretches.flat(), events },
  ]);
  return { provider, label, origin, history: { version: 1, start: 0, tracks: Object.fromEntries(tracks) } };
}
