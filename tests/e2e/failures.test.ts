import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDemoAccounts, demoKeys } from '../simulator/demo.ts';
import type { Fault } from '../simulator/faults.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import type { Page } from 'puppeteer-core';
import {
  badgeReading,
  beginAccount,
  browsers,
  demoFile,
  fill,
  itemSaying,
  launchGranted,
  openAdvanced,
  pageSaying,
  press,
} from './given.ts';
import { importFile } from './harness/import.ts';
import type { Browser } from './harness/launch.ts';

const grey = [0x59, 0x63, 0x6e];

describe.each(browsers)('in %s', (name) => {
  let simulator: Simulator;
  let browser: Browser;
  let popup: Page;

  beforeAll(async () => {
    simulator = await startSimulator();
    addDemoAccounts(simulator);
    browser = await launchGranted(name);
    const options = await browser.open('options');
    await importFile(options, demoFile(simulator));
    await options.close();
    popup = await browser.open('popup');
    await itemSaying(popup, 'Firecrawl · Work', '<1%');
    await itemSaying(popup, 'Datagrid · Work', '100%');
    await itemSaying(popup, 'EvoLink · Work', '99%');
    await itemSaying(popup, 'CoinStats · Work', '55%');
    await itemSaying(popup, 'Crustdata · Work', '94%');
  });

  afterAll(async () => {
    await browser?.close();
    await simulator?.stop();
    // Whatever the simulator said of itself keeps to the documents.
    expect(simulator?.departures ?? []).toEqual([]);
  });

  /** One failure each, at an account that has read well before: its figure must stay. */
  const cases: [
    what: string,
    provider: keyof typeof demoKeys,
    label: string,
    fault: Fault,
    figure: string,
    sentence: RegExp,
  ][] = [
    [
      '401',
      'crustdata',
      'Crustdata',
      { kind: 'error', status: 401 },
      '9,406.5',
      /Key refused by Crustdata.*“Invalid API key in request”.*Next try \d/s,
    ],
    [
      '403',
      'evolink',
      'EvoLink',
      { kind: 'error', status: 403 },
      '1,095.40',
      /EvoLink knows the key but.*“Access denied”.*Next try/s,
    ],
    [
      '500',
      'coinstats',
      'CoinStats',
      { kind: 'answer', status: 500, body: {} },
      '55,000',
      /CoinStats has a problem of its own.*Next try/s,
    ],
    [
      'garbage',
      'datagrid',
      'Datagrid',
      { kind: 'garbage' },
      '123 of 123',
      /answer of 127\.0\.0\.1:\d+ was not valid.*Next try/s,
    ],
    [
      'a hang',
      'firecrawl',
      'Firecrawl',
      { kind: 'hang' },
      '1,000 of 500,000',
      /127\.0\.0\.1:\d+ did not answer within 15 seconds.*Next try/s,
    ],
  ];

  test.each(cases)(
    'after %s the last good figure stays, the cause is named and the next attempt told',
    async (_, provider, label, fault, figure, sentence) => {
      simulator.fault({ key: demoKeys[provider] }, fault);
      await press(popup, `Check ${label} · Work now`);
      const item = await itemSaying(popup, `${label} · Work`, sentence, 25_000);
      expect(item.text).toContain(figure);
    },
  );

  test('the badge stays, and is grey while the figure that it shows is failing', async () => {
    await badgeReading(browser, '<1%');
    const { color, title } = await browser.badge();
    expect(color.slice(0, 3)).toEqual(grey);
    expect(title).toMatch(/Firecrawl · Work: .*did not answer within 15 seconds/);
  });

  test('a 429 is not asked again before its Retry-After, not even by Refresh', async () => {
    simulator.clearFaults();
    const { url } = simulator;
    simulator.addAccount('datagrid', 'limited');
    const options = await browser.open('options');
    const account = { provider: 'datagrid', label: 'Limited', key: 'limited', baseUrl: url };
    await importFile(options, { format: 'credit-gauge', version: 1, accounts: [account] });
    await options.close();
    await itemSaying(popup, 'Datagrid · Limited', '100%');
    simulator.fault(
      { key: 'limited' },
      { kind: 'answer', status: 429, headers: { 'retry-after': '3600' }, body: { message: 'Rate limit exceeded' } },
    );
    await press(popup, 'Check Datagrid · Limited now');
    await itemSaying(popup, 'Datagrid · Limited', /Datagrid asks us to come less often.*Next try/s);
    simulator.clearFaults();
    const before = simulator.requests.filter(({ key }) => key === 'limited').length;
    await press(popup, 'Check Datagrid · Limited now');
    await press(popup, 'Refresh');
    // The others are healthy again, and show that the wish was heard.
    await itemSaying(popup, 'EvoLink · Work', /^(?!.*knows the key)/s);
    expect(simulator.requests.filter(({ key }) => key === 'limited')).toHaveLength(before);
    const item = await itemSaying(popup, 'Datagrid · Limited', 'come less often');
    expect(item.text).toContain('123 of 123');
  });

  test('a key that was told to wait when it was tested is not asked for once it is saved', async () => {
    simulator.addAccount('coinstats', 'told-to-wait');
    const answer = { kind: 'answer', status: 429, headers: { 'retry-after': '3600' } } as const;
    simulator.fault({ key: 'told-to-wait' }, answer, 1);
    const options = await browser.open('options');
    await beginAccount(options, 'coinstats');
    await fill(options, 'Label', 'Told');
    await fill(options, 'API key', 'told-to-wait');
    await openAdvanced(options);
    await fill(options, 'Base URL', simulator.url);
    await press(options, 'Test');
    await pageSaying(options, 'CoinStats asks us to come less often.');
    await press(options, 'Save');
    await itemSaying(popup, 'CoinStats · Told', /CoinStats asks us to come less often.*Next try/s);
    await options.close();
    expect(simulator.requests.filter(({ key }) => key === 'told-to-wait')).toHaveLength(1);
  });
});
