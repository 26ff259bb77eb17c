import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'puppeteer-core';
import { addDemoAccounts } from '../simulator/demo.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { badgeReading, browsers, demoFile, fill, itemSaying, launchGranted, pageSaying, press } from './given.ts';
import { until } from './harness/deadline.ts';
import { importFile, openImport } from './harness/import.ts';
import type { Browser } from './harness/launch.ts';
import { temporaryFolder, type Folder } from './harness/leftovers.ts';
import { byRole, hasRole } from './harness/roles.ts';
import { erase, expectGone, leftIn, nothing } from './left.ts';
import { filesIn } from './sinks.ts';

const words = 'correct horse battery';

describe.each(browsers)('in %s', (name) => {
  let downloads: Folder;
  let simulator: Simulator;
  let running: Browser;
  let options: Page;
  let popup: Page;

  beforeAll(async () => {
    simulator = await startSimulator();
    downloads = temporaryFolder('downloads');
    addDemoAccounts(simulator);
    running = await launchGranted(name, { downloads: downloads.path });
    options = await running.open('options');
    popup = await running.open('popup');
    await importFile(options, demoFile(simulator, undefined, { interval: 30, lockAfter: 60 }));
    await badgeReading(running, '<1%');
  });

  afterAll(async () => {
    await running?.close();
    await simulator?.stop();
    downloads?.remove();
    // Whatever the simulator said of itself keeps to the documents.
    expect(simulator?.departures ?? []).toEqual([]);
  });

  async function answer(button: string, ...labels: string[]): Promise<void> {
    const dialog = await options.waitForSelector('dialog[open]');
    for (const label of labels) await fill(options, label, words);
    if (dialog) await press(dialog, button);
  }

  test('keys are exported under a passphrase, and the file has none to read', async () => {
    await press(options, 'Export with keys');
    await answer('Export', 'New passphrase', 'New passphrase again');
    await pageSaying(options, 'Saved, with the keys sealed.');
    const { text } = await until(10_000, 'the whole file arrives', () =>
      filesIn(downloads.path).find((file) => file.name === 'credit-gauge-with-keys.json' && file.text.endsWith('}\n')),
    );
    expect(text).not.toContain('demo-');
    expect(JSON.parse(text)).toMatchObject({ vault: { kdf: 'PBKDF2-SHA-256', iterations: 600_000 } });
  });

  const hint =
    '“Export” under Accounts saves accounts and settings; “Export history” under Data saves the readings. Neither holds keys.';

  test('what is saved where is told, and the buttons are where it says', async () => {
    await pageSaying(options, hint);
    expect(await hasRole(await byRole(options, 'region', 'Accounts'), 'button', 'Export')).toBe(true);
    expect(await hasRole(await byRole(options, 'region', 'Data'), 'button', 'Export history')).toBe(true);
  });

  test('deleting everything is asked for first, and can be given up', async () => {
    await press(options, 'Delete everything');
    const dialog = await byRole(options, 'dialog', 'Delete everything?');
    expect(await dialog.evaluate((shown) => shown.textContent)).toContain(hint);
    await press(dialog, 'Cancel');
    await itemSaying(popup, 'CoinStats · Work', '55%');
  });

  test('everything that is deleted is gone from every place, and nothing is asked any more', async () => {
    await erase(options);
    await pageSaying(options, 'No accounts yet.');
    await pageSaying(popup, 'Add your first account');
    await badgeReading(running, '');
    await expectGone(options, ['http://127.0.0.1/*']);
    const before = simulator.requests.length;
    await press(popup, 'Refresh');
    expect(await options.$eval('#interval', (input) => (input as HTMLInputElement).value)).toBe('15');
    expect(simulator.requests).toHaveLength(before);
  });

  test('nobody is told of a loss, neither at once nor after a restart', async () => {
    await Promise.all([options.close(), popup.close()]);
    await running.killWorker();
    for (let start = 0; start < 2; start += 1) {
      for (const page of ['options', 'popup'] as const) {
        const opened = await running.open(page);
        await pageSaying(opened, page === 'popup' ? 'Add your first account' : 'No accounts yet.');
        expect(await opened.$$eval('.notices > *', (notices) => notices.map((notice) => notice.textContent))).toEqual(
          [],
        );
        await opened.close();
      }
      if (start === 0) await running.restart();
    }
    options = await running.open('options');
    popup = await running.open('popup');
    const copy = { 'm:setup': { version: 1, seq: expect.any(Number), accounts: [], settings: expect.anything() } };
    expect(await leftIn(options)).toEqual(nothing(['http://127.0.0.1/*'], copy));
  });

  test('the file brings all accounts and keys back with its passphrase, and the checks go on', async () => {
    const { text = '' } = filesIn(downloads.path).find((file) => file.name === 'credit-gauge-with-keys.json') ?? {};
    await openImport(options, text);
    await fill(options, 'Passphrase', 'quite another staple');
    await answer('Open');
    await pageSaying(options, 'That passphrase does not open the keys in this file, or the file was changed.');
    await answer('Open', 'Passphrase');
    const preview = await byRole(options, 'dialog', 'Import accounts');
    expect(await preview.evaluate((dialog) => dialog.textContent?.split('with a key').length)).toBe(6);
    await press(preview, 'Import');
    await pageSaying(options, 'Imported.');
    for (const [account, figure] of [
      ['CoinStats · Work', '55%'],
      ['Crustdata · Work', '94%'],
      ['EvoLink · Work', '99%'],
      ['Firecrawl · Work', '<1%'],
      ['Datagrid · Work', '100%'],
    ] as const)
      await itemSaying(popup, account, figure);
    expect(await options.$eval('#interval', (input) => (input as HTMLInputElement).value)).toBe('30');
  });

  test('it is the same while accounts are being asked: their answers bring nothing back', async () => {
    simulator.fault('all', { kind: 'delay', ms: 1500 });
    const before = simulator.requests.length;
    await press(popup, 'Refresh');
    await until(10_000, 'they are asked', () => simulator.requests.length > before);
    await erase(options);
    await until(10_000, 'all are answered', () => simulator.requests.every(({ ended }) => ended !== undefined));
    await expectGone(options, ['http://127.0.0.1/*']);
    await sleep(500);
    expect(await leftIn(options)).toEqual(nothing(['http://127.0.0.1/*']));
    expect(await running.consoleErrors()).toEqual([]);
  });
});
