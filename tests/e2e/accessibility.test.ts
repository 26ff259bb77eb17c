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
  openAdvanced,
  pageSaying,
  press,
} from './given.ts';
import { a11y } from './harness/accessibility.ts';
import { importFile, openImport } from './harness/import.ts';
import type { Browser } from './harness/launch.ts';
import { byRole } from './harness/roles.ts';

const schemes = ['light', 'dark'] as const;

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

    test('axe finds nothing in the popup, empty, full and failing', async () => {
      const popup = await browser.open('popup');
      await pageSaying(popup, 'Add your first account');
      expect(await a11y(popup)).toEqual([]);
      const options = await browser.open('options');
      await importFile(options, demoFile(simulator));
      await options.close();
      await itemSaying(popup, 'Datagrid · Work', '100%');
      await itemSaying(popup, 'EvoLink · Work', '99%');
      simulator.fault({ key: demoKeys.crustdata }, { kind: 'error', status: 401 });
      await press(popup, 'Check Crustdata · Work now');
      await itemSaying(popup, 'Crustdata · Work', 'Key refused');
      expect(await a11y(popup)).toEqual([]);
      await popup.close();
    });

    test('axe finds nothing in the history, of no account and of one, as chart and as tables', async () => {
      const none = await browser.open('usage');
      await pageSaying(none, 'There is no history of this account yet.');
      expect(await a11y(none)).toEqual([]);
      await none.close();
      const popup = await browser.open('popup');
      await itemSaying(popup, 'Datagrid · Work', '100%');
      const usage = await browser.open('usage', await historyHash(popup, 'Datagrid · Work'));
      await pageSaying(usage, /Datagrid · Work.* left/s);
      await usage.waitForSelector('canvas');
      expect(await a11y(usage)).toEqual([]);
      await usage.$$eval('details', (all) => all.forEach((details) => (details.open = true)));
      expect(await usage.$$eval('table', (tables) => tables.length)).toBe(2);
      expect(await a11y(usage)).toEqual([]);
      await Promise.all([usage.close(), popup.close()]);
    });

    test('axe finds nothing in the options, with the form, its problems and both dialogs', async () => {
      const options = await browser.open('options');
      await pageSaying(options, 'Crustdata · Work');
      await beginAccount(options, 'datagrid');
      await openAdvanced(options);
      await press(options, 'Save');
      await pageSaying(options, 'Paste the API key.');
      expect(await a11y(options)).toEqual([]);
      await press(options, 'Cancel');

      await press(await byRole(options, 'listitem', 'Crustdata · Work'), 'Remove');
      const dialog = await byRole(options, 'dialog', 'Remove Crustdata · Work?');
      expect(await a11y(options)).toEqual([]);
      await press(dialog, 'Cancel');

      const preview = await openImport(options, demoFile(simulator));
      expect(await a11y(options)).toEqual([]);
      await press(preview, 'Cancel');
      await options.close();
    });
  },
);
