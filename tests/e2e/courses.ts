import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import type { Balance } from '../../lib/balance.ts';
import { differs, eventsOf, pointsOf, type Chunk, type Point } from '../../lib/history.ts';
import { refreshAtOnce } from './given.ts';
import { until } from './harness/deadline.ts';
import type { Browser } from './harness/launch.ts';
import { readStore } from './harness/stores.ts';
import { readReports, type Reports } from './ledger.ts';
import type { Running } from './running.ts';

/** A balance as a report holds it, which has to be in the account's history as well. */
interface Figure {
  account: string;
  balance: Balance;
  /** When it was read, in milliseconds since 1970. */
  at: number;
}

/** By account, with the oldest chunk first. */
type Histories = ReadonlyMap<string, Chunk[]>;

/**
 * Whether the histories keep up with the reports. The figures at the provider may only fall meanwhile, so all that a history
 * may tell is use.
 */
export class Courses {
  /** How many figures were seen that were not in their history yet: the worker was killed in between. */
  behind = 0;
  readonly #running: Running;
  readonly #seen = new Map<string, Figure>();

  constructor(running: Running) {
    this.#running = running;
  }

  /** Remembers what is in the reports. */
  async see(reports: Reports): Promise<void> {
    const histories = await readHistories(this.#running.browser);
    for (const figure of figuresIn(reports)) {
      const key = `${figure.account} ${figure.balance.id} ${figure.at}`;
      if (this.#seen.has(key)) continue;
      this.#seen.set(key, figure);
      if (!isKnown(histories, figure)) this.behind += 1;
    }
  }

  /**
   * Polls once more, until each history ends with what was read last; and tells in words what of all that was seen is in
   * none, what moment is in one twice, and what was spent otherwise than the figures say.
   */
  async flaws(popup: Page): Promise<string[]> {
    const { figures, histories } = await this.#readOnceMore(popup);
    const missing = [...this.#seen.values()].filter((figure) => !isKnown(histories, figure));
    return [
      ...missing.map((figure) => `missing: ${JSON.stringify(figure)}`),
      ...figures.flatMap(({ account, balance }) => flawsIn(histories.get(account) ?? [], balance.id)),
    ];
  }

  async #readOnceMore(popup: Page): Promise<{ figures: Figure[]; histories: Histories }> {
    const { browser, spend } = this.#running;
    spend();
    // History has one reading of a second; from the next on all that is read is the same.
    const from = Date.now() + 1000;
    return await until(30_000, 'each history ends with what was read last', async () => {
      await refreshAtOnce(popup);
      await sleep(500);
      const figures = figuresIn(await readReports(browser));
      const histories = await readHistories(browser);
      const isWritten = figures.every((figure) => {
        const end = pointsFor(histories, figure).at(-1);
        return figure.at >= from && end?.at === secondOf(figure) && end.remaining === figure.balance.remaining;
      });
      return isWritten && figures.length > 0 && { figures, histories };
    });
  }
}

async function readHistories(browser: Browser): Promise<Histories> {
  // The key of a chunk is its account, its level and its number, which is the order of time.
  const stored = (await readStore<Chunk>(await browser.silentPage(), 'history')) ?? new Map<string, Chunk>();
  const chunks = [...stored].map(([key, chunk]) => ({ account: (key as unknown as [account: string])[0], chunk }));
  const byAccount = Map.groupBy(chunks, ({ account }) => account);
  return new Map([...byAccount].map(([account, parts]) => [account, parts.map(({ chunk }) => chunk)]));
}

/** Unlimited balances have no history. */
function figuresIn(reports: Reports): Figure[] {
  return [...reports].flatMap(([account, { reading }]) =>
    (reading?.balances ?? [])
      .filter(({ unlimited }) => !unlimited)
      .map((balance) => ({ account, balance, at: reading?.at ?? 0 })),
  );
}

function pointsFor(histories: Histories, { account, balance }: Figure): Point[] {
  return pointsOf(histories.get(account) ?? [], balance.id);
}

/** History counts whole seconds. */
function secondOf({ at }: Figure): number {
  return Math.floor(at / 1000) * 1000;
}

/** Its second is in the history, or lies where the same was left. */
function isKnown(histories: Histories, figure: Figure): boolean {
  const latest = pointsFor(histories, figure).findLast(({ at }) => at <= secondOf(figure));
  return latest?.at === secondOf(figure) || latest?.remaining === figure.balance.remaining;
}

/** Points that do not follow from the one before, and all that is told beside use. */
function flawsIn(chunks: Chunk[], id: string): string[] {
  const points = pointsOf(chunks, id);
  const steps = points.slice(1).flatMap((point, place) => {
    const before = points[place] ?? point;
    const told = `${JSON.stringify(point)} after ${JSON.stringify(before)}`;
    if (point.at <= before.at) return [`not later: ${told}`];
    return differs(before.remaining - point.spent, point.remaining) ? [`spent something else: ${told}`] : [];
  });
  return [...steps, ...eventsOf(chunks, id).map((event) => `no use: ${JSON.stringify(event)}`)];
}
