import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDemoAccounts, demoKeys } from '../simulator/demo.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { badgeReading, browsers, demoFile, itemSaying, launchGranted } from './given.ts';
import { hastenAlarm } from './harness/extension-api.ts';
import { importFile } from './harness/import.ts';
import type { Browser } from './harness/launch.ts';
import { backdate } from './harness/stores.ts';

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

  test('L1 after the worker was killed, the alarm brings it back and polling goes on', async () => {
    await backdate(await browser.silentPage(), 60_000, ['dueAt', 'reading'], Date.now());
    await browser.killWorker();
    simulator.account(demoKeys.coinstats).drain(5000);
    await hastenAlarm(await browser.silentPage(), 'poll');
    await badgeReading(browser, '50%', 10_000);
  });

  test('L4 after a restart the balances are there before the first poll, and the badge is painted', async () => {
    // Whoever asks now gets no answer, so what is shown can only come from the store.
    simulator.fault('all', { kind: 'hang' });
    await browser.restart();
    const popup = await browser.open('popup');
    await itemSaying(popup, 'CoinStats · Work', '50,000 of 100,000 credits left, 50%', 5000);
    await itemSaying(popup, 'Crustdata · Work', '9,406.5 of 10,000 credits left, 94%', 5000);
    await badgeReading(browser, '50%', 5000);
    expect(await browser.consoleErrors()).toEqual([]);
  });
});
