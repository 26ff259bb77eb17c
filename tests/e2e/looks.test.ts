import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { browsers, launchGranted } from './given.ts';
import type { Browser } from './harness/launch.ts';
import { photographPopup } from './stage/camera.ts';
import { stopClock } from './stage/clock.ts';
import { apart } from './stage/compare.ts';
import { lookFile, styles, takeLooks, useBoxes, type Style } from './stage/looks.ts';
import { openPopup } from './stage/pages.ts';

/** Of 255, in the tile that is furthest apart. Edges that are drawn a little softer stay below. */
const tolerance = 10;
/** What differed is laid here, to be looked at. */
const differing = '.output/looks';

/** Changes that a slip in a style sheet makes: each has to be seen. */
const plants = {
  'a mark that is gone': '.monogram { visibility: hidden }',
  'rows that are lower': '.account { padding-block: 10px }',
  'a meter of another colour': '.meter .fill { background: var(--accent) }',
  'text that is too large': '.facts { font-size: 13px }',
  'a button that is gone': 'header button:last-child { visibility: hidden }',
};

beforeAll(() => {
  rmSync(differing, { recursive: true, force: true });
  // Times of day are those of the pictures, wherever the tests run.
  process.env['TZ'] = 'UTC';
});

describe.each(browsers.flatMap((name) => (Object.keys(styles) as Style[]).map((style) => [name, style] as const)))(
  'in %s, %s',
  (name, style) => {
    let simulator: Simulator;
    let browser: Browser;

    beforeAll(async () => {
      simulator = await startSimulator();
      browser = await launchGranted(name, { alter: stopClock, ...styles[style] });
    });

    afterAll(async () => {
      await browser?.close();
      await simulator?.stop();
    });

    test('every page looks as in the pictures', async () => {
      const looks = await takeLooks(browser, simulator);
      expect(looks.size).toBeGreaterThan(0);
      const differences = await Promise.all(
        [...looks].map(async ([look, picture]) => {
          const file = lookFile(look, name, style);
          const difference = await apart(readFileSync(file), picture);
          if (difference > tolerance) keep(picture, file);
          return `${look}: ${difference > tolerance ? `${difference.toFixed(1)} apart from ${file}` : 'the same'}`;
        }),
      );
      expect(differences).toEqual([...looks.keys()].map((look) => `${look}: the same`));
    });

    test('a change of the style is seen', async () => {
      const popup = await openPopup(browser);
      await useBoxes(popup);
      const before = await photographPopup(browser, popup);
      expect(await apart(before, await photographPopup(browser, popup))).toBeLessThan(1);
      const seen: Record<string, boolean> = {};
      for (const [what, rule] of Object.entries(plants)) {
        const remove = await plant(popup, rule);
        seen[what] = (await apart(before, await photographPopup(browser, popup))) > tolerance;
        await remove();
      }
      expect(seen).toEqual(Object.fromEntries(Object.keys(plants).map((what) => [what, true])));
      expect(await apart(before, await photographPopup(browser, popup))).toBeLessThan(1);
      await popup.close();
    });
  },
);

/** Adds a rule to the page's style; gives back how to take it away. */
async function plant(page: Page, rule: string): Promise<() => Promise<void>> {
  await page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }, rule);
  return async () =>
    await page.evaluate(() => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, -1);
    });
}

function keep(picture: Buffer, file: string): void {
  mkdirSync(differing, { recursive: true });
  writeFileSync(join(differing, basename(file)), picture);
}
