import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoKeys } from '../simulator/demo.ts';
import { Courses } from './courses.ts';
import { browsers, itemSaying, press, refreshAtOnce } from './given.ts';
import { until, untilPromised } from './harness/deadline.ts';
import { readLocal } from './harness/extension-api.ts';
import type { Browser } from './harness/launch.ts';
import { readPopup } from './harness/popup.ts';
import { backdate } from './harness/stores.ts';
import { Ledger, readJournals, readReports, type Reports } from './ledger.ts';
import { run, type Running } from './running.ts';

const providers = ['coinstats', 'crustdata', 'firecrawl', 'evolink'] as const;

/** An attempt counts as under way for 20 s, even if its worker was killed. Nobody waits so long 500 times. */
async function forgetAttempts(browser: Browser, begunBefore: number): Promise<void> {
  await backdate(await browser.silentPage(), 20_000, ['attempt'], begunBefore);
}

/** No two entries of an account are of the same attempt. */
async function expectNoAttemptTwice(browser: Browser): Promise<void> {
  const journals = await readJournals(browser);
  expect(journals).toHaveLength(providers.length);
  for (const { entries } of journals) {
    const numbers = entries.map(([number]) => number);
    expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
  }
}

describe('killing the worker in chromium', () => {
  let running: Running;
  beforeAll(async () => {
    // Who listens to the worker delays its end.
    running = await run('chromium', [...providers], { watchWorker: false });
  });
  afterAll(async () => await running?.stop());

  test('S1 L7 killed 500 times at any instant of a poll, the worker loses no reading', async () => {
    const { browser, spend } = running;
    const popup = await browser.open('popup');
    const round = Math.min(Math.max(60, await timeOfRound()), 120);
    const ledger = new Ledger();
    const courses = new Courses(running);
    let unseen = 0;
    for (let kill = 1; kill <= 500; kill += 1) {
      spend();
      await refreshAtOnce(popup);
      await sleep(Math.random() * round);
      ledger.see(await readReports(browser));
      const killedAt = Date.now();
      await browser.killWorker();
      const reports = await readReports(browser);
      ledger.see(reports);
      await courses.see(reports);
      const items = await readPopup(popup);
      if (items.length < providers.length || !items.every(({ text }) => text.includes(' left'))) unseen += 1;
      await forgetAttempts(browser, killedAt);
    }
    expect(ledger.losses).toEqual([]);
    expect(unseen).toBe(0);
    // Otherwise the kills came too early or too late, and proved nothing.
    expect(ledger.readings).toBeGreaterThan(200);
    expect(ledger.attempts).toBeGreaterThan(200);
    expect(courses.behind).toBeGreaterThan(0);
    expect(await courses.flaws(popup)).toEqual([]);
    await expectNoAttemptTwice(browser);
    await popup.close();

    /** From the wish that starts the worker to the last reading, in milliseconds. */
    async function timeOfRound(): Promise<number> {
      await browser.killWorker();
      const before = await readReports(browser);
      const start = Date.now();
      await refreshAtOnce(popup);
      await until(10_000, 'a round ends', async () =>
        [...(await readReports(browser))].every(([id, { told }]) => told > (before.get(id)?.told ?? 0)),
      );
      return Date.now() - start;
    }
  }, 900_000);

  test('L7 no account is said to be checked for ever, and a refresh brings the newest figures', async () => {
    const { browser, simulator } = running;
    const popup = await browser.open('popup');
    simulator.fault('all', { kind: 'delay', ms: 10_000 });
    await refreshAtOnce(popup);
    const isChecking = async () => (await readPopup(popup)).some(({ text }) => text.includes('Checking…'));
    await until(5000, 'some account is being checked', isChecking);
    await browser.killWorker();
    simulator.clearFaults();
    await untilPromised(25_000, 'no account is being checked', async () => !(await isChecking()));
    simulator.account(demoKeys.coinstats).drain(5000);
    const left = simulator.account(demoKeys.coinstats).state.remaining.toLocaleString('en');
    await press(popup, 'Refresh');
    await itemSaying(popup, 'CoinStats', `${left} of 100,000 credits left`);
    await popup.close();
  }, 240_000);
});

/** What the product has put back after the browser handed out an empty database, which it has to tell. */
async function restoredReports(browser: Browser): Promise<Reports> {
  const reports = await until(10_000, 'what was read is put back', async () => {
    const found = await readReports(browser);
    return found.size === providers.length && found;
  });
  expect(await readLocal(await browser.silentPage())).toHaveProperty('n:restored');
  return reports;
}

describe.each(browsers)('killing %s', (name) => {
  let running: Running;
  const begin = async () => {
    running = await run(name, [...providers]);
    await running.browser.restart();
  };
  beforeAll(begin);
  afterAll(async () => await running?.stop());

  test('S2 killed 10 times while it polls, the browser loses no reading', async () => {
    let [ledger, courses] = [new Ledger(), new Courses(running)];
    let [readings, emptied] = [0, 0];
    const losses: string[] = [];
    for (let kill = 1; kill <= 10; kill += 1) {
      const { browser, spend } = running;
      const popup = await browser.open('popup');
      const end = Date.now() + 200 + Math.random() * 500;
      while (Date.now() < end) {
        spend();
        await refreshAtOnce(popup);
        await sleep(Math.random() * 60);
        ledger.see(await readReports(browser));
      }
      await browser.crash();
      const startedAt = Date.now();
      const reports = await readReports(browser);
      // Told before anything is put back.
      const isEmptied = reports.size === 0 || 'n:restored' in (await readLocal(await browser.silentPage()));
      if (!isEmptied) {
        ledger.see(reports);
        await courses.see(reports);
        await forgetAttempts(browser, startedAt);
      } else {
        // About once in 300 such ends Chromium has lost its database, and the key that opens the others with it.
        ledger.see(await restoredReports(browser));
        losses.push(...ledger.losses);
        [readings, emptied] = [readings + ledger.readings, emptied + 1];
        await running.stop();
        await begin();
        [ledger, courses] = [new Ledger(), new Courses(running)];
      }
    }
    expect([...losses, ...ledger.losses]).toEqual([]);
    expect(readings + ledger.readings).toBeGreaterThan(20);
    expect(emptied).toBeLessThan(3);
    expect(await courses.flaws(await running.browser.open('popup'))).toEqual([]);
    await expectNoAttemptTwice(running.browser);
  }, 400_000);
});
