import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDemoAccounts, demoKeys } from '../simulator/demo.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { startTlsFront } from '../unit/catalogue/addresses.ts';
import { badgeReading, itemSaying, launchGranted, press } from './given.ts';
import { hastenAlarm } from './harness/extension-api.ts';
import { importFile } from './harness/import.ts';
import type { Browser } from './harness/launch.ts';
import { backdate } from './harness/stores.ts';
import { readReports } from './ledger.ts';

/** A name, for a server of this machine is asked without a network too. Only Chromium lets us take it from the worker. */
const host = 'gauge.example';
const label = 'CoinStats · Work';

describe('without a network, chromium', () => {
  let simulator: Simulator;
  let browser: Browser;
  beforeAll(async () => {
    simulator = await startSimulator();
    addDemoAccounts(simulator);
  });
  afterAll(async () => {
    await browser?.close();
    await simulator?.stop();
    // Whatever the simulator said of itself keeps to the documents.
    expect(simulator?.departures ?? []).toEqual([]);
  });

  const report = async () => {
    const [first] = (await readReports(browser)).values();
    if (!first) throw new Error('nothing is known of the account');
    return first;
  };

  test('N12 asks nobody and counts no failure, keeps the figure, and asks again at the next tick', async () => {
    const { port } = new URL((await startTlsFront(simulator)).address);
    browser = await launchGranted('chromium', { granted: [`https://${host}/*`], named: `${host} 127.0.0.1:${port}` });
    const options = await browser.open('options');
    const account = { provider: 'coinstats', label: 'Work', key: demoKeys.coinstats, baseUrl: `https://${host}` };
    await importFile(options, { format: 'credit-gauge', version: 1, accounts: [account] });
    await badgeReading(browser, '55%');
    const popup = await browser.open('popup');
    await itemSaying(popup, label, '55,000 of 100,000 credits left, 55%');
    const { reading } = await report();

    await browser.setOnline?.(false);
    simulator.clearRequests();
    await press(popup, 'Refresh');
    const { text } = await itemSaying(popup, label, 'You are offline.');
    expect(text).toMatch(/55,000 of 100,000 credits left.*You are offline\..*Next try \d/s);
    const known = await report();
    expect(known).toMatchObject({ reading, failures: 0, failure: { kind: 'offline' } });
    const delay = known.dueAt - (known.failure?.at ?? 0);
    expect([delay >= 60_000, delay < 61_000]).toEqual([true, true]);
    expect(simulator.requests).toEqual([]);

    // Not at once, for nobody tells the worker; and no later than at its next tick.
    await browser.setOnline?.(true);
    simulator.account(demoKeys.coinstats).drain(5000);
    const page = await browser.silentPage();
    await backdate(page, 60_000, ['dueAt'], Date.now());
    await hastenAlarm(page, 'poll');
    await itemSaying(popup, label, /50,000 of 100,000 credits left(?!.*offline)/s);
    expect(simulator.requests).toHaveLength(1);
    expect(await report()).not.toHaveProperty('failure');
  }, 400_000);
});
