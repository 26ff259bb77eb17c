import { isDeepStrictEqual } from 'node:util';
import type { Journal } from '../../lib/journal.ts';
import type { Report } from '../../lib/report.ts';
import type { Browser } from './harness/launch.ts';
import { readStore } from './harness/stores.ts';

export type Reports = ReadonlyMap<string, Report>;

/** As they are stored, whatever the extension makes of them. */
export async function readReports(browser: Browser): Promise<Reports> {
  return (await readStore<Report>(await browser.silentPage(), 'reports')) ?? new Map();
}

/** By account. The store holds a note of the last alarm too, which has no entries. */
export async function readJournals(browser: Browser): Promise<Journal[]> {
  const journals = (await readStore<Partial<Journal>>(await browser.silentPage(), 'journal')) ?? new Map();
  return [...journals.values()].filter((each): each is Journal => each.entries !== undefined);
}

/**
 * What was seen in the store, look by look. A reading that was there once stays or gives way to a newer one. The figures
 * at the provider may only fall while a ledger is kept, so that each reading is another.
 */
export class Ledger {
  /** In words, each time that something was missing. */
  readonly losses: string[] = [];
  /** How many readings came. */
  readings = 0;
  /** How many attempts were seen under way. */
  attempts = 0;
  #known: Reports = new Map();

  see(reports: Reports): void {
    for (const [id, before] of this.#known) {
      const after = reports.get(id);
      this.losses.push(...lossesBetween(before, after).map((loss) => `${id}: ${loss}`));
      if (after && after.reading?.at !== before.reading?.at) this.readings += 1;
      if (after?.attempt && after.attempt.number !== before.attempt?.number) this.attempts += 1;
    }
    this.#known = reports;
  }
}

function lossesBetween(before: Report, after: Report | undefined): string[] {
  if (!after) return ['the report is gone'];
  if (after.told < before.told) return [`told fell from ${before.told} to ${after.told}`];
  if (!before.reading) return [];
  if (!after.reading) return ['the reading is gone'];
  const { at, balances } = after.reading;
  // Without news the reading is the same to the last digit. Another one would be a second poll in the place of a lost one.
  if (after.told === before.told && !isDeepStrictEqual(after.reading, before.reading)) return ['another reading'];
  if (at < before.reading.at) return [`the reading is older by ${before.reading.at - at} ms`];
  return before.reading.balances.flatMap(({ id, remaining }) => {
    const now = balances.find((balance) => balance.id === id)?.remaining;
    return now !== undefined && now <= remaining ? [] : [`${id} was ${remaining} and is ${now}`];
  });
}
