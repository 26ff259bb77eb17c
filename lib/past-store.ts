import { writeAtOnce, type StoreName } from './database.ts';
import { stepsInOne } from './grouped.ts';
import { appendReading, type Read } from './history-store.ts';
import type { Entry } from './journal.ts';
import { noteAttempt } from './journal-store.ts';
import { settingAside } from './quarantine.ts';
import { announce } from './signal.ts';
import { putTrend } from './trend-store.ts';

/** What there is to remember of a poll, beside the report of it. */
export interface Past {
  reading?: Read;
  /** With how many polls were missed before it. */
  attempt?: { entry: Entry; missed: number };
}

const write = stepsInOne<(one: StoreName) => IDBObjectStore>((work) =>
  writeAtOnce(['history', 'trends', 'journal'], 'relaxed', work),
);

/** Adds a poll to the account's history and journal, and derives its trend anew: all of it or nothing. Written by the worker alone. */
export async function keepPast(id: string, { reading: read, attempt }: Past): Promise<void> {
  await settingAside((isSetAside) =>
    write(async (store) => {
      if (read) {
        await appendReading(store('history'), id, read, isSetAside);
        await putTrend(store, id, read.reading);
      }
      if (attempt) await noteAttempt(store('journal'), id, attempt.entry, attempt.missed, isSetAside);
    }),
  );
  announce();
}
