import type { Page } from 'puppeteer-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addDemoAccounts, demoKeys } from '../simulator/demo.ts';
import { providerIds } from '../simulator/providers/index.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { browsers, buildFor, demoFile, itemSaying, launchGranted, press } from './given.ts';
import { until } from './harness/deadline.ts';
import { importFile } from './harness/import.ts';
import { launch, type Browser } from './harness/launch.ts';

interface Permissions {
  getAll(): Promise<{ origins: string[] }>;
  remove(permissions: { origins: string[] }): Promise<boolean>;
}

/** What Chromium's own page about extensions does behind its switches. */
interface DeveloperPrivate {
  updateExtensionConfiguration(change: { extensionId: string; hostAccess: 'ON_CLICK' }): Promise<void>;
  addHostPermission(extensionId: string, host: string): Promise<void>;
}

interface Api {
  permissions: Permissions;
  runtime: { sendMessage(message: object): Promise<unknown> };
}

declare const browser: Api | undefined;
declare const chrome: Api & { developerPrivate: DeveloperPrivate };

const titles = ['Crustdata · Work', 'CoinStats · Work', 'Firecrawl · Work', 'EvoLink · Work', 'Datagrid · Work'];
const host = 'http://127.0.0.1/*';
const told = /Access to 127\.0\.0\.1:\d+ is not allowed yet/;

const originsOf = (page: Page) =>
  page.evaluate(async () => (await (typeof browser === 'undefined' ? chrome : browser).permissions.getAll()).origins);

/** Takes access back as a person does who changes their mind. Chromium has it in its page about the extension. */
async function takeAway(running: Browser, page: Page): Promise<void> {
  if (running.name === 'firefox') {
    await page.evaluate(async (origin) => await browser?.permissions.remove({ origins: [origin] }), host);
  } else {
    await atManagement(page, async (management, id) => {
      await management.evaluate(async (extensionId) => {
        await chrome.developerPrivate.updateExtensionConfiguration({ extensionId, hostAccess: 'ON_CLICK' });
      }, id);
    });
  }
  await until(5_000, 'access is taken away', async () => (await originsOf(page)).length === 0);
}

async function giveBack(running: Browser, options: Page): Promise<void> {
  // Firefox gives it at once here. Chromium would ask, which nobody can answer headless.
  if (running.name === 'firefox') return await press(options, 'Allow access');
  await atManagement(options, async (management, id) => {
    await management.evaluate(
      async (extensionId, origin) => await chrome.developerPrivate.addHostPermission(extensionId, origin),
      id,
      host,
    );
  });
}

async function atManagement(page: Page, work: (management: Page, id: string) => Promise<void>): Promise<void> {
  const management = await page.browser().newPage();
  await management.goto('chrome://extensions');
  await work(management, new URL(page.url()).host);
  await management.close();
}

describe.each(browsers)('in %s', (name) => {
  let simulator: Simulator;
  let running: Browser;

  beforeEach(async () => {
    simulator = await startSimulator();
    addDemoAccounts(simulator);
  });

  afterEach(async () => {
    await running?.close();
    await simulator?.stop();
  });

  /** All by which a page can make a worker poll that has just been started; and each kind of key put to the test. */
  async function wishForPolls(popup: Page, options: Page): Promise<void> {
    await running.killWorker();
    await press(popup, 'Refresh');
    await press(popup, 'Check Crustdata · Work now');
    for (const provider of providerIds) {
      const wish = { wish: 'test', target: { provider, baseUrl: simulator.url }, key: demoKeys[provider] };
      const found = await options.evaluate(
        async (message) => await (typeof browser === 'undefined' ? chrome : browser).runtime.sendMessage(message),
        wish,
      );
      expect(found).toMatchObject({ failure: { kind: 'no-permission' } });
    }
    for (const title of titles) await itemSaying(popup, title, /^(?!.*Checking…)/s);
  }

  test('a fresh installation may go nowhere, and asks nobody anything before it is allowed to', async () => {
    running = await launch(name, { extensionDir: buildFor(name), asking: true });
    const options = await running.open('options');
    expect(await originsOf(options)).toEqual([]);
    // The browser asks whether we may, and gets no answer.
    await importFile(options, demoFile(simulator));
    const popup = await running.open('popup');
    for (const title of titles) await itemSaying(popup, title, told);
    await wishForPolls(popup, options);
    expect(simulator.requests).toEqual([]);
    expect(await originsOf(options)).toEqual([]);
  });

  test('once access is taken away nothing more is asked, until it is given again', async () => {
    running = name === 'firefox' ? await launch(name, { extensionDir: buildFor(name) }) : await launchGranted(name);
    const options = await running.open('options');
    await importFile(options, demoFile(simulator));
    const popup = await running.open('popup');
    await itemSaying(popup, 'CoinStats · Work', '55,000 of 100,000 credits left, 55%');
    for (const title of titles) await itemSaying(popup, title, /^(?!.*Checking…).* left/s);
    expect(await originsOf(options)).toEqual([host]);

    await takeAway(running, options);
    simulator.clearRequests();
    // Told at once, without being asked for it; and what was read before stays.
    for (const title of titles) await itemSaying(popup, title, told);
    await itemSaying(popup, 'CoinStats · Work', '55,000 of 100,000 credits left, 55%');
    await wishForPolls(popup, options);
    expect(simulator.requests).toEqual([]);

    await giveBack(running, options);
    for (const title of titles) await itemSaying(popup, title, /^(?!.*is not allowed yet)/s);
    expect(new Set(simulator.requests.map(({ key }) => key))).toEqual(new Set(Object.values(demoKeys)));
  });
});
