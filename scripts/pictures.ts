import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launch, type Browser } from '../tests/e2e/harness/launch.ts';
import { importFile } from '../tests/e2e/harness/import.ts';
import { until } from '../tests/e2e/harness/deadline.ts';
import { readPopup } from '../tests/e2e/harness/popup.ts';
import { addDemoAccounts, demoKeys, renewPeriods } from '../tests/simulator/demo.ts';
import { startSimulator, type Simulator } from '../tests/simulator/simulator.ts';

/** Takes the pictures of docs/pictures from the running product: both browsers, light and dark. Build first. */
const folder = 'docs/pictures';
const builds = { chromium: '.output/chrome-mv3', firefox: '.output/firefox-mv3' } as const;
const popupSize = { width: 380, height: 600, deviceScaleFactor: 2 };
const optionsSize = { width: 880, height: 760, deviceScaleFactor: 1 };

mkdirSync(folder, { recursive: true });
for (const name of ['chromium', 'firefox'] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    const simulator = await startSimulator();
    await using browser = await launch(name, {
      extensionDir: builds[name],
      granted: ['http://127.0.0.1/*'],
      colorScheme,
    });
    await take(browser, simulator, `${name}-${colorScheme}`);
    await simulator.stop();
  }
}

async function take(browser: Browser, simulator: Simulator, suffix: string): Promise<void> {
  const shoot = async (page: 'popup' | 'options', name: string) => {
    const tab = await browser.open(page);
    await tab.setViewport(page === 'popup' ? popupSize : optionsSize);
    await until(10_000, `the ${page} is drawn`, () => tab.evaluate(() => document.querySelector('h1') !== null));
    await browser.screenshot(tab, join(folder, `${name}-${suffix}.png`));
    await tab.close();
  };
  await shoot('popup', 'popup-empty');
  prepare(simulator);
  const options = await browser.open('options');
  await importFile(options, fileFor(simulator));
  await options.close();
  const popup = await browser.open('popup');
  await until(20_000, 'every account has brought something', async () => {
    const items = await readPopup(popup);
    return items.length === 5 && items.every(({ text }) => /left|Next try/.test(text));
  });
  await popup.close();
  await shoot('popup', 'popup');
  await shoot('options', 'options');
  console.log(`pictures: ${suffix}`);
}

/** Accounts as a person may have them: one low, one in trouble, the periods not over yet. */
function prepare(simulator: Simulator): void {
  addDemoAccounts(simulator);
  renewPeriods(simulator, new Date(Date.now() + 9 * 24 * 3600_000));
  Object.assign(simulator.account(demoKeys.firecrawl).state, { remaining: 6012, limit: 50_000 });
  Object.assign(simulator.account(demoKeys.datagrid).state, { remaining: 4120, used: 880, limit: 5000 });
  simulator.fault({ key: demoKeys.coinstats }, { kind: 'error', status: 401 });
}

function fileFor({ url }: Simulator): object {
  const labels = {
    crustdata: 'Research',
    coinstats: 'Old key',
    firecrawl: 'Work',
    evolink: 'Work',
    datagrid: 'Datagrid',
  };
  const accounts = Object.entries(demoKeys).map(([provider, key]) => {
    const label = labels[provider as keyof typeof labels];
    return { provider, label, key, baseUrl: url };
  });
  return { format: 'credit-gauge', version: 1, accounts };
}
