import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { pageSaying, press } from '../given.ts';
import type { Browser, LaunchOptions } from '../harness/launch.ts';
import type { Simulator } from '../../simulator/simulator.ts';
import { boxFont } from './box-font.ts';
import { photograph, photographPopup } from './camera.ts';
import { stopClock } from './clock.ts';
import { turnAround } from './direction.ts';
import { live, lowest } from './life.ts';
import { openOptions, openPopup, openUsage, showPart } from './pages.ts';

/** What the pictures that the tests compare are taken in. */
export const styles = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  'right-to-left': {
    colorScheme: 'light',
    alter: (folder) => {
      stopClock(folder);
      turnAround(folder);
    },
  },
} satisfies Record<string, Partial<LaunchOptions>>;

export type Style = keyof typeof styles;

const size = { width: 1000, height: 640 };

/** The picture that a look is compared with. */
export function lookFile(look: string, browser: string, style: Style): string {
  return join('tests/e2e/looks', `${look}-${browser}-${style}.png`);
}

/** The pages in a font of boxes, by name. The clock has to stand. */
export async function takeLooks(browser: Browser, simulator: Simulator): Promise<Map<string, Buffer>> {
  const taken = new Map<string, Buffer>();
  const first = await browser.open('popup');
  await pageSaying(first, 'Add your first account');
  await useBoxes(first);
  taken.set('popup-first', await photographPopup(browser, first));
  await first.close();

  // Without a past, which is not the same to the last reading each time.
  await live(browser, simulator, 0);
  const popup = await openPopup(browser);
  await useBoxes(popup);
  taken.set('popup', await photographPopup(browser, popup));
  await press(popup, `More about ${lowest}`);
  await popup.waitForSelector('.details');
  taken.set('popup-more', await photographPopup(browser, popup));
  await popup.close();

  const options = await openOptions(browser);
  await useBoxes(options);
  taken.set('options', await photograph(browser, options, size));
  await showPart(options, 'alerts');
  taken.set('options-alerts', await photograph(browser, options, size));
  await options.close();

  const usage = await openUsage(browser);
  await useBoxes(usage);
  taken.set('usage', await photograph(browser, usage, size));
  await usage.close();
  return taken;
}

/** Makes the page look the same whatever fonts the machine has. The chart writes in one of its own, so it is left out. */
export async function useBoxes(page: Page): Promise<void> {
  await page.evaluate(async (data) => {
    const font = new FontFace(
      'Boxes',
      Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)),
    );
    document.fonts.add(await font.load());
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      * { font-family: Boxes !important; font-synthesis: none !important; caret-color: transparent !important; }
      canvas { visibility: hidden; }
    `);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }, boxFont().toString('base64'));
}
