import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildFor, browsers } from '../tests/e2e/given.ts';
import type { Kind } from './browsers.ts';
import { launch, type Browser, type LaunchOptions } from '../tests/e2e/harness/launch.ts';
import { photograph, photographPopup, save, type Shoot } from '../tests/e2e/stage/camera.ts';
import { stopClock } from '../tests/e2e/stage/clock.ts';
import { live } from '../tests/e2e/stage/life.ts';
import { lookFile, styles, takeLooks, type Style } from '../tests/e2e/stage/looks.ts';
import { openOptions, openPopup } from '../tests/e2e/stage/pages.ts';
import { startSimulator, type Simulator } from '../tests/simulator/simulator.ts';
import { takeOptions } from './pictures/options.ts';
import { takeFirst, takeLocked, takeMany, takeMore, takePopup, takeTroubles } from './pictures/popup.ts';
import { takeForStores } from './pictures/stores.ts';
import { photographToolbar } from './pictures/toolbar.ts';
import { takeUsage } from './pictures/usage.ts';

/**
 * Takes the pictures of docs/pictures and docs/stores from the running product: every state, both browsers, light and
 * dark, from left to right and from right to left, at one fixed moment; and those that the tests compare. Build first. `--only chromium` is for one browser alone,
 * `--looks` for those that the tests compare alone.
 */
const { values } = parseArgs({ options: { only: { type: 'string' }, looks: { type: 'boolean' } } });
const folder = 'docs/pictures';
const wanted = browsers.filter((name) => values.only === undefined || name === values.only);
const optionsSize = { width: 1000, height: 640 };
/** It is to be seen in the options, so it is always the same. */
const port = 48_720;
// Times of day are the same wherever the pictures are taken.
process.env['TZ'] = 'UTC';

mkdirSync(folder, { recursive: true });
for (const name of wanted) {
  if (!values.looks) await takeAll(name);
  await takeCompared(name);
}

async function takeAll(name: Kind): Promise<void> {
  // A state that is gone leaves no picture behind.
  for (const file of readdirSync(folder)) if (file.includes(`-${name}-`)) rmSync(join(folder, file));
  for (const colorScheme of ['light', 'dark'] as const) {
    await on(name, { colorScheme }, colorScheme, async (browser, simulator, shoot) => {
      await takeStates(browser, simulator, shoot, async () => {
        if (name === 'chromium') await takeForStores(browser, colorScheme);
      });
    });
    await on(name, { ...styles['right-to-left'], colorScheme }, `right-to-left-${colorScheme}`, takeStates);
    await takeToolbar(name, colorScheme);
  }
  await on(name, { colorScheme: 'dark', forcedColors: true }, 'forced-colours', takePages);
}

/** `beforeTroubles` while all is well and few accounts are there. */
async function takeStates(
  browser: Browser,
  simulator: Simulator,
  shoot: Shoot,
  beforeTroubles = async (): Promise<void> => {},
): Promise<void> {
  await takeFirst(browser, shoot);
  await live(browser, simulator);
  await takePopup(browser, shoot);
  await takeUsage(browser, shoot);
  await takeOptions(browser, simulator, shoot);
  await beforeTroubles();
  await takeTroubles(browser, simulator, shoot);
  await takeMany(browser, simulator, shoot);
  await takeLocked(browser, shoot);
}

async function takeCompared(name: Kind): Promise<void> {
  for (const style of Object.keys(styles) as Style[])
    await on(name, styles[style], `${style}, as the tests compare them`, async (browser, simulator) => {
      for (const [look, picture] of await takeLooks(browser, simulator))
        await save(picture, lookFile(look, name, style));
    });
}

async function takeToolbar(name: Kind, colorScheme: 'light' | 'dark'): Promise<void> {
  const simulator = await startSimulator({ port });
  try {
    const picture = await photographToolbar(name, colorScheme, simulator);
    await save(picture, join(folder, `toolbar-${name}-${colorScheme}.png`));
  } finally {
    await simulator.stop();
  }
}

async function takePages(browser: Browser, simulator: Simulator, shoot: Shoot): Promise<void> {
  await live(browser, simulator);
  const popup = await openPopup(browser);
  await shoot('popup', photographPopup(browser, popup));
  await takeMore(browser, popup, shoot);
  await popup.close();
  const options = await openOptions(browser);
  await shoot('options', photograph(browser, options, optionsSize));
  await options.close();
}

async function on(
  name: Kind,
  options: Partial<LaunchOptions>,
  suffix: string,
  take: (browser: Browser, simulator: Simulator, shoot: Shoot) => Promise<void>,
): Promise<void> {
  const simulator = await startSimulator({ port });
  try {
    await using browser = await launch(name, {
      extensionDir: buildFor(name),
      granted: ['http://127.0.0.1/*'],
      alter: stopClock,
      ...options,
    });
    let count = 0;
    await take(browser, simulator, async (scene, picture) => {
      await save(await picture, join(folder, `${scene}-${name}-${suffix}.png`));
      count += 1;
    });
    console.log(`pictures: ${count} in ${name}, ${suffix}`);
  } finally {
    await simulator.stop();
  }
}
