import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoKeys } from '../simulator/demo.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { browsers, demoFile, itemSaying, launchGranted, pageSaying, press } from './given.ts';
import { until } from './harness/deadline.ts';
import { importFile } from './harness/import.ts';
import type { Browser } from './harness/launch.ts';
import { byRole, hasRole } from './harness/roles.ts';

const hour = 3600;
const day = 24 * hour;

/** A week and a half of ten credits an hour, read every two hours until an hour ago; 2,000 were bought five days before. */
function pastOf(origin: string, remaining: number, now: number): object {
  const end = Math.floor(now / 1000) - hour;
  const bought = end - 5 * day;
  const stretches: number[][] = [];
  for (let at = end - 10 * day; at <= end; at += 2 * hour) {
    const left = remaining + ((end - at) / hour) * 10 - (at < bought ? 2000 : 0);
    stretches.push([at, at, left, stretches.length === 0 || at === bought ? 0 : 20]);
  }
  const balance = {
    id: 'account',
    last: { remaining, unit: 'credit' },
    stretches,
    events: [[bought, 'top-up', 1980]],
  };
  const accounts = [{ provider: 'crustdata', label: 'Work', origin, balances: [balance] }];
  return { format: 'credit-gauge-history', version: 1, accounts };
}

describe.each(browsers.flatMap((name) => (['light', 'dark'] as const).map((theme) => ({ name, theme }))))(
  'the page of the course in $name, $theme',
  ({ name, theme }) => {
    let simulator: Simulator;
    let browser: Browser;
    let page: Page;

    beforeAll(async () => {
      simulator = await startSimulator();
      const [soon, later] = [2, 30].map((days) => new Date(Date.now() + days * day * 1000).toISOString());
      simulator.addAccount('crustdata', demoKeys.crustdata, {
        remaining: 1200,
        grant: 0,
        frequency: null,
        refreshDate: null,
        topups: [
          { name: 'gift', remaining: 100, expires_at: later },
          { name: 'trial', remaining: 900, expires_at: soon },
        ],
      });
      browser = await launchGranted(name, { colorScheme: theme });
      const options = await browser.open('options');
      await importFile(options, demoFile(simulator, ['crustdata']));
      const popup = await browser.open('popup');
      await itemSaying(popup, 'Crustdata · Work', '1,200 credits left');
      await importFile(options, pastOf(simulator.url, 1200, Date.now()), 'Import history');
      await itemSaying(popup, 'Crustdata · Work', /runs out .* ±\d+ h[^]*credits will be lost unused/);
      page = await openedFrom(popup);
    });

    afterAll(async () => {
      await browser?.close();
      await simulator?.stop();
      // Whatever the simulator said of itself keeps to the documents.
      expect(simulator?.departures ?? []).toEqual([]);
    });

    /** As a click on the account's name in the popup opens it. */
    async function openedFrom(popup: Page): Promise<Page> {
      const href = await popup.$eval('[aria-label="Crustdata · Work"] h2 a', (link) => link.getAttribute('href') ?? '');
      expect(href).toMatch(/^\/usage\.html#/);
      return await browser.open('usage', href.split('#')[1]);
    }

    test('tells what is left, when it runs out and how fast it goes', async () => {
      const text = await pageSaying(page, 'Runs out: ');
      expect(text).toContain('Crustdata · Work');
      expect(text).toContain('1,200 credits left');
      expect(text).toMatch(/Goes at 2[34]\d(\.\d+)? credits a day, (9|10)(\.\d+)? credits an hour\./);
      // 900 end in two days, in which 480 are used; the other grant is used before its end.
      expect(text.match(/[\d.,]+ credits will be lost unused/g)).toEqual([expect.stringMatching(/^4[0-4]\d credits/)]);
    });

    test('shows the time that is chosen, and the table has the figures that were read', async () => {
      await openTable(page, 'As a table');
      const shown = async (range: string, count: number) => {
        await press(page, range);
        return await until(5000, `${range}: ${count} rows`, async () => {
          const rows = await rowsOf(page, 'As a table');
          return rows.length === count && rows;
        });
      };
      await shown('24 h', 13);
      const week = await shown('7 days', 86);
      await pageSaying(page, /Earliest end\t.*\t0\nExpected end\t.*\t0\nLatest end\t.*\t0\n/);
      // Every two hours since then, and the first poll.
      expect(week[0]?.slice(1)).toEqual(['1,200', '', '']);
      expect(week.filter(([, , , event]) => event !== '').map((row) => row.slice(1))).toEqual([
        ['', '', 'top-up of 1,980'],
      ]);
      for (const [range, count] of Object.entries({ '30 days': 123, Cycle: 63 })) {
        await shown(range, count);
        expect(await page.$$eval('[aria-pressed=true]', (all) => all.map(({ textContent }) => textContent))).toEqual([
          range,
        ]);
      }
    });

    test('tells what was spent on each day, and the sum is what was spent', async () => {
      await press(page, '30 days');
      await openTable(page, 'Spent per day');
      const days = await until(5000, 'ten days and more', async () => {
        const rows = await rowsOf(page, 'Spent per day');
        return rows.length >= 11 && rows;
      });
      const spent = days.map(([, figure = '']) => Number(figure.replaceAll(',', '')));
      expect(spent.reduce((sum, one) => sum + one, 0)).toBeCloseTo(2380, 1);
      // A whole day.
      expect(spent[2]).toBeCloseTo(240, 3);
    });

    test('draws the course in the colours of the theme, and keeps the drawing from screen readers', async () => {
      // Each reading makes another, so that the one that was found may be gone already.
      await until(5000, 'the course is drawn, and hidden from screen readers', async () => {
        const { painted, isHidden } = await page.$eval('canvas', (canvas) => {
          const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
          let count = 0;
          for (let place = 3; place < data.length; place += 4) if ((data[place] ?? 0) > 0) count += 1;
          return { painted: count, isHidden: canvas.closest('[aria-hidden=true]') !== null };
        });
        return painted > 500 && isHidden;
      });
      const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const light = Math.max(...(paper.match(/\d+/g) ?? []).slice(0, 3).map(Number)) > 128;
      expect(light).toBe(theme === 'light');
    });

    test('deletes the history once that is confirmed', async () => {
      await page.bringToFront();
      await press(page, 'Delete this history');
      await press(await byRole(page, 'dialog', 'Delete the history of Crustdata · Work?'), 'Cancel');
      expect((await rowsOf(page, 'As a table')).length).toBeGreaterThan(10);
      await press(page, 'Delete this history');
      await press(await byRole(page, 'dialog', 'Delete the history of Crustdata · Work?'), 'Delete');
      await pageSaying(page, 'The history is deleted.');
      await pageSaying(page, 'Nothing was read in this time.');
    });

    test('of an account that is gone says so', async () => {
      const gone = await browser.open('usage', 'nobody');
      await pageSaying(gone, 'There is no history of this account yet.');
      expect(await hasRole(gone, 'heading', 'History')).toBe(true);
      await gone.close();
    });

    test('complains of nothing', async () => {
      expect(await browser.consoleErrors()).toEqual([]);
    });
  },
);

async function openTable(page: Page, summary: string): Promise<void> {
  await page.evaluate((text) => {
    const details = [...document.querySelectorAll('details')].find(
      (each) => each.querySelector('summary')?.textContent === text,
    );
    if (!details) throw new Error(`There is no ${text}.`);
    details.open = true;
  }, summary);
}

/** The rows of the last table under a summary, each with the texts of its cells. */
async function rowsOf(page: Page, summary: string): Promise<string[][]> {
  return await page.evaluate((text) => {
    const details = [...document.querySelectorAll('details')].find(
      (each) => each.querySelector('summary')?.textContent === text,
    );
    const table = [...(details?.querySelectorAll('table') ?? [])].at(-1);
    const rows = [...(table?.querySelectorAll('tbody tr') ?? [])];
    return rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? ''));
  }, summary);
}
