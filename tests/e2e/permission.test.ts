import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import type { Page } from 'puppeteer-core';
import { beginAccount, browsers, buildFor, fill, itemSaying, openAdvanced, pageSaying, press } from './given.ts';
import { until } from './harness/deadline.ts';
import { shownNotifications, watchNotifications } from './harness/notifications.ts';
import { launchAsking, type AskingBrowser } from './harness/prompt.ts';
import { byRole } from './harness/roles.ts';
import { leftIn } from './left.ts';

/** The build as it is shipped, without any access: the browser's own prompt is what gives it. */
describe.each(browsers)('in %s', (name) => {
  let simulator: Simulator;
  let browser: AskingBrowser;
  let options: Page;

  beforeAll(async () => {
    simulator = await startSimulator();
    simulator.addAccount('coinstats', 'key-of-mine');
    browser = await launchAsking(name, { extensionDir: buildFor(name) });
    options = await browser.open('options');
  });

  afterAll(async () => {
    await browser?.close();
    await simulator?.stop();
    // Whatever the simulator said of itself keeps to the documents.
    expect(simulator?.departures ?? []).toEqual([]);
  });

  test('P2 denied: the account is kept, told so, and nothing is asked of the host', async () => {
    await beginAccount(options, 'coinstats');
    await fill(options, 'Label', 'Mine');
    await fill(options, 'API key', 'key-of-mine');
    await openAdvanced(options);
    await fill(options, 'Base URL', simulator.url);
    await browser.answerPrompt(options, 'deny', async () => await press(options, 'Save'));
    await pageSaying(options, /Access to 127\.0\.0\.1:\d+ was not allowed\. The account is kept/);
    await pageSaying(options, /Access to 127\.0\.0\.1:\d+ is not allowed yet/);
    expect(simulator.requests).toEqual([]);
  });

  test('P2 allowed: the account is polled at once', async () => {
    const item = await byRole(options, 'listitem', 'CoinStats · Mine');
    await browser.answerPrompt(options, 'allow', async () => await press(item, 'Allow access'));
    const popup = await browser.open('popup');
    await itemSaying(popup, 'CoinStats · Mine', '55%');
    await popup.close();
  });

  test('notifications are shown only after they are allowed', async () => {
    const box = 'Show notifications of the browser';
    const click = async () => await (await byRole(options, 'checkbox', box)).click();
    const isTicked = async () =>
      await (await byRole(options, 'checkbox', box)).evaluate((each) => (each as HTMLInputElement).checked);
    await browser.answerPrompt(options, 'deny', click);
    await pageSaying(options, 'The browser does not allow notifications.');
    expect(await isTicked()).toBe(false);
    await browser.answerPrompt(options, 'allow', click);
    await pageSaying(options, 'Saved.');
    expect(await isTicked()).toBe(true);
    await click();
    await until(5000, 'they are off', async () => !(await isTicked()));
    await press(options, 'Undo');
    await until(5000, 'they are on again', isTicked);
    const silent = await browser.silentPage();
    await watchNotifications(silent);
    await press(await byRole(options, 'region', 'Alerts'), 'Test');
    await until(10_000, 'the test is shown', async () => (await shownNotifications(silent)).length === 1);
  });

  test('access goes with the last account that needs it', async () => {
    await options.bringToFront();
    expect(await leftIn(options)).toMatchObject({ origins: ['http://127.0.0.1/*'] });
    await press(await byRole(options, 'listitem', 'CoinStats · Mine'), 'Remove');
    await press(await byRole(options, 'dialog', 'Remove CoinStats · Mine?'), 'Remove');
    await pageSaying(options, 'CoinStats · Mine is removed.');
    await until(10_000, 'access is given back', async () => {
      const { origins } = (await leftIn(options)) as { origins: string[] };
      return origins.length === 0;
    });
  });
});
