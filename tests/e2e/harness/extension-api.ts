import type { Page } from 'puppeteer-core';
import type { Badge } from './browser.ts';

/** What the tests call of the extension's API, which is there in any page of the extension's origin. */
interface ExtensionApi {
  action: {
    getBadgeText(details: object): Promise<string>;
    getTitle(details: object): Promise<string>;
    getBadgeBackgroundColor(details: object): Promise<number[]>;
    openPopup(): Promise<void>;
  };
  runtime: { reload(): void };
}

declare const browser: ExtensionApi | undefined;
declare const chrome: ExtensionApi;

/** A page of the extension's origin that runs none of the extension's code, so that asking changes nothing. */
export const silentPage = 'manifest.json';

export async function readBadge(page: Page): Promise<Badge> {
  return await page.evaluate(async () => {
    const { action } = typeof browser === 'undefined' ? chrome : browser;
    const [text, title, color] = await Promise.all([
      action.getBadgeText({}),
      action.getTitle({}),
      action.getBadgeBackgroundColor({}),
    ]);
    return { text, title, color };
  });
}

export async function openPopup(page: Page): Promise<void> {
  await page.evaluate(async () => await chrome.action.openPopup());
}

/** The page goes away under the call, so the call never answers properly. */
export async function reloadExtension(page: Page): Promise<void> {
  await page.evaluate(() => chrome.runtime.reload()).catch(() => undefined);
}
