import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Setup } from '../../lib/setup-store.ts';
import { addDemoAccounts, demoKeys } from '../simulator/demo.ts';
import type { ProviderId } from '../simulator/providers/index.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { browsers, itemSaying, launchGranted, pageSaying } from './given.ts';
import { until } from './harness/deadline.ts';
import { focused, pageOpenedBy, tabAndPress, tabAndType, tabTo } from './harness/keys.ts';
import type { Browser } from './harness/launch.ts';
import { temporaryFolder, type Folder } from './harness/leftovers.ts';
import { readPopup } from './harness/popup.ts';
import { readStore } from './harness/stores.ts';

const words = 'correct horse battery';

const focusOn = async (page: Page, name: string) =>
  await until(5000, `${name} has the focus`, async () => (await focused(page)) === name);

/** From the first account to the export without a mouse. Each test goes on where the one before has ended. */
describe.each(browsers)('with the keyboard alone, in %s,', (name) => {
  let simulator: Simulator;
  let browser: Browser;
  let downloads: Folder;
  let popup: Page;
  let options: Page;

  beforeAll(async () => {
    simulator = await startSimulator();
    addDemoAccounts(simulator);
    // The walk comes more often than any plan allows.
    for (const key of Object.values(demoKeys)) simulator.account(key).state.rate = { limit: 1_000_000, seconds: 60 };
    downloads = temporaryFolder('downloads');
    browser = await launchGranted(name, { downloads: downloads.path });
    popup = await browser.open('popup');
  });

  afterAll(async () => {
    await browser?.close();
    await simulator?.stop();
    downloads?.remove();
    // Whatever the simulator said of itself keeps to the documents.
    expect(simulator?.departures ?? []).toEqual([]);
  });

  const setup = async () => (await readStore<Setup>(options, 'setup'))?.get('setup');

  /** Fills in the form that has just come up, with the focus on its first field. */
  async function fillIn(provider: ProviderId, title: string): Promise<void> {
    await focusOn(options, 'Provider');
    await options.keyboard.type(title.slice(0, 4));
    await tabAndType(options, 'Label', 'Mine');
    await tabAndType(options, 'API key', demoKeys[provider]);
    await tabAndPress(options, 'Advanced');
    await tabAndType(options, 'Base URL', simulator.url);
    await options.keyboard.press('Enter');
    await pageSaying(options, `${title} · Mine`);
  }

  test('the popup leads to the form of the first account, and that to its figures', async () => {
    await pageSaying(popup, 'Add your first account');
    options = await pageOpenedBy(popup, '/options.html', () => tabAndPress(popup, 'Add your first account'));
    await fillIn('coinstats', 'CoinStats');
    await itemSaying(popup, 'CoinStats · Mine', '55%');
  });

  test('a second account is added where the first has left the focus', async () => {
    await focusOn(options, 'Add account');
    await options.keyboard.press('Enter');
    await fillIn('crustdata', 'Crustdata');
    await itemSaying(popup, 'Crustdata · Mine', '94%');
  });

  test('"r" asks for all of them', async () => {
    await popup.bringToFront();
    simulator.clearRequests();
    await popup.keyboard.press('r');
    await until(10_000, 'both are asked', () => new Set(simulator.requests.map(({ key }) => key)).size === 2);
    expect(simulator.departures).toEqual([]);
  });

  test('the arrow keys walk from row to row, and open and close them', async () => {
    const labels = (await readPopup(popup)).map(({ label }) => label);
    expect(labels).toEqual(['CoinStats · Mine', 'Crustdata · Mine']);
    const walk: [key: 'ArrowDown' | 'ArrowUp', title: string | undefined][] = [
      ['ArrowDown', labels[0]],
      ['ArrowDown', labels[1]],
      ['ArrowDown', labels[1]],
      ['ArrowUp', labels[0]],
      ['ArrowUp', labels[0]],
    ];
    for (const [key, title] of walk) {
      await popup.keyboard.press(key);
      expect(await focused(popup)).toBe(title);
    }
    const open = () => popup.$$eval('.more', (all) => all.map((each) => each.getAttribute('aria-expanded')));
    await popup.keyboard.press('ArrowRight');
    await itemSaying(popup, 'CoinStats · Mine', 'of the plan');
    expect(await open()).toEqual(['true', 'false']);
    await popup.keyboard.press('ArrowLeft');
    await until(5000, 'it is closed', async () => (await open()).join() === 'false,false');
  });

  test('"u", "d" and "h" turn what is shown, and turn it back', async () => {
    await popup.keyboard.press('u');
    await itemSaying(popup, 'CoinStats · Mine', '45%');
    await popup.keyboard.press('u');
    await itemSaying(popup, 'CoinStats · Mine', '55%');
    const endIs = async (end: string) =>
      await until(5000, `the end is told as a ${end}`, async () => (await setup())?.settings.display.end === end);
    await popup.keyboard.press('d');
    await endIs('countdown');
    await popup.keyboard.press('h');
    await until(5000, 'no names are told', async () => !(await pageSaying(popup, 'CoinStats')).includes('Mine'));
    await popup.keyboard.press('h');
    await itemSaying(popup, 'CoinStats · Mine', '55,000 of 100,000');
    // By now the popup has read what the first press has changed.
    await popup.keyboard.press('d');
    await endIs('date');
  });

  test('"/" searches, and no key that is typed there does anything else', async () => {
    await popup.keyboard.press('/');
    await focusOn(popup, 'Search');
    await popup.keyboard.type('crust h');
    await pageSaying(popup, 'No account is called “crust h”.');
    for (const _ of ' h') await popup.keyboard.press('Backspace');
    await itemSaying(popup, 'Crustdata · Mine', '94%');
    expect(await readPopup(popup)).toHaveLength(1);
    for (const _ of 'crust') await popup.keyboard.press('Backspace');
    await itemSaying(popup, 'CoinStats · Mine', '55%');
  });

  test('"?" tells the keys, and Escape gives the focus back', async () => {
    await tabTo(popup, 'CoinStats · Mine');
    await popup.keyboard.press('?');
    await pageSaying(popup, 'hide or show amounts and names');
    await popup.keyboard.press('Escape');
    await popup.waitForSelector('dialog', { hidden: true });
    await focusOn(popup, 'CoinStats · Mine');
  });

  test('Enter on a row opens its history', async () => {
    const usage = await pageOpenedBy(popup, '/usage.html', () => popup.keyboard.press('Enter'));
    await pageSaying(usage, /CoinStats · Mine.* left/s);
    await tabAndPress(usage, '30 days');
    await usage.waitForSelector('[aria-pressed=true]::-p-text(30 days)');
    await tabAndPress(usage, 'As a table', ' ');
    await pageSaying(usage, '55,000');
    await usage.close();
    await popup.close();
  });

  test('an alert is set', async () => {
    await options.bringToFront();
    await tabAndPress(options, 'An amount is left, at or below', ' ');
    await until(5000, 'the amount can be set', () => options.$('#alerts-amount:enabled'));
    await tabAndType(options, 'An amount is left, at or below', '60000');
    await options.keyboard.press('Enter');
    await until(5000, 'the amount is saved', async () => (await setup())?.settings.alerts.amount === 60_000);
    expect(await focused(options)).toBe('An amount is left, at or below');
  });

  test('an account is moved by its handle, which keeps the focus, and put back by Undo', async () => {
    const orderIs = async (wanted: string) =>
      await until(5000, `${wanted} is the order`, async () => {
        const shown = await options.$$eval('.account h3', (all) => all.map(({ textContent }) => textContent));
        const saved = (await setup())?.accounts.map(({ provider }) => provider);
        return shown.map((title) => title?.split(' ')[0]?.toLowerCase()).join() === wanted && saved?.join() === wanted;
      });
    await tabTo(options, 'Move CoinStats · Mine', true);
    for (const [key, wanted, place] of [
      ['ArrowDown', 'crustdata,coinstats', 2],
      ['ArrowUp', 'coinstats,crustdata', 1],
      ['ArrowDown', 'crustdata,coinstats', 2],
    ] as const) {
      await options.keyboard.press(key);
      await orderIs(wanted);
      await pageSaying(options, `Now ${place} of 2.`);
      expect(await focused(options)).toBe('Move CoinStats · Mine');
    }
    await tabTo(options, 'Undo', true);
    await options.keyboard.press('Enter');
    await pageSaying(options, 'Undone.');
    await orderIs('coinstats,crustdata');
    await focusOn(options, 'Move CoinStats · Mine');
    await options.keyboard.press('Enter');
    for (const [way, wanted, place] of [
      ['Move CoinStats · Mine down', 'crustdata,coinstats', 2],
      ['Move CoinStats · Mine up', 'coinstats,crustdata', 1],
    ] as const) {
      await tabTo(options, way, way.endsWith('up'));
      await options.keyboard.press('Enter');
      await orderIs(wanted);
      await pageSaying(options, `Now ${place} of 2.`);
      expect(await focused(options)).toBe(way);
    }
    await options.keyboard.press('Escape');
    await focusOn(options, 'Move CoinStats · Mine');
    // With the pointer, and without dragging.
    const click = async (label: string) =>
      await (await options.waitForSelector(`button[aria-label="${label}"]`))?.click();
    await click('Move CoinStats · Mine');
    await click('Move CoinStats · Mine down');
    await orderIs('crustdata,coinstats');
    await click('Move CoinStats · Mine up');
    await orderIs('coinstats,crustdata');
  });

  test('a change far down the page is taken back by the key that its notice tells', async () => {
    const keptIs = async (days: number) =>
      await until(5000, `history is kept for ${days} days`, async () => {
        const shown = await options.$eval('#history-days', (list) => (list as HTMLSelectElement).value);
        return shown === String(days) && (await setup())?.settings.historyDays === days;
      });
    await tabTo(options, 'Keep history for');
    await keptIs(1825);
    await options.keyboard.type('30');
    await keptIs(30);
    await pageSaying(options, /Saved\.\s+Undo\s+Ctrl\+Z/);
    await options.keyboard.down('Control');
    await options.keyboard.press('z');
    await options.keyboard.up('Control');
    await pageSaying(options, 'Undone.');
    await keptIs(1825);
    expect(await focused(options)).toBe('Keep history for');
  });

  test('a passphrase is turned on, the keys are locked, and unlocked', async () => {
    await tabAndPress(options, 'Turn on a passphrase');
    await focusOn(options, 'New passphrase');
    await options.keyboard.type(words);
    await tabAndType(options, 'New passphrase again', words);
    await options.keyboard.press('Enter');
    // The button that the dialog gives the focus back to does what is next.
    await focusOn(options, 'Lock now');
    await pageSaying(options, 'The keys are behind a passphrase, and unlocked.');
    await options.keyboard.press('Enter');
    await focusOn(options, 'Unlock the keys');
    await pageSaying(options, 'The keys are locked, and nothing is checked.');
    await options.keyboard.press('Enter');
    await focusOn(options, 'Passphrase');
    await options.keyboard.type(words);
    await options.keyboard.press('Enter');
    await focusOn(options, 'Lock now');
    await pageSaying(options, 'The keys are behind a passphrase, and unlocked.');
  });

  test('what is there is exported', async () => {
    await tabTo(options, 'Export', true);
    await options.keyboard.press('Enter');
    const text = await until(10_000, 'the whole file arrives', () => {
      const arrived = readFileSync(join(downloads.path, 'credit-gauge.json'), 'utf8');
      return arrived.endsWith('}\n') && arrived;
    });
    expect(JSON.parse(text)).toMatchObject({ accounts: [{ provider: 'coinstats' }, { provider: 'crustdata' }] });
    expect(await browser.consoleErrors()).toEqual([]);
  });
});
