import type { Kind } from '../../../scripts/browsers.ts';
import type { Browser, LaunchOptions } from './browser.ts';
import { launchChromium } from './chromium.ts';
import { launchFirefox } from './firefox.ts';

export type { Browser, LaunchOptions } from './browser.ts';

/** Start a browser with the extension in it: `await using browser = await launch('firefox', { extensionDir })`. */
export async function launch(name: Kind, options: LaunchOptions): Promise<Browser> {
  return name === 'firefox' ? await launchFirefox(options) : await launchChromium(options);
}
