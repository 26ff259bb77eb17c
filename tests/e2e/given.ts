import { demoKeys } from '../simulator/demo.ts';
import type { Simulator } from '../simulator/simulator.ts';
import type { ElementHandle, Page } from 'puppeteer-core';
import { until } from './harness/deadline.ts';
import { launch, type Browser, type LaunchOptions } from './harness/launch.ts';
import { readPopup, type AccountItem } from './harness/popup.ts';
import { byRole } from './harness/roles.ts';

export const browsers = ['chromium', 'firefox'] as const;

const builds = { chromium: '.output/chrome-mv3', firefox: '.output/firefox-mv3' };

/** The production build in a fresh profile, with access to the simulator as if the user had allowed it. */
export async function launchGranted(
  name: (typeof browsers)[number],
  options: Partial<LaunchOptions> = {},
): Promise<Browser> {
  return await launch(name, { extensionDir: builds[name], granted: ['http://127.0.0.1/*'], ...options });
}

export function buildFor(name: (typeof browsers)[number]): string {
  return builds[name];
}

/** A file that a user may have written: the five demo accounts, at the simulator. */
export function demoFile({ url }: Simulator, ids = Object.keys(demoKeys), settings: object = {}): object {
  const accounts = Object.entries(demoKeys)
    .filter(([provider]) => ids.includes(provider))
    .map(([provider, key]) => ({ provider, label: 'Work', key, baseUrl: url }));
  return { format: 'credit-gauge', version: 1, accounts, settings };
}

/** The popup's item of that name, once it says what it should. */
export async function itemSaying(page: Page, label: string, text: string | RegExp, ms = 15_000): Promise<AccountItem> {
  let said = '';
  const saying = until(ms, `${label} says ${text}`, async () => {
    const item = (await readPopup(page)).find((one) => one.label.includes(label));
    said = [item?.text, ...(item?.meters ?? []).map((meter) => meter.text)].join('\n');
    return (typeof text === 'string' ? said.includes(text) : text.test(said)) ? item : undefined;
  });
  return await saying.catch((cause: unknown) => {
    throw new Error(`${label} should say ${text}, and says:\n${said}`, { cause });
  });
}

/** The badge, once it reads so. */
export async function badgeReading(browser: Browser, text: string, ms = 15_000): Promise<string> {
  return await until(ms, `the badge reads ${text}`, async () => {
    const badge = await browser.badge();
    return badge.text === text && badge.title;
  });
}

/** What stands on the page, once it holds the text. */
export async function pageSaying(page: Page, text: string | RegExp, ms = 10_000): Promise<string> {
  let said = '';
  const saying = until(ms, `the page says ${text}`, async () => {
    said = await page.evaluate(() => document.body.innerText);
    return (typeof text === 'string' ? said.includes(text) : text.test(said)) && said;
  });
  return await saying.catch((cause: unknown) => {
    throw new Error(`The page should say ${text}, and says:\n${said}`, { cause });
  });
}

/** Types into the field with that label, in the place of what stood there. A password field has no role to be found by. */
export async function fill(page: Page, name: string, value: string): Promise<void> {
  await page.waitForFunction(
    (wanted) => {
      const label = [...document.querySelectorAll('label')].find((one) => one.textContent?.trim() === wanted);
      if (!(label?.control instanceof HTMLInputElement)) return false;
      label.control.focus();
      label.control.select();
      return document.activeElement === label.control;
    },
    { timeout: 5000 },
    name,
  );
  if (value === '') await page.keyboard.press('Backspace');
  else await page.keyboard.type(value);
}

export async function press(place: Page | ElementHandle, name: string): Promise<void> {
  await (await byRole(place, 'button', name)).click();
}

/** Opens the form for a new account and chooses its provider. */
export async function beginAccount(page: Page, provider: string): Promise<void> {
  await press(page, 'Add account');
  await page.waitForSelector('form select');
  await page.select('form select', provider);
}

export async function openAdvanced(page: Page): Promise<void> {
  await page.evaluate(() => {
    const details = document.querySelector('details');
    if (details) details.open = true;
  });
}

/** What stands behind the `#` of the page of an account's history, by the link that the popup has to it. */
export async function historyHash(popup: Page, title: string): Promise<string> {
  return await popup.$$eval(
    'a[href*="usage.html#"]',
    (links, wanted) => {
      const link = links.find((each) => each.title === wanted);
      if (!link) throw new Error(`There is no link “${wanted}”.`);
      return link.hash.slice(1);
    },
    `History of ${title}`,
  );
}

/** Presses "Refresh" without a mouse that has to get there first. */
export async function refreshAtOnce(popup: Page): Promise<void> {
  await popup.waitForSelector('button[aria-label="Refresh"]');
  await popup.evaluate(() => document.querySelector<HTMLElement>('button[aria-label="Refresh"]')?.click());
}

/** Leaves in the popup's list, of which only what can be seen is drawn, the accounts that are found. */
export async function find(popup: Page, text: string): Promise<void> {
  const field = await popup.waitForSelector('#search');
  await field?.type(text);
}

/** What the page tells as its status, which screen readers read out. */
export async function statusOf(page: Page): Promise<string> {
  return await page.$$eval('[role=status]', (all) => all.map((each) => (each as HTMLElement).innerText).join('\n'));
}
