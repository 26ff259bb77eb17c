import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoKeys } from '../simulator/demo.ts';
import { browsers, itemSaying, press } from './given.ts';
import { until } from './harness/deadline.ts';
import type { Browser } from './harness/launch.ts';
import { hasRole } from './harness/roles.ts';
import { readReports } from './ledger.ts';
import { run, type Running } from './running.ts';

/** As narrow as a side panel may be drawn: a word more in a line of facts is a line more. */
const narrow = { width: 240, height: 600 };

/** Where each row begins, in pixels from the top. */
const tops = async (page: Page) =>
  await page.$$eval('.account', (rows) => rows.map((row) => row.getBoundingClientRect().top));

/** The accounts as they stand. */
const titles = async (page: Page) => await page.$$eval('.account', (rows) => rows.map((row) => row.ariaLabel ?? ''));

declare global {
  interface Window {
    /** What was seen in any frame: where the rows began, which were marked as being checked, and how much of their tools. */
    watched?: { tops: string[]; checked: string[]; tools: string[] };
  }
}

/** Runs in the page: keeps what there is to be seen from frame to frame. */
function watch(): void {
  const seen = { tops: new Set<string>(), checked: new Set<string>(), tools: new Set<string>() };
  const look = () => {
    const rows = [...document.querySelectorAll('.account')];
    seen.tops.add(rows.map((row) => row.getBoundingClientRect().top).join());
    for (const row of rows) if (row.querySelector('.ring')) seen.checked.add(row.ariaLabel ?? '');
    for (const tools of document.querySelectorAll('.tools')) seen.tools.add(getComputedStyle(tools).opacity);
    window.watched = { tops: [...seen.tops], checked: [...seen.checked], tools: [...seen.tools] };
    requestAnimationFrame(look);
  };
  look();
}

describe.each(browsers)('in %s', (name) => {
  let running: Running;
  let browser: Browser;
  let popup: Page;

  beforeAll(async () => {
    running = await run(name, ['coinstats', 'crustdata', 'firecrawl', 'datagrid']);
    ({ browser } = running);
    popup = await browser.open('popup');
    await popup.setViewport(narrow);
    await itemSaying(popup, 'CoinStats · Work', '55%');
  });

  afterAll(async () => await running?.stop());

  test('no row moves while the accounts are checked, nor after', async () => {
    const before = await tops(popup);
    const read = await readReports(browser);
    running.simulator.fault('all', { kind: 'delay', ms: 500 });
    await popup.evaluate(watch);
    await popup.keyboard.press('r');
    await until(15_000, 'all are read anew', async () =>
      [...(await readReports(browser))].every(([id, { told }]) => told > (read.get(id)?.told ?? 0)),
    );
    running.simulator.clearFaults();
    await until(5000, 'nothing is being checked', async () => (await popup.$('.ring')) === null);
    const { checked = [], tops: seen = [], tools = [] } = (await popup.evaluate(() => window.watched)) ?? {};
    expect(checked.toSorted()).toEqual((await titles(popup)).toSorted());
    expect(seen).toEqual([before.join()]);
    expect(tools).toEqual(['0']);
  });

  test('no row moves when all are paused, nor when they go on', async () => {
    const before = await tops(popup);
    for (const [presses, other] of [
      [['Pause', 'For an hour'], 'Resume'],
      [['Resume'], 'Pause'],
    ] as const) {
      for (const button of presses) await press(popup, button);
      await until(5000, `"${other}" is offered`, () => hasRole(popup, 'button', other));
      expect(await tops(popup)).toEqual(before);
    }
  });

  describe('a list of which the lowest comes first', () => {
    const { coinstats, datagrid } = demoKeys;
    const [held, lower] = ['CoinStats · Work', 'Datagrid · Work'];
    const order = async () => (await titles(popup)).filter((title) => [held, lower].includes(title));

    /** Has so many percent left of each, and waits until that is seen. */
    async function read(left: { coinstats: number; datagrid: number }): Promise<void> {
      Object.assign(running.simulator.account(coinstats).state, { remaining: left.coinstats * 1000, limit: 100_000 });
      Object.assign(running.simulator.account(datagrid).state, {
        remaining: left.datagrid * 50,
        used: 5000 - left.datagrid * 50,
        limit: 5000,
      });
      await popup.keyboard.press('r');
      await itemSaying(popup, held, `${left.coinstats}%`);
      await itemSaying(popup, lower, `${left.datagrid}%`);
    }

    const orderIs = async (wanted: string[]) =>
      // The list is drawn anew every 5 seconds.
      await until(8000, `the order is ${wanted.join()}`, async () => (await order()).join() === wanted.join());

    test('stays as it is under the pointer, and is sorted when that has left', async () => {
      await popup.mouse.move(120, 2);
      await read({ coinstats: 30, datagrid: 40 });
      await orderIs([held, lower]);
      await popup.hover(`.account[aria-label="${lower}"]`);
      await read({ coinstats: 31, datagrid: 21 });
      expect(await order()).toEqual([held, lower]);
      await popup.mouse.move(120, 2);
      await orderIs([lower, held]);
    });

    test('stays as it is under the focus, and is sorted when that has left', async () => {
      await popup.focus(`.account[aria-label="${lower}"] h2 a`);
      await read({ coinstats: 22, datagrid: 41 });
      expect(await order()).toEqual([lower, held]);
      await popup.keyboard.press('ArrowDown');
      expect(await order()).toEqual([lower, held]);
      await popup.focus('header button');
      await orderIs([held, lower]);
    });
  });
});
