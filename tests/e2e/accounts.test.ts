import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import type { ElementHandle, Page } from 'puppeteer-core';
import { beginAccount, browsers, fill, itemSaying, launchGranted, openAdvanced, pageSaying, press } from './given.ts';
import { until } from './harness/deadline.ts';
import { openImport } from './harness/import.ts';
import type { Browser } from './harness/launch.ts';
import { temporaryFolder } from './harness/leftovers.ts';
import { readPopup } from './harness/popup.ts';
import { byRole, hasRole } from './harness/roles.ts';

async function shortcut(page: Page, key: 'c' | 'v'): Promise<void> {
  await page.keyboard.down('Control');
  await page.keyboard.press(key);
  await page.keyboard.up('Control');
}

describe.each(browsers)('in %s', (name) => {
  let simulator: Simulator;
  let browser: Browser;
  let options: Page;
  let downloads: ReturnType<typeof temporaryFolder>;

  beforeAll(async () => {
    simulator = await startSimulator();
    simulator.addAccount('coinstats', 'right-key-of-mine');
    simulator.addAccount('coinstats', 'second-key-of-mine', { remaining: 30_000 });
    downloads = temporaryFolder('downloads');
    browser = await launchGranted(name, { downloads: downloads.path });
    options = await browser.open('options');
  });

  afterAll(async () => {
    await browser?.close();
    await simulator?.stop();
    // Whatever the simulator said of itself keeps to the documents.
    expect(simulator?.departures ?? []).toEqual([]);
    downloads?.remove();
  });

  const itemOf = async (label: string): Promise<ElementHandle> =>
    await byRole(options, 'listitem', `CoinStats · ${label}`);

  test('what is wrong is said beside its line, and nothing is lost', async () => {
    await beginAccount(options, 'coinstats');
    await fill(options, 'Label', 'Mine');
    await press(options, 'Save');
    await pageSaying(options, 'Paste the API key.');
    await openAdvanced(options);
    await fill(options, 'Base URL', 'http://192.168.1.5');
    await fill(options, 'Full at', '-4');
    await fill(options, 'API key', 'wrong-key');
    await press(options, 'Save');
    const text = await pageSaying(options, 'Keys travel only over https.');
    expect(text).toContain('Give an amount above 0');
    expect(text).not.toContain('Paste the API key.');
    const told = await options.$eval('#baseUrl', (input) => [
      input.getAttribute('aria-invalid'),
      document.getElementById(input.getAttribute('aria-describedby')?.split(' ').at(-1) ?? '')?.textContent,
    ]);
    expect(told).toEqual(['true', expect.stringContaining('Keys travel only over https.')]);
    expect(await options.$eval('#label', (input) => (input as HTMLInputElement).value)).toBe('Mine');
  });

  test('a key of several lines is refused and not joined in silence', async () => {
    await options.evaluate(() => {
      const note = document.createElement('textarea');
      note.value = 'first-line\nsecond-line';
      document.body.append(note);
      note.select();
    });
    await shortcut(options, 'c');
    await options.evaluate(() => document.querySelector('textarea')?.remove());
    await options.focus('#key');
    await shortcut(options, 'v');
    await pageSaying(options, 'The key must be a single line.');
    expect(await options.$eval('#key', (input) => (input as HTMLInputElement).value)).toBe('wrong-key');
  });

  test('"Test" says that a wrong key was refused, and a right one is tested, saved and polled', async () => {
    await fill(options, 'Base URL', simulator.url);
    await fill(options, 'Full at', '');
    await press(options, 'Test');
    await pageSaying(options, /Key refused by CoinStats\. Paste a new one\..*“Invalid API key”/);
    await fill(options, 'API key', 'right-key-of-mine');
    await press(options, 'Test');
    await pageSaying(options, /The key works: 55% of the plan, 55,000 of 100,000 credits left/);
    expect(await hasRole(options, 'listitem', 'CoinStats · Mine')).toBe(false);
    await press(options, 'Save');
    const popup = await browser.open('popup');
    await itemSaying(popup, 'CoinStats · Mine', '55%');
    await popup.close();
    await pageSaying(options, /Key ends in mine/);
  });

  test('a second account of the same provider stands beside the first', async () => {
    await beginAccount(options, 'coinstats');
    await fill(options, 'Label', 'Other');
    await fill(options, 'API key', 'second-key-of-mine');
    await openAdvanced(options);
    await fill(options, 'Base URL', simulator.url);
    await press(options, 'Save');
    const popup = await browser.open('popup');
    await itemSaying(popup, 'CoinStats · Other', '30%');
    expect((await readPopup(popup)).map(({ label }) => label)).toEqual(['CoinStats · Other', 'CoinStats · Mine']);
    await popup.close();
  });

  test('"Full at" changes what 100 % is, without a poll', async () => {
    const before = simulator.requests.length;
    await press(await itemOf('Mine'), 'Edit');
    expect(await options.$eval('#key', (input) => (input as HTMLInputElement).value)).toBe('');
    await openAdvanced(options);
    await fill(options, 'Full at', '200000');
    await press(options, 'Save');
    const popup = await browser.open('popup');
    const item = await itemSaying(popup, 'CoinStats · Mine', '55,000 of 200,000 credits left, 27%');
    await press(popup, 'More about CoinStats · Mine');
    expect((await itemSaying(popup, 'CoinStats · Mine', 'of your 200,000')).label).toBe(item.label);
    expect(simulator.requests).toHaveLength(before);
    await popup.close();
  });

  test('another base URL asks for the key again, because a key is bound to its address', async () => {
    await press(await itemOf('Mine'), 'Edit');
    await fill(options, 'Base URL', 'https://gateway.example.com');
    await press(options, 'Save');
    await pageSaying(options, 'A key is bound to its address');
    await press(options, 'Cancel');
  });

  test('a disabled account is not polled, and an enabled one again', async () => {
    await press(await itemOf('Other'), 'Disable');
    await pageSaying(options, 'Disabled, not checked');
    const before = simulator.requests.filter(({ key }) => key === 'second-key-of-mine').length;
    const popup = await browser.open('popup');
    await press(popup, 'Refresh');
    await press(popup, 'More about CoinStats · Mine');
    await itemSaying(popup, 'CoinStats · Mine', 'just now');
    expect(simulator.requests.filter(({ key }) => key === 'second-key-of-mine')).toHaveLength(before);
    await options.bringToFront();
    await press(await itemOf('Other'), 'Enable');
    await press(popup, 'More about CoinStats · Other');
    await itemSaying(popup, 'CoinStats · Other', /30%[\s\S]*just now/);
    await popup.close();
  });

  test('a removed account is gone only after it was confirmed', async () => {
    await press(await itemOf('Other'), 'Remove');
    const dialog = await byRole(options, 'dialog', 'Remove CoinStats · Other?');
    expect(await dialog.evaluate((element) => element.textContent)).toContain('revoke the key at CoinStats');
    await press(dialog, 'Cancel');
    await press(await itemOf('Other'), 'Remove');
    await press(await byRole(options, 'dialog', 'Remove CoinStats · Other?'), 'Remove');
    await pageSaying(options, 'CoinStats · Other is removed.');
    const popup = await browser.open('popup');
    await itemSaying(popup, 'CoinStats · Mine', '27%');
    expect(await readPopup(popup)).toHaveLength(1);
    await popup.close();
  });

  test('a file that is not ours, or that has a wrong entry, is refused with the reason, and nothing changes', async () => {
    const refused = async (content: object | string, reason: string | RegExp) => {
      const dialog = await openImport(options, content);
      expect(await dialog.evaluate((element) => element.textContent)).toMatch(reason);
      expect(await hasRole(dialog, 'button', 'Import')).toBe(false);
      await press(dialog, 'Close');
      await options.waitForSelector('dialog', { hidden: true });
    };
    const file = (account: object) => ({
      format: 'credit-gauge',
      version: 1,
      accounts: [{ provider: 'coinstats', label: 'New', key: 'some-key' }, account],
    });
    await refused('<html>', 'The file is not JSON.');
    await refused({ bookmarks: [] }, 'not a Credit Gauge export');
    await refused({ format: 'credit-gauge', version: 2 }, 'version 2');
    await refused(file({ provider: 'nobody', label: 'X' }), /Account 2, X: .*This provider is not known/);
    await refused(
      file({ provider: 'evolink', label: 'X', key: 'two\nlines' }),
      /Account 2, X: “key”: The key must be a single line/,
    );
    await refused(
      file({ provider: 'evolink', label: 'X', key: 'k', baseUrl: 'http://example.com' }),
      /“baseUrl”: Keys travel only over https/,
    );
    const popup = await browser.open('popup');
    await itemSaying(popup, 'CoinStats · Mine', '27%');
    expect(await readPopup(popup)).toHaveLength(1);
    await popup.close();
  });

  test('a dialog gives the focus back, and a form to the button that opened it', async () => {
    const focus = () => options.evaluate(() => document.activeElement?.textContent);
    await press(await itemOf('Mine'), 'Remove');
    const dialog = await byRole(options, 'dialog', 'Remove CoinStats · Mine?');
    expect(await focus()).toBe('Cancel');
    await press(dialog, 'Cancel');
    await until(5000, 'the focus is back', async () => (await focus()) === 'Remove');
    await press(await itemOf('Mine'), 'Edit');
    await press(options, 'Cancel');
    await until(5000, 'the focus is back', async () => (await focus()) === 'Edit');
    await press(options, 'Add account');
    await options.waitForSelector('form');
    await press(options, 'Cancel');
    await until(5000, 'the focus is back', async () => (await focus()) === 'Add account');
  });

  test('an export arrives as a file without keys, and can be imported again', async () => {
    await press(options, 'Export');
    const text = await until(10_000, 'the whole file arrives', () => {
      const arrived = readFileSync(join(downloads.path, 'credit-gauge.json'), 'utf8');
      return arrived.endsWith('}\n') && arrived;
    });
    expect(text).not.toContain('right-key-of-mine');
    expect(text).not.toContain(btoa('right-key-of-mine').slice(0, 12));
    expect(JSON.parse(text)).toMatchObject({
      format: 'credit-gauge',
      version: 1,
      accounts: [{ provider: 'coinstats', label: 'Mine', baseUrl: simulator.url, full: { account: 200_000 } }],
    });
    const preview = await openImport(options, text);
    expect(await preview.evaluate((dialog) => dialog.textContent)).toContain('keeps its key');
    await press(preview, 'Import');
    await pageSaying(options, 'Imported.');
    const popup = await browser.open('popup');
    await press(popup, 'More about CoinStats · Mine');
    await itemSaying(popup, 'CoinStats · Mine', /27%[\s\S]*just now/);
    expect(await readPopup(popup)).toHaveLength(1);
    await popup.close();
  });

  test('the interval takes whole minutes from 1 to 1440, and is kept', async () => {
    await fill(options, 'Check every', '0');
    await options.keyboard.press('Enter');
    await pageSaying(options, 'Give whole minutes, from 1 to 1440.');
    await fill(options, 'Check every', '30');
    await options.keyboard.press('Enter');
    await pageSaying(options, 'Saved.');
    const again = await browser.open('options');
    await again.waitForSelector('#interval');
    expect(await again.$eval('#interval', (input) => (input as HTMLInputElement).value)).toBe('30');
    await again.close();
  });

  test('another provider keeps what was typed, and the label that was suggested follows it', async () => {
    await options.bringToFront();
    await beginAccount(options, 'crustdata');
    await fill(options, 'API key', 'typed-key');
    await openAdvanced(options);
    await fill(options, 'Base URL', 'https://gateway.example.com');
    await options.select('form select', 'firecrawl');
    const values = () =>
      options.$$eval('#label, #key, #baseUrl', (inputs) => inputs.map((input) => (input as HTMLInputElement).value));
    expect(await values()).toEqual(['Firecrawl', 'typed-key', 'https://gateway.example.com']);
    await press(options, 'Cancel');
  });

  test('nothing complained', async () => {
    expect(await browser.consoleErrors()).toEqual([]);
  });
});
