import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoKeys } from '../simulator/demo.ts';
import { browsers, itemSaying, pageSaying } from './given.ts';
import { until } from './harness/deadline.ts';
import type { Browser } from './harness/launch.ts';
import { run, type Running } from './running.ts';

declare global {
  interface Window {
    /** What a screen reader was given to read out. */
    told?: string[];
  }
}

/** From now on the page keeps what its live regions are changed to. */
async function listen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const told: string[] = [];
    window.told = told;
    const live = '[role=status], [role=alert], [aria-live=polite], [aria-live=assertive]';
    new MutationObserver((changes) => {
      for (const { target, addedNodes, removedNodes, oldValue } of changes) {
        const element = target instanceof Element ? target : target.parentElement;
        const region = element?.closest(live);
        if (region) told.push(`${region.className}: ${oldValue ?? ''} → ${region.textContent}`);
        for (const node of [...addedNodes, ...removedNodes])
          if (node instanceof Element)
            for (const each of [node, ...node.querySelectorAll('*')])
              if (each.matches(live)) told.push(each.textContent ?? '');
      }
    }).observe(document, { subtree: true, childList: true, characterData: true, characterDataOldValue: true });
  });
}

const toldBy = async (page: Page) => await page.evaluate(() => window.told);

describe.each(browsers)('in %s', (name) => {
  let running: Running;
  let browser: Browser;

  beforeAll(async () => {
    running = await run(name, ['coinstats', 'crustdata']);
    ({ browser } = running);
  });

  afterAll(async () => await running?.stop());

  test('nothing is read out again while nothing is new, and what is new is', async () => {
    const { simulator } = running;
    simulator.fault({ key: demoKeys.crustdata }, { kind: 'error', status: 401 });
    const options = await browser.open('options');
    const popup = await browser.open('popup');
    await itemSaying(popup, 'CoinStats · Work', '55%');
    /** One that fails is not asked as often as one that does not. */
    const refreshBoth = async () => {
      simulator.clearRequests();
      await until(30_000, 'both are asked', async () => {
        await popup.keyboard.press('r');
        await sleep(500);
        return new Set(simulator.requests.map(({ key }) => key)).size === 2;
      });
    };
    // The first refusal is not believed yet, which is said.
    for (const sentence of ['It is checked once more', 'Paste a new one.']) {
      await refreshBoth();
      for (const page of [popup, options]) await pageSaying(page, sentence);
    }
    await Promise.all([popup, options].map(listen));
    await refreshBoth();
    // Both pages are drawn anew every 5 seconds besides.
    await sleep(6000);
    expect(simulator.requests.length).toBeGreaterThan(3);
    expect(await Promise.all([popup, options].map(toldBy))).toEqual([[], []]);

    simulator.clearFaults();
    await refreshBoth();
    await itemSaying(popup, 'Crustdata · Work', '94%');
    expect((await toldBy(popup))?.join()).toContain('Paste a new one.');
    await Promise.all([popup.close(), options.close()]);
  });
});
