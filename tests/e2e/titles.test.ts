import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoKeys } from '../simulator/demo.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { browsers, itemSaying, launchGranted, pageSaying, press } from './given.ts';
import { until } from './harness/deadline.ts';
import { importFile } from './harness/import.ts';
import type { Browser } from './harness/launch.ts';
import { popupWidth } from './stage/camera.ts';
import { turnAround } from './stage/direction.ts';

const short = 'CoinStats · Side project';
const long = 'CoinStats · A side project that has no end';

/** In pixels: how much of a title is cut off, and how far its first letter is out of sight. */
const cutOf = async (page: Page, title: string) =>
  await page.$eval(`.account[aria-label="${title}"] h2`, (heading) => {
    const letter = document.createRange();
    const text = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT).nextNode() ?? heading;
    letter.setStart(text, 0);
    letter.setEnd(text, 1);
    const [box, first] = [heading.getBoundingClientRect(), letter.getBoundingClientRect()];
    return {
      cut: heading.scrollWidth - heading.clientWidth,
      firstLetter: Math.max(0, box.left - first.left, first.right - box.right),
    };
  });

/** What stands at the middle of the row's last tool, where it can be hit. */
const isToolHit = async (page: Page, title: string) =>
  await page.$eval(`.account[aria-label="${title}"] .more`, (tool) => {
    const { left, top, width, height } = tool.getBoundingClientRect();
    return tool.contains(document.elementFromPoint(left + width / 2, top + height / 2));
  });

const directions = { 'left to right': {}, 'right to left': { alter: turnAround } };

describe.each(
  browsers.flatMap((name) => Object.entries(directions).map(([direction, options]) => ({ name, direction, options }))),
)('in $name, from $direction,', ({ name, options }) => {
  let simulator: Simulator;
  let browser: Browser;
  let popup: Page;

  beforeAll(async () => {
    simulator = await startSimulator();
    simulator.addAccount('coinstats', demoKeys.coinstats);
    browser = await launchGranted(name, options);
    popup = await browser.open('popup');
    await popup.setViewport({ width: popupWidth, height: 600 });
  });

  afterAll(async () => {
    await browser?.close();
    await simulator?.stop();
    // Whatever the simulator said of itself keeps to the documents.
    expect(simulator?.departures ?? []).toEqual([]);
  });

  test('the pointer hides no course of the example, where nothing can be done', async () => {
    await press(popup, 'Look at an example');
    await pageSaying(popup, 'This is an example');
    await popup.hover('.account');
    const seen = await popup.$$eval('.spark', (all) => all.map((spark) => getComputedStyle(spark).visibility));
    expect(seen).toEqual(['visible', 'visible', 'visible']);
  });

  test('a title is cut off where it ends, and not for what is seen under the pointer alone', async () => {
    const page = await browser.open('options');
    const accounts = [short, long].map((title) => ({
      provider: 'coinstats',
      label: title.replace('CoinStats · ', ''),
      key: demoKeys.coinstats,
      baseUrl: simulator.url,
    }));
    await importFile(page, { format: 'credit-gauge', version: 1, accounts });
    await page.close();
    for (const title of [short, long]) await itemSaying(popup, title, '55%');
    expect(await cutOf(popup, short)).toEqual({ cut: 0, firstLetter: 0 });
    const { cut, firstLetter } = await cutOf(popup, long);
    expect(cut).toBeGreaterThan(0);
    expect(firstLetter).toBe(0);
  });

  test('what can be done lies over the end of the row that has the pointer or the focus, and of no other', async () => {
    await popup.mouse.move(120, 2);
    await popup.focus('header button');
    const hits = async () => [await isToolHit(popup, short), await isToolHit(popup, long)];
    const hitsAre = async (wanted: boolean[]) =>
      await until(3000, `the tools can be hit: ${wanted.join()}`, async () => (await hits()).join() === wanted.join());
    await hitsAre([false, false]);
    await popup.hover(`.account[aria-label="${long}"]`);
    await hitsAre([false, true]);
    await popup.focus(`.account[aria-label="${short}"] h2 a`);
    await hitsAre([true, true]);
    await popup.mouse.move(120, 2);
    await hitsAre([true, false]);
    const opacities = await popup.$$eval('.tools', (all) => all.map((tools) => getComputedStyle(tools).opacity));
    expect(opacities).toEqual(['1', '0']);
  });

  test('the first figure is the largest as long as it is the lowest of all', async () => {
    const size = async () =>
      await popup.$eval('.account .percent', (percent) => Number.parseFloat(getComputedStyle(percent).fontSize));
    const largest = await size();
    await popup.focus('header button');
    await popup.keyboard.press('/');
    await popup.waitForSelector('#search');
    expect(await size()).toBe(largest);
    await popup.type('#search', 'side');
    await until(3000, 'it is one of those that are found', async () => (await size()) < largest);
    for (const _ of 'side') await popup.keyboard.press('Backspace');
    await until(3000, 'it is the lowest again', async () => (await size()) === largest);
    await popup.select('.bar select', 'name');
    await until(3000, 'it is the first by name', async () => (await size()) < largest);
  });
});
