import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDemoAccounts, demoKeys } from '../simulator/demo.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { badgeReading, browsers, demoFile, itemSaying, launchGranted, pageSaying, press } from './given.ts';
import { importFile } from './harness/import.ts';
import type { Browser } from './harness/launch.ts';
import { readReports } from './ledger.ts';

const label = 'CoinStats · Work';
const figure = (credits: string) => `${credits} of 100,000 credits left`;

/** Two people at one machine, or one with two profiles, with the same key. */
describe.each(browsers)('in %s', (name) => {
  let simulator: Simulator;
  let one: Browser;
  let other: Browser;

  beforeAll(async () => {
    simulator = await startSimulator();
    addDemoAccounts(simulator);
    one = await launchGranted(name);
    other = await launchGranted(name);
  });

  afterAll(async () => {
    await Promise.all([one?.close(), other?.close()]);
    await simulator?.stop();
    // Whatever the simulator said of itself keeps to the documents.
    expect(simulator?.departures ?? []).toEqual([]);
  });

  async function addIn(browser: Browser): Promise<void> {
    const options = await browser.open('options');
    await importFile(options, demoFile(simulator, ['coinstats']));
    await badgeReading(browser, '55%');
    await options.close();
  }

  test('L10 two profiles know nothing of each other: neither of accounts nor of failures', async () => {
    await addIn(one);
    const elsewhere = await other.open('popup');
    await pageSaying(elsewhere, 'Add your first account');
    expect((await readReports(other)).size).toBe(0);
    await addIn(other);
    expect(simulator.requests).toHaveLength(2);

    const before = await readReports(one);
    simulator.fault('all', { kind: 'answer', status: 500 });
    await press(elsewhere, 'Refresh');
    await itemSaying(elsewhere, label, /55,000 of 100,000 credits left.*CoinStats has a problem.*Next try \d/s);
    expect(await readReports(one)).toEqual(before);
    simulator.clearFaults();
    simulator.account(demoKeys.coinstats).drain(5000);

    const here = await one.open('popup');
    await itemSaying(here, label, figure('55,000'));
    await press(here, 'Refresh');
    await itemSaying(here, label, figure('50,000'));
    await itemSaying(elsewhere, label, figure('55,000'));
    for (const page of [here, elsewhere]) await page.close();
  });

  test('L10 two windows show the same: figure, time, trouble and next attempt', async () => {
    const windows = [await one.open('popup'), await one.open('popup')] as const;
    const texts = async (text: RegExp) =>
      await Promise.all(windows.map(async (page) => (await itemSaying(page, label, text)).text));
    simulator.account(demoKeys.coinstats).drain(5000);
    await press(windows[0], 'Refresh');
    const [first, second] = await texts(/45,000 of 100,000 credits left/);
    expect(first).toBe(second);

    simulator.fault('all', { kind: 'answer', status: 500 });
    await press(windows[1], 'Refresh');
    const troubled = await texts(/45,000 of 100,000 credits left.*CoinStats has a problem.*Next try \d/s);
    expect(troubled[0]).toBe(troubled[1]);
  });
});
