import { setTimeout as sleep } from 'node:timers/promises';
import type { Kind } from '../../../scripts/browsers.ts';
import type { Browser, LaunchOptions } from './browser.ts';
import { launchChromium } from './chromium.ts';
import { until } from './deadline.ts';
import { startDisplay, type Display } from './display.ts';
import { launchFirefox } from './firefox.ts';

/** A browser that asks before it gives a permission, and is answered with `answerPrompt`. */
export interface AskingBrowser extends Browser {
  answerPrompt: NonNullable<Browser['answerPrompt']>;
  /** Chromium: the whole screen as PNG, the prompt and the toolbar too. */
  pictureOfScreen?: (path: string) => Promise<void>;
}

type Options = Omit<LaunchOptions, 'headless' | 'display' | 'asking'>;

export async function launchAsking(name: Kind, options: Options): Promise<AskingBrowser> {
  if (name === 'firefox') return (await launchFirefox({ ...options, asking: true })) as AskingBrowser;
  // Chromium has nobody to ask when it is headless, so it gets a screen.
  const display = await startDisplay();
  const browser = await launchChromium({ ...options, headless: false, display: display.name }).catch(
    (error: unknown) => {
      display.close();
      throw error;
    },
  );
  const close = async () => {
    await browser.close();
    display.close();
  };
  const answerPrompt = answerWithKeys(display);
  return { ...browser, close, [Symbol.asyncDispose]: close, pictureOfScreen: display.picture, answerPrompt };
}

function answerWithKeys(display: Display): AskingBrowser['answerPrompt'] {
  return async (page, answer, click) => {
    const hasFocus = () => page.evaluate(() => document.hasFocus());
    await page.bringToFront();
    await until(10_000, 'the page has the keyboard', hasFocus);
    await click();
    // The prompt is no window of its own, but it takes the keyboard from the page.
    await until(10_000, 'the prompt comes up', async () => !(await hasFocus()));
    // For half a second Chromium ignores keys, lest somebody who types agrees by accident.
    await sleep(1_000);
    // "Deny" comes with the focus on it, "Allow" is the next button.
    if (answer === 'allow') await display.press('Tab');
    await display.press('Return');
    await until(10_000, 'the prompt goes away', hasFocus);
  };
}
