import type { Page } from 'puppeteer-core';
import { historyHash, pageSaying } from '../given.ts';
import type { Browser } from '../harness/launch.ts';
import { pictureTime, setPagesClock } from './clock.ts';
import { lowest } from './life.ts';

const soonAfter = pictureTime + 2 * 60_000;

/** The popup of the demo accounts, two minutes after they were checked. */
export async function openPopup(browser: Browser): Promise<Page> {
  await setPagesClock(browser, soonAfter);
  const popup = await browser.open('popup');
  await pageSaying(popup, /Checked 2 min.*next/);
  return popup;
}

/** The options of the demo accounts, two minutes after they were checked. */
export async function openOptions(browser: Browser): Promise<Page> {
  await setPagesClock(browser, soonAfter);
  const options = await browser.open('options');
  await pageSaying(options, lowest);
  return options;
}

/** The history of the account that is low. */
export async function openUsage(browser: Browser): Promise<Page> {
  const popup = await openPopup(browser);
  const usage = await browser.open('usage', await historyHash(popup, lowest));
  await popup.close();
  await usage.waitForSelector('canvas');
  return usage;
}

/** Leads to a part of the options. */
export async function showPart(page: Page, name: string): Promise<void> {
  await page.$eval(`#${name}-title`, (title) => title.scrollIntoView({ block: 'start', behavior: 'instant' }));
}
