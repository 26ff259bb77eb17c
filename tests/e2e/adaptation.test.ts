import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoKeys } from '../simulator/demo.ts';
import { browsers, historyHash, itemSaying, pageSaying, press } from './given.ts';
import { until } from './harness/deadline.ts';
import { tabTo } from './harness/keys.ts';
import type { Browser } from './harness/launch.ts';
import { byRole } from './harness/roles.ts';
import { run, type Running } from './running.ts';

/** The pages for whom they are not made as they stand: enlarged, in other colours, at rest, from right to left. */
describe.each(browsers)('in %s', (name) => {
  let running: Running;
  let browser: Browser;

  beforeAll(async () => {
    running = await run(name, ['coinstats', 'evolink', 'firecrawl']);
    ({ browser } = running);
  });

  afterAll(async () => await running?.stop());

  async function openPopup(): Promise<Page> {
    const popup = await browser.open('popup');
    await itemSaying(popup, 'CoinStats · Work', '55%');
    return popup;
  }

  async function openUsage(popup: Page): Promise<Page> {
    const usage = await browser.open('usage', await historyHash(popup, 'CoinStats · Work'));
    await pageSaying(usage, /CoinStats · Work.* left/s);
    await usage.$$eval('details', (all) => all.forEach((details) => (details.open = true)));
    return usage;
  }

  /** What stands out over the side of its page, or can be scrolled sideways. */
  async function tooWide(page: Page): Promise<string[]> {
    return await page.evaluate(() => {
      const root = document.documentElement;
      const scrolled = [root, ...document.querySelectorAll('main, dialog')].filter(
        (each) => each.scrollWidth > each.clientWidth,
      );
      const isCutOff = (each: Element) => getComputedStyle(each.parentElement ?? each).textOverflow === 'ellipsis';
      const over = [...document.querySelectorAll('body *')].filter((each) => {
        if (isCutOff(each)) return false;
        const { left, right, width } = each.getBoundingClientRect();
        return width > 0 && (left < -1 || right > root.clientWidth + 1);
      });
      return [...new Set([...scrolled, ...over])].map(
        (each) => `${each.localName}.${each.getAttribute('class') ?? ''}`,
      );
    });
  }

  /** The chart takes its new width a moment later. */
  async function expectFits(page: Page): Promise<void> {
    let found: string[] = [];
    const fitting = until(2000, 'all fits', async () => (found = await tooWide(page)).length === 0);
    await fitting.catch((cause: unknown) => {
      throw new Error(`Too wide: ${found.join(', ')}`, { cause });
    });
  }

  // WCAG 1.4.10: a window of 1280 pixels at 400 %.
  test('no page is scrolled sideways where it is 320 pixels wide', async () => {
    const popup = await openPopup();
    const options = await browser.open('options');
    await pageSaying(options, 'CoinStats · Work');
    const usage = await openUsage(popup);
    for (const page of [popup, options, usage]) {
      await page.bringToFront();
      await page.setViewport({ width: 320, height: 480 });
      expect(await page.evaluate(() => innerWidth)).toBe(320);
      await expectFits(page);
    }
    await options.bringToFront();
    await press(options, 'Add account');
    await options.waitForSelector('form');
    await options.$$eval('details', (all) => all.forEach((details) => (details.open = true)));
    await expectFits(options);
    await press(options, 'Cancel');
    await press(await byRole(options, 'listitem', 'CoinStats · Work'), 'Remove');
    await byRole(options, 'dialog', 'Remove CoinStats · Work?');
    await expectFits(options);
    await popup.bringToFront();
    await popup.keyboard.press('?');
    await byRole(popup, 'dialog', 'Keys');
    await expectFits(popup);
    // The popup at 200 %, had it no more room than before.
    await popup.setViewport({ width: 190, height: 300 });
    await expectFits(popup);
    await popup.keyboard.press('Escape');
    await popup.waitForSelector('dialog', { hidden: true });
    await popup.keyboard.press('ArrowDown');
    await popup.keyboard.press('ArrowRight');
    await popup.waitForSelector('.details');
    await popup.keyboard.press('/');
    await popup.waitForSelector('#search');
    await expectFits(popup);
    await Promise.all([popup, options, usage].map((page) => page.close()));
  });

  test('from right to left all stands the other way round, and so do the arrow keys', async () => {
    const popup = await openPopup();
    await popup.evaluate(() => (document.dir = 'rtl'));
    await expectFits(popup);
    const sides = await popup.evaluate(() => {
      const centre = (selector: string) => {
        const { left = 0, right = 0 } = document.querySelector(selector)?.getBoundingClientRect() ?? {};
        return (left + right) / 2;
      };
      return {
        title: centre('h1') > centre('header button'),
        monogram: centre('.monogram') > centre('.percent'),
        fill: centre('.fill') >= centre('.meter'),
      };
    });
    expect(sides).toEqual({ title: true, monogram: true, fill: true });
    const open = () => popup.$eval('.more', (more) => more.getAttribute('aria-expanded'));
    await popup.keyboard.press('ArrowDown');
    for (const [key, wanted] of [
      ['ArrowLeft', 'true'],
      ['ArrowRight', 'false'],
    ] as const) {
      await popup.keyboard.press(key);
      await until(5000, `${key} makes it ${wanted}`, async () => (await open()) === wanted);
    }
    await popup.close();
  });

  if (name !== 'chromium') return;

  // Only Chromium lets the user's preferences be played.
  test("in the user's own colours meters, bars, pressed buttons and the focus are seen", async () => {
    const popup = await openPopup();
    const usage = await openUsage(popup);
    for (const page of [popup, usage]) {
      const session = await page.createCDPSession();
      await session.send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value: 'active' }] });
      expect(await page.evaluate(() => matchMedia('(forced-colors: active)').matches)).toBe(true);
    }
    const meters = await popup.$$eval('.meter', (all) =>
      all.map((meter) => {
        const fill = meter.querySelector('.fill');
        const { borderTopStyle, borderTopWidth } = getComputedStyle(meter);
        const isSeen =
          fill && getComputedStyle(fill).backgroundColor !== getComputedStyle(document.body).backgroundColor;
        return `${borderTopStyle} ${borderTopWidth} ${isSeen}`;
      }),
    );
    expect(meters.length).toBeGreaterThan(3);
    expect(new Set(meters)).toEqual(new Set(['solid 1px true']));
    await popup.bringToFront();
    await tabTo(popup, 'CoinStats · Work');
    const pressed = await usage.$$eval('.ranges button', (all) =>
      all.map(
        (each) => [each.ariaPressed === 'true', Number.parseFloat(getComputedStyle(each).borderTopWidth)] as const,
      ),
    );
    expect(pressed.filter(([isPressed]) => isPressed)).toEqual([[true, 3]]);
    expect(new Set(pressed.filter(([isPressed]) => !isPressed).map(([, width]) => width))).toEqual(new Set([1]));
    const bars = await usage.$$eval('.bar', (all) => all.map((bar) => getComputedStyle(bar).backgroundColor));
    const behind = await usage.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(bars).not.toContain(behind);
    await Promise.all([popup.close(), usage.close()]);
  });

  test('nothing moves for who wants less motion', async () => {
    const { simulator } = running;
    const popup = await openPopup();
    const moving = () => popup.evaluate(() => document.getAnimations().map(({ playState }) => playState));
    simulator.fault({ key: demoKeys.coinstats }, { kind: 'hang' });
    await press(popup, 'Check CoinStats · Work now');
    await popup.waitForSelector('.ring');
    expect(await moving()).toContain('running');
    await popup.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
    expect(await popup.$('.ring')).not.toBeNull();
    expect(await moving()).toEqual([]);
    await popup.close();
  });
});
