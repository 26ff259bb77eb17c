import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'puppeteer-core';
import { addDemoAccounts, demoKeys } from '../simulator/demo.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { badgeReading, browsers, demoFile, itemSaying, launchGranted, pageSaying, press } from './given.ts';
import { a11y } from './harness/accessibility.ts';
import { until } from './harness/deadline.ts';
import { importFile } from './harness/import.ts';
import type { Browser } from './harness/launch.ts';

const schemes = ['light', 'dark'] as const;

/** Opens the list of an account's attempts, and gives its rows. */
async function attemptsOf(page: Page, title: string): Promise<string[][]> {
  return await until(10_000, `the attempts of ${title} are listed`, () =>
    page.evaluate((wanted) => {
      const details = [...document.querySelectorAll<HTMLDetailsElement>('.diagnostics details')].find((one) =>
        one.querySelector('summary')?.textContent?.startsWith(wanted),
      );
      if (details) details.open = true;
      const rows = [...(details?.querySelectorAll('tbody tr') ?? [])];
      return rows.length > 0 && rows.map((row) => [...row.children].map((cell) => cell.textContent ?? ''));
    }, title),
  );
}

describe.each(browsers.flatMap((name) => schemes.map((scheme) => [name, scheme] as const)))(
  'in %s, %s',
  (name, colorScheme) => {
    let simulator: Simulator;
    let browser: Browser;
    let options: Page;

    beforeAll(async () => {
      simulator = await startSimulator();
      addDemoAccounts(simulator);
      browser = await launchGranted(name, { colorScheme });
      options = await browser.open('options');
      await importFile(options, demoFile(simulator, ['coinstats', 'crustdata']));
      await badgeReading(browser, '55%');
      simulator.fault({ key: demoKeys.coinstats }, { kind: 'error', status: 401 });
      const popup = await browser.open('popup');
      await press(popup, 'Check CoinStats · Work now');
      await itemSaying(popup, 'CoinStats · Work', 'Key refused');
      await popup.close();
    });

    afterAll(async () => {
      await browser?.close();
      await simulator?.stop();
      // Whatever the simulator said of itself keeps to the documents.
      expect(simulator?.departures ?? []).toEqual([]);
    });

    test('the options show how the polls went', async () => {
      const text = await pageSaying(options, /CoinStats · Work · 2 checks/);
      expect(text).toContain('Crustdata · Work · 1 check');
      expect(text).toMatch(/Next alarm\s+\S*\d/);
      expect(text).toMatch(/Missed checks\s+0/);
      expect(text).toMatch(/In order, with a copy · [\d.]+ [kM]B/);
      const [latest, first] = await attemptsOf(options, 'CoinStats · Work');
      expect([latest?.[1], first?.[1]]).toEqual(['Key refused', 'Read']);
      expect([latest?.[2], first?.[2]].join(' ')).toMatch(/^[\d.,]+ (ms|sec) [\d.,]+ (ms|sec)$/);
    });

    test('axe finds nothing while a list of attempts is open', async () => {
      await attemptsOf(options, 'CoinStats · Work');
      expect(await a11y(options)).toEqual([]);
    });

    test('the report can be copied, and holds no secret', async () => {
      await options.bringToFront();
      await options.evaluate(() => {
        // What is written there, headless browsers let nobody read.
        const { clipboard } = navigator;
        const write = clipboard.writeText.bind(clipboard);
        clipboard.writeText = async (text) => {
          await write(text);
          document.body.dataset['copied'] = text;
        };
      });
      await press(options, 'Copy report');
      await pageSaying(options, 'The report is in the clipboard.');
      const copied = await options.evaluate(() => document.body.dataset['copied'] ?? '');
      expect(JSON.parse(copied)).toMatchObject({
        product: 'Credit Gauge',
        accounts: [{ attempts: [{}] }, { attempts: [{ ending: 'reading' }, { ending: 'unauthorized' }] }],
      });
      for (const secret of ['127.0.0.1', 'Work', '55,000', '55000', ...Object.values(demoKeys)])
        expect(copied).not.toContain(secret);
    });

    test('it is said when the browser does not let it be copied', async () => {
      await options.evaluate(() => {
        navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'));
      });
      await press(options, 'Copy report');
      await pageSaying(options, 'The browser did not allow copying.');
      expect(await browser.consoleErrors()).toEqual([]);
    });
  },
);
