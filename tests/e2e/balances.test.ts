import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDemoAccounts, demoKeys } from '../simulator/demo.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { badgeReading, browsers, demoFile, itemSaying, launchGranted, pageSaying, press } from './given.ts';
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
  });

  afterAll(async () => {
    await browser?.close();
    await simulator?.stop();
    // Whatever the simulator said of itself keeps to the documents.
    expect(simulator?.departures ?? []).toEqual([]);
  });

  test('without accounts the popup says how to begin, and the badge is empty', async () => {
    const popup = await browser.open('popup');
    await pageSaying(popup, 'Add your first account');
    expect((await browser.badge()).text).toBe('');
    await popup.close();
  });

  test('five imported accounts show the documented figures to the digit, the lowest first', async () => {
    const options = await browser.open('options');
    await importFile(options, demoFile(simulator));
    const popup = await browser.open('popup');
    await itemSaying(popup, 'Crustdata · Work', '9,406.5 of 10,000 credits left, 94%');
    await itemSaying(popup, 'CoinStats · Work', '55,000 of 100,000 credits left, 55%');
    await press(popup, 'More about CoinStats · Work');
    await itemSaying(popup, 'CoinStats · Work', /Plan PRO .*45,000 used/);
    await itemSaying(popup, 'Firecrawl · Work', '1,000 of 500,000 credits left, <1%');
    await itemSaying(popup, 'Datagrid · Work', '123 of 123 credits left, 100%');
    const evolink = await itemSaying(popup, 'EvoLink · Work', '1,095.3996 of 1,231.3044 credits left, 88%');
    expect(evolink.meters.map(({ text }) => text)).toEqual([
      '1,095.3996 of 1,231.3044 credits left, 88%',
      '99,416.4429 of 100,000 credits left, 99%',
    ]);

    const percents = (await readPopup(popup)).map(({ meters }) => meters[0]?.now);
    expect(percents).toEqual([0.2, 55, 88.9, 94, 100]);
    const title = await badgeReading(browser, '<1%');
    expect(title.split('\n')).toHaveLength(6);
    await options.close();
    await popup.close();
  });

  test('a drained balance reaches the open popup and the badge after a refresh', async () => {
    const popup = await browser.open('popup');
    await itemSaying(popup, 'CoinStats · Work', '55%');
    simulator.account(demoKeys.firecrawl).refill(249_000);
    simulator.account(demoKeys.coinstats).drain(43_000);
    await press(popup, 'Refresh');
    await itemSaying(popup, 'CoinStats · Work', '12,000 of 100,000 credits left, 12%');
    await itemSaying(popup, 'Firecrawl · Work', '250,000 of 500,000 credits left, 50%');
    expect((await readPopup(popup))[0]?.label).toBe('CoinStats · Work');
    await badgeReading(browser, '12%');

    simulator.account(demoKeys.coinstats).drain();
    await press(popup, 'Check CoinStats · Work now');
    await itemSaying(popup, 'CoinStats · Work', '0 of 100,000 credits left, 0%');
    await badgeReading(browser, '0%');
    await popup.close();
  });

  test('each key went to its own endpoint alone, and nothing else was asked for', () => {
    const asked = simulator.requests.map(({ provider, key, path }) => `${provider} ${key} ${path}`);
    expect(new Set(asked)).toEqual(
      new Set([
        `crustdata ${demoKeys.crustdata} /account/credits`,
        `coinstats ${demoKeys.coinstats} /v1/usage/credits`,
        `firecrawl ${demoKeys.firecrawl} /v2/team/credit-usage`,
        `firecrawl ${demoKeys.firecrawl} /v2/team/token-usage`,
        `evolink ${demoKeys.evolink} /v1/credits`,
        `datagrid ${demoKeys.datagrid} /v1/organization/credits`,
      ]),
    );
  });

  test('nothing complained', async () => {
    expect(await browser.consoleErrors()).toEqual([]);
  });
});
