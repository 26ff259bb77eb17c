import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browsers, itemSaying, refreshAtOnce, statusOf } from './given.ts';
import { until } from './harness/deadline.ts';
import { Ledger, readReports } from './ledger.ts';
import { run, type Running } from './running.ts';

describe.each(browsers)('in %s', (name) => {
  let running: Running;
  beforeAll(async () => {
    running = await run(name, ['coinstats', 'crustdata']);
  });
  afterAll(async () => await running?.stop());

  test('S5 a database that is emptied while the worker lives costs no reading, and it is said', async () => {
    const { browser, simulator } = running;
    const ledger = new Ledger();
    const popup = await browser.open('popup');
    // A second reading, so that a report which begins anew is told from one that goes on; and the worker is awake.
    simulator.clearRequests();
    await until(30_000, 'both are read again', async () => {
      await refreshAtOnce(popup);
      return simulator.requests.length >= 2;
    });
    await until(5000, 'both are kept', async () => {
      const reports = [...(await readReports(browser)).values()];
      return reports.length === 2 && reports.every(({ told, attempt }) => told >= 2 && !attempt);
    });
    ledger.see(await readReports(browser));
    const page = await browser.silentPage();
    await page.evaluate(
      () =>
        new Promise<void>((resolve, reject) => {
          const request = indexedDB.deleteDatabase('credit-gauge');
          request.addEventListener('success', () => resolve());
          request.addEventListener('error', () => reject(request.error ?? new Error('not deleted')));
        }),
    );
    await refreshAtOnce(popup);
    await until(10_000, 'it is said', async () => /damaged.* restored/i.test(await statusOf(popup)));
    await until(5000, 'the reports are there again', async () => (await readReports(browser)).size === 2);
    ledger.see(await readReports(browser));
    expect(ledger.losses).toEqual([]);
    await itemSaying(popup, 'CoinStats · Work', '55,000 of 100,000 credits left, 55%', 5000);
    await itemSaying(popup, 'Crustdata · Work', /9,40\d(\.5)? of 10,000 credits left, 94%/, 5000);
    await popup.close();
  });
});
