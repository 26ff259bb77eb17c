import type { Page } from 'puppeteer-core';
import { within } from './deadline.ts';

/** A picture as PNG. Chromium paints only the tab in front, and would wait for ever for one behind it. */
export async function screenshot(page: Page, path: string): Promise<void> {
  await within(10_000, 'the tab comes to the front', page.bringToFront());
  await within(20_000, 'a screenshot', page.screenshot({ path }));
}
