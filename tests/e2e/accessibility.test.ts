import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDemoAccounts, demoKeys } from '../simulator/demo.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import {
  beginAccount,
  browsers,
  demoFile,
  historyHash,
  itemSaying,
  launchGranted,
  pageSaying,
  press,
} from './given.ts';
import { a11y } from './harness/accessibility.ts';
import { importFile, openImport } from './harness/import.ts';
import type { Browser } from './harness/launch.ts';
import { byRole } from './harness/roles.ts';
import { putRecord } from './harness/stores.ts';

const schemes = ['light', 'dark'] as const;

/** Of a button's surface, as in https://www.w3.org/TR/WCAG22/#dfn-relative-luminance. */
async function luminanceOf(page: Page, selector: string): Promise<number> {
  const color = await page.$eval(selector, (button) => getComputedStyle(button).backgroundColor);
  const [red = 0, green = 0, blue = 0] = (color.match(/\d+/g) ?? []).map((part) => {
    const share = Number(part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe.each(browsers.flatMap((name) => schemes.map((scheme) => [name, scheme] as const)))(
  'in %s, %s',
  (name, colorScheme) => {
    let simulator: Simulator;
    let browser: Browser;

    beforeAll(async () => {
      simulator = await startSimulator();
      addDemoAccounts(simulator);
      browser = await launchGranted(name, { colorScheme });
    });

    afterAll(async () => {
      await browser?.close();
      await simulator?.stop();
      // Whatever the simulator said of itself keeps to the documents.
      expect(simulator?.departures ?? []).toEqual([]);
    });

    const expectAccessible = async (page: Page) => expect(await a11y(page)).toEqual([]);

    test('axe finds nothing in the popup, empty, with the example, full, failing and opened', async () => {
      const popup = await browser.open('popup');
      await pageSaying(popup, 'Add your first account');
      await expectAccessible(popup);
      await press(popup, 'Look at an example');
      await pageSaying(popup, 'This is an example');
      await expectAccessible(popup);
      const options = await browser.open('options');
      await importFile(options, demoFile(simulator));
      await options.close();
      await itemSaying(popup, 'Datagrid · Work', '100%');
      await itemSaying(popup, 'EvoLink · Work', '99%');
      await expectAccessible(popup);
      simulator.fault({ key: demoKeys.crustdata }, { kind: 'error', status: 401 });
      await press(popup, 'Check Crustdata · Work now');
      await itemSaying(popup, 'Crustdata · Work', 'Key refused');
      await expectAccessible(popup);
      await press(popup, 'More about EvoLink · Work');
      await itemSaying(popup, 'EvoLink · Work', 'of remaining + used');
      await expectAccessible(popup);
      await popup.close();
    });

    test('axe finds nothing in the popup, paused, discreet and with its keys told', async () => {
      const popup = await browser.open('popup');
      await itemSaying(popup, 'Datagrid · Work', '100%');
      await press(popup, 'Pause');
      await byRole(popup, 'group', 'Pause');
      await expectAccessible(popup);
      await press(popup, 'Until I resume');
      await pageSaying(popup, 'paused');
      await expectAccessible(popup);
      await press(popup, 'Resume');
      await press(popup, 'Hide amounts and names');
      await byRole(popup, 'button', 'Show amounts and names');
      await expectAccessible(popup);
      await press(popup, 'Show amounts and names');
      await byRole(popup, 'button', 'Hide amounts and names');
      await popup.keyboard.press('?');
      await byRole(popup, 'dialog', 'Keys');
      await expectAccessible(popup);
      await popup.close();
    });

    test('axe finds nothing in the history, of no account and of one, as chart and as tables', async () => {
      const none = await browser.open('usage');
      await pageSaying(none, 'There is no history of this account yet.');
      await expectAccessible(none);
      await none.close();
      const popup = await browser.open('popup');
      await itemSaying(popup, 'Datagrid · Work', '100%');
      const usage = await browser.open('usage', await historyHash(popup, 'Datagrid · Work'));
      await pageSaying(usage, /Datagrid · Work.* left/s);
      await usage.waitForSelector('canvas');
      await expectAccessible(usage);
      await usage.$$eval('details', (all) => all.forEach((details) => (details.open = true)));
      expect(await usage.$$eval('table', (tables) => tables.length)).toBe(2);
      await expectAccessible(usage);
      await Promise.all([usage.close(), popup.close()]);
    });

    test('axe finds nothing in the options, with the form, its problems and both dialogs', async () => {
      const options = await browser.open('options');
      await pageSaying(options, 'Crustdata · Work');
      await beginAccount(options, 'datagrid');
      await options.$$eval('form details', (all) => all.forEach((details) => (details.open = true)));
      await press(options, 'Save');
      await pageSaying(options, 'Paste the API key.');
      await expectAccessible(options);
      await press(options, 'Cancel');

      await press(await byRole(options, 'listitem', 'Crustdata · Work'), 'Remove');
      const dialog = await byRole(options, 'dialog', 'Remove Crustdata · Work?');
      await expectAccessible(options);
      await press(dialog, 'Cancel');

      const preview = await openImport(options, demoFile(simulator));
      await expectAccessible(options);
      await press(preview, 'Cancel');
      await options.close();
    });

    test('axe finds nothing in the options when alerts are snoozed, not taken, or a change can be undone', async () => {
      const options = await browser.open('options');
      await press(await byRole(options, 'listitem', 'Crustdata · Work'), 'Snooze');
      const dialog = await byRole(options, 'dialog', 'Snooze alerts of Crustdata · Work');
      await expectAccessible(options);
      await press(dialog, 'For a week');
      await pageSaying(options, 'alerts snoozed until');
      const at = Date.now();
      const trouble = { version: 1, failures: 1, at, notBefore: at + 60_000, kind: 'not-found', status: 404 };
      await putRecord(options, 'alerts', '!webhook', trouble);
      await press(await byRole(options, 'listitem', 'EvoLink · Work'), 'Disable');
      await byRole(options, 'button', 'Undo');
      await pageSaying(options, 'Not taken: ');
      await expectAccessible(options);
      await press(options, 'Undo');
      await pageSaying(options, 'Undone.');
      await options.close();
    });

    test('axe finds nothing in the popup with many accounts, in groups and searched', async () => {
      const options = await browser.open('options');
      const more = Array.from({ length: 7 }, (_, place) => ({
        provider: 'coinstats',
        label: `Number ${place}`,
        key: demoKeys.coinstats,
        baseUrl: simulator.url,
      }));
      await importFile(options, { ...demoFile(simulator, []), accounts: more });
      await options.close();
      const popup = await browser.open('popup');
      await popup.waitForSelector('button[aria-pressed=false]');
      const loose = await luminanceOf(popup, 'button[aria-pressed=false]');
      await press(popup, 'Group');
      await byRole(popup, 'list', 'Accounts at CoinStats');
      await popup.mouse.move(120, 2);
      await expectAccessible(popup);
      // Not by the colour of its text and edge alone.
      const pressed = await luminanceOf(popup, 'button[aria-pressed=true]');
      expect((Math.max(loose, pressed) + 0.05) / (Math.min(loose, pressed) + 0.05)).toBeGreaterThan(3);
      await popup.type('#search', 'number');
      await pageSaying(popup, /^(?!.*Datagrid).*Number 6/s);
      await expectAccessible(popup);
      await popup.type('#search', ' 8');
      await pageSaying(popup, 'No account is called');
      await expectAccessible(popup);
      await popup.close();
    });

    test('axe does find what has no name, and what is too small to be hit', async () => {
      const options = await browser.open('options');
      await pageSaying(options, 'Crustdata · Work');
      await options.evaluate(() => {
        for (const text of ['', 'a', 'b']) {
          const button = Object.assign(document.createElement('button'), { textContent: text });
          button.style.cssText = 'min-height: 0; height: 12px; padding: 0; font-size: 9px';
          document.querySelector('main')?.append(button);
        }
      });
      const found = (await a11y(options)).map(({ id }) => id);
      expect(found).toEqual(expect.arrayContaining(['button-name', 'target-size']));
      await options.close();
    });
  },
);
