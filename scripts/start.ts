import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'puppeteer-core';
import { providers } from '../lib/providers/index.ts';
import { launch, type Browser } from '../tests/e2e/harness/launch.ts';
import { importFile } from '../tests/e2e/harness/import.ts';
import { readPopup } from '../tests/e2e/harness/popup.ts';
import { addDemoAccounts, demoKeys, renewPeriods } from '../tests/simulator/demo.ts';
import { startSimulator, type Simulator } from '../tests/simulator/simulator.ts';
import { run } from './run.ts';

/**
 * Shows the product: builds it, starts the simulator of the five providers, and opens a real Chromium with the extension
 * and five demo accounts. With a display it stays until it is closed; without one it prints what it read, and ends.
 */
const hasDisplay = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
const pictures = resolve('.output/pictures');

console.log('start: building the extension…');
if ((await run('wxt', ['build', '--level', 'warn'])) !== 0)
  throw new Error('The build failed; what went wrong stands above.');

const simulator = await startSimulator();
addDemoAccounts(simulator);
renewPeriods(simulator, new Date(Date.now() + 9 * 24 * 3600_000));
console.log(`start: the simulator of the five providers answers at ${simulator.url}`);

console.log(`start: opening Chromium${hasDisplay ? '' : ' without a window, for there is no display'}…`);
const browser = await launch('chromium', {
  extensionDir: '.output/chrome-mv3',
  granted: ['http://127.0.0.1/*'],
  headless: !hasDisplay,
});

try {
  await addAccounts(browser, simulator);
  await (hasDisplay ? show(browser) : print(browser));
} finally {
  await browser.close();
  await simulator.stop();
}

async function addAccounts(target: Browser, { url }: Simulator): Promise<void> {
  const options = await target.open('options');
  const accounts = Object.entries(demoKeys).map(([provider, key]) => ({ provider, label: 'Demo', key, baseUrl: url }));
  await importFile(options, { format: 'credit-gauge', version: 1, accounts });
  await untilRead(options, accounts.length);
  await picture(target, options, 'options');
}

/** Waits until every account has brought its figures. */
async function untilRead(page: Page, count: number): Promise<void> {
  await page.waitForFunction(
    (wanted) =>
      [...document.querySelectorAll('.result')].filter((result) => /left|%/.test(result.textContent ?? '')).length >=
      wanted,
    { timeout: 30_000, polling: 200 },
    count,
  );
}

async function print(target: Browser): Promise<void> {
  const popup = await target.open('popup');
  await popup.waitForSelector('[role=meter]', { timeout: 10_000 });
  await picture(target, popup, 'popup');
  const { text, title } = await target.badge();
  console.log(`\nBadge: ${text}\n${title}\n`);
  const rows = (await readPopup(popup)).flatMap(({ label, meters }) =>
    meters.map(({ now, text: figures }) => ({ account: label, percent: now, figures })),
  );
  console.table(rows);
  console.log(`Pictures of popup and options: ${pictures}`);
}

async function show(target: Browser): Promise<void> {
  const { text } = await target.badge();
  // A popup closes as soon as one looks elsewhere, so it is no loss where it does not open without a click.
  await target.openRealPopup?.().catch(() => undefined);
  console.log(`\nThe badge reads ${text}. Click the icon in the toolbar for the popup; the options are open in a tab.`);
  for (const { id, name } of providers) console.log(`  ${name}: ${demoKeys[id as keyof typeof demoKeys]}`);
  console.log(`Let a balance fall and press Refresh:`);
  console.log(
    `  curl -X POST ${simulator.url}/_simulator/drain -H 'content-type: application/json' -d '{"key":"${demoKeys.coinstats}","amount":50000}'`,
  );
  console.log('Close the browser or press Ctrl+C to end.');
  await Promise.race([target.closed, new Promise((done) => process.once('SIGINT', done))]);
}

async function picture(target: Browser, page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  await target.screenshot(page, join(pictures, `${name}.png`));
}
