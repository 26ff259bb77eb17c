import { join } from 'node:path';
import sharp from 'sharp';
import { buildFor } from '../../tests/e2e/given.ts';
import { until } from '../../tests/e2e/harness/deadline.ts';
import { startDisplay, type Display } from '../../tests/e2e/harness/display.ts';
import { launch, type Browser } from '../../tests/e2e/harness/launch.ts';
import { temporaryFolder } from '../../tests/e2e/harness/leftovers.ts';
import { stopClock } from '../../tests/e2e/stage/clock.ts';
import { bring, live } from '../../tests/e2e/stage/life.ts';
import type { Simulator } from '../../tests/simulator/simulator.ts';
import type { Kind } from '../browsers.ts';

/** The end of the toolbar with our button in it, on the screen of a browser that has just begun. */
const places = {
  chromium: { left: 760, top: 42, width: 320, height: 42 },
  firefox: { left: 960, top: 62, width: 320, height: 42 },
};

/** The browser's own toolbar, as it is on a screen, twice as large: the icon with its badge, and without. */
export async function photographToolbar(
  name: Kind,
  colorScheme: 'light' | 'dark',
  simulator: Simulator,
): Promise<Buffer> {
  const display = await startDisplay();
  try {
    const granted = ['http://127.0.0.1/*'];
    const extension = { extensionDir: buildFor(name), granted, alter: stopClock };
    await using browser = await launch(name, { ...extension, colorScheme, headless: false, display: display.name });
    await live(browser, simulator, 0);
    const strips = [
      await strip(browser, display, (text) => text !== ''),
      await bring(browser, [], { badge: 'none' }).then(() => strip(browser, display, (text) => text === '')),
    ];
    const { width, height } = places[name];
    const canvas = sharp({ create: { width, height: height * 2, channels: 3, background: '#000000' } });
    const both = await canvas
      .composite(strips.map((input, index) => ({ input, left: 0, top: index * height })))
      .png()
      .toBuffer();
    return await sharp(both)
      .resize(width * 2, height * 4, { kernel: 'nearest' })
      .png()
      .toBuffer();
  } finally {
    display.close();
  }
}

async function strip(browser: Browser, display: Display, isRight: (text: string) => boolean): Promise<Buffer> {
  await until(15_000, 'the badge is as it should be', async () => isRight((await browser.badge()).text));
  const folder = temporaryFolder('screen');
  try {
    const file = join(folder.path, 'screen.png');
    await display.picture(file);
    return await sharp(file).extract(places[browser.name]).toBuffer();
  } finally {
    folder.remove();
  }
}
