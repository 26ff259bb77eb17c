import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import sharp from 'sharp';
import type { Browser } from '../harness/launch.ts';
import { temporaryFolder } from '../harness/leftovers.ts';

export interface Size {
  width: number;
  height: number;
  deviceScaleFactor?: number;
}

export const popupWidth = 380;

/** What a browser shows, as a picture. */
export async function photograph(browser: Browser, page: Page, size: Size): Promise<Buffer> {
  await page.setViewport({ deviceScaleFactor: 1, ...size });
  // What is drawn by script, such as the chart, follows with the next frames.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const folder = temporaryFolder('picture');
  try {
    const file = join(folder.path, 'picture.png');
    await browser.screenshot(page, file);
    return readFileSync(file);
  } finally {
    folder.remove();
  }
}

/** The popup as high as it opens. */
export async function photographPopup(browser: Browser, page: Page, deviceScaleFactor = 1): Promise<Buffer> {
  await page.setViewport({ width: popupWidth, height: 600, deviceScaleFactor });
  const height = await page.evaluate(() => {
    const dialog = document.querySelector('dialog[open]')?.getBoundingClientRect().height ?? 0;
    return Math.ceil(Math.max(document.body.getBoundingClientRect().height, dialog + 32));
  });
  return await photograph(browser, page, { width: popupWidth, height, deviceScaleFactor });
}

/** Few colours, for a small file; interfaces have no more. */
export async function save(picture: Buffer, file: string): Promise<void> {
  writeFileSync(file, await sharp(picture).png({ palette: true, colours: 16, dither: 0, effort: 10 }).toBuffer());
}

export type Shoot = (name: string, picture: Promise<Buffer>) => Promise<void>;
