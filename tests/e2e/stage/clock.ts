import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from '../harness/launch.ts';

/**
 * The moment at which all pictures are taken. It lies far ahead, so that the browser's alarms, which go by the real clock,
 * do not go off meanwhile.
 */
export const pictureTime = Date.UTC(2030, 2, 12, 14, 20);

const channel = 'stage-clock';

/** Nothing else in the copy is changed: pages and worker run the build as it is, with a clock that is set by hand. */
const script = `{
  let now = Number(globalThis.localStorage?.getItem('${channel}') ?? ${pictureTime});
  Date.now = () => now;
  new BroadcastChannel('${channel}').onmessage = ({ data }) => { now = data; };
}
`;

/** Stops the clock in a copy of a build, before anything else of it runs. */
export function stopClock(folder: string): void {
  writeFileSync(join(folder, 'clock.js'), script);
  const background = join(folder, 'background.js');
  writeFileSync(background, `${script}${readFileSync(background, 'utf8')}`);
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.html'))) {
    const page = join(folder, name);
    writeFileSync(page, readFileSync(page, 'utf8').replace('<head>', '<head><script src="/clock.js"></script>'));
  }
}

/** Sets the clock of the worker, and of all pages that are open or come. */
export async function setClock(browser: Browser, at: number): Promise<void> {
  await setPagesClock(browser, at);
  await (
    await browser.silentPage()
  ).evaluate(
    (name, moment) => {
      const sending = new BroadcastChannel(name);
      sending.postMessage(moment);
      sending.close();
    },
    channel,
    at,
  );
}

/** Sets the clock of the pages to come alone, so that what the worker did lies behind them. */
export async function setPagesClock(browser: Browser, at: number): Promise<void> {
  await (
    await browser.silentPage()
  ).evaluate((name, moment) => localStorage.setItem(name, String(moment)), channel, at);
}
