import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { browsers, launchGranted, pageSaying, press } from './given.ts';
import type { Browser } from './harness/launch.ts';
import { popupWidth } from './stage/camera.ts';
import { pictureTime, setClock, setPagesClock, stopClock } from './stage/clock.ts';
import { bring, checkAt, live } from './stage/life.ts';
import { openPopup } from './stage/pages.ts';

/** The tallest that a browser opens a popup. */
const height = 600;

describe.each(browsers)('six accounts with a forecast, in %s,', (name) => {
  let simulator: Simulator;
  let browser: Browser;

  beforeAll(async () => {
    simulator = await startSimulator();
    browser = await launchGranted(name, { alter: stopClock });
    await live(browser, simulator, 8);
    simulator.addAccount('coinstats', 'second-key-of-mine');
    await bring(browser, [
      { provider: 'coinstats', label: 'Second', key: 'second-key-of-mine', baseUrl: simulator.url },
    ]);
    const popup = await browser.open('popup');
    await checkAt(browser, popup, pictureTime);
    await popup.close();
  });

  afterAll(async () => {
    await browser?.close();
    await simulator?.stop();
    // Whatever the simulator said of itself keeps to the documents.
    expect(simulator?.departures ?? []).toEqual([]);
  });

  /** In pixels; fails when not all of the list can be seen. */
  async function heightOf(popup: Page): Promise<number> {
    await popup.setViewport({ width: popupWidth, height });
    const seen = await popup.$eval('main', (main) => ({
      rows: main.querySelectorAll('.account').length,
      hidden: main.scrollHeight - main.clientHeight,
      height: document.body.getBoundingClientRect().height,
    }));
    expect(seen).toMatchObject({ rows: 6, hidden: 0 });
    return seen.height;
  }

  test('are seen without scrolling, also paused and a night later', async () => {
    const popup = await openPopup(browser);
    const usual = await heightOf(popup);
    expect(usual).toBeLessThanOrEqual(height);
    await press(popup, 'Pause');
    await press(popup, 'Until I resume');
    await pageSaying(popup, /· paused$/);
    expect(await heightOf(popup)).toBe(usual);
    await press(popup, 'Resume');
    await pageSaying(popup, /· next .*$/);
    await popup.close();
    await setPagesClock(browser, pictureTime + 9 * 3600_000);
    const late = await browser.open('popup');
    await pageSaying(late, 'Not checked since');
    expect(await heightOf(late)).toBe(usual);
    await late.close();
    await setClock(browser, pictureTime);
    expect(await browser.consoleErrors()).toEqual([]);
  });
});
