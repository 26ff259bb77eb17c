import type { Browser } from '../../tests/e2e/harness/launch.ts';
import { photograph, type Shoot } from '../../tests/e2e/stage/camera.ts';
import { openUsage } from '../../tests/e2e/stage/pages.ts';

/** The history as a chart, and as tables. */
export async function takeUsage(browser: Browser, shoot: Shoot): Promise<void> {
  const usage = await openUsage(browser);
  const size = { width: 880, height: 640 };
  await shoot('usage', photograph(browser, usage, size));
  await usage.$$eval('details', (all) => all.forEach((details) => (details.open = true)));
  await shoot('usage-table', photograph(browser, usage, { ...size, height: 1200 }));
  await usage.close();
}
