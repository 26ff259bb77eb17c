import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDemoAccounts, demoKeys } from '../simulator/demo.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { badgeReading, browsers, demoFile, itemSaying, launchGranted, press } from './given.ts';
import { until } from './harness/deadline.ts';
import { importFile } from './harness/import.ts';
import type { Browser } from './harness/launch.ts';
import { readPopup } from './harness/popup.ts';

describe.each(browsers)('in %s', (name) => {
  let simulator: Simulator;
  let browser: Browser;

  beforeAll(async () => {
    simulator = await startSimulator();
    addDemoAccounts(simulator);
    browser = await launchGranted(name);
    const options = await browser.open('options');
    await importFile(options, demoFile(simulator, ['coinstats', 'crustdata'], { interval: 1 }));
    await badgeReading(browser, '55%');
    await options.close();
  });

  afterAll(async () => {
    await browser?.close();
    await simulator?.stop();
    // Whatever the simulator said of itself keeps to the documents.
    expect(simulator?.departures ?? []).toEqual([]);
  });

  test('killed at any instant of a poll, the worker loses no reading, and what it was about is done in the end', async () => {
    const popup = await browser.open('popup');
    await itemSaying(popup, 'Crustdata · Work', '94%');
    simulator.fault('all', { kind: 'delay', ms: 60 });
    for (let round = 1; round <= 12; round += 1) {
      await press(popup, 'Refresh');
      await sleep(round * 12);
      await browser.killWorker();
      const items = await readPopup(popup);
      expect(items.map(({ text }) => /[1-9][\d,.]* of [\d,]+ credits left/.test(text))).toEqual([true, true]);
    }
    simulator.clearFaults();
    simulator.account(demoKeys.crustdata).drain(406.5);
    simulator.account(demoKeys.coinstats).drain(2000);
    // What was cut off counts as under way for 20 s, then "Refresh" asks again.
    await until(40_000, 'a refresh brings the new figures', async () => {
      await press(popup, 'Refresh');
      await sleep(1000);
      const text = (await readPopup(popup)).map((item) => item.text).join();
      return text.includes('9,000 of 10,000') && text.includes('53,000 of 100,000');
    });
    await popup.close();
  }, 90_000);

  test('after the worker was killed, the alarm brings it back and polling goes on', async () => {
    await browser.killWorker();
    simulator.account(demoKeys.coinstats).drain(3000);
    await badgeReading(browser, '50%', 80_000);
  }, 120_000);

  test('after a restart the balances are there before the first poll, and the badge is painted', async () => {
    // Whoever asks now gets no answer, so what is shown can only come from the store.
    simulator.fault('all', { kind: 'hang' });
    await browser.restart();
    const popup = await browser.open('popup');
    await itemSaying(popup, 'CoinStats · Work', '50,000 of 100,000 credits left, 50%', 5000);
    await itemSaying(popup, 'Crustdata · Work', '9,000 of 10,000 credits left, 90%', 5000);
    await badgeReading(browser, '50%', 5000);
    expect(await browser.consoleErrors()).toEqual([]);
  });
});
