import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDemoAccounts, demoKeys } from '../simulator/demo.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { badgeReading, browsers, demoFile, itemSaying, launchGranted, pageSaying, press } from './given.ts';
import { until } from './harness/deadline.ts';
import { readAlarms } from './harness/extension-api.ts';
import { importFile } from './harness/import.ts';
import type { Browser } from './harness/launch.ts';
import { focused, tabAndPress } from './harness/keys.ts';
import { byRole } from './harness/roles.ts';
import { backdate } from './harness/stores.ts';

const grey = [0x59, 0x63, 0x6e];
const green = [0x1a, 0x7f, 0x37];

const footer = (page: Page) => page.$eval('footer', ({ textContent }) => textContent ?? '');

async function footerSaying(page: Page, text: RegExp): Promise<void> {
  await until(10_000, `the footer says ${text}`, async () => text.test(await footer(page)));
  expect(await footer(page)).toMatch(text);
}

describe.each(browsers)('in %s', (name) => {
  let simulator: Simulator;
  let browser: Browser;

  beforeAll(async () => {
    simulator = await startSimulator();
    addDemoAccounts(simulator);
    browser = await launchGranted(name);
    const options = await browser.open('options');
    await importFile(options, demoFile(simulator, ['coinstats', 'crustdata'], { interval: 1 }));
    await badgeReading(browser, '55%');
    await until(15_000, 'both accounts are read', () => new Set(simulator.requests.map(({ key }) => key)).size === 2);
    await options.close();
  });

  beforeEach(() => simulator.clearRequests());

  afterAll(async () => {
    await browser?.close();
    await simulator?.stop();
    // Whatever the simulator said of itself keeps to the documents.
    expect(simulator?.departures ?? []).toEqual([]);
  });

  async function expectPaused(popup: Page): Promise<void> {
    await footerSaying(popup, /· paused$/);
    await badgeReading(browser, '‖55%');
    expect((await browser.badge()).color.slice(0, 3)).toEqual(grey);
    expect((await browser.badge()).title.match(/· paused/g)).toHaveLength(2);
    await until(5000, 'no alarm stands', async () => (await readAlarms(popup)).length === 0);
  }

  test('Pause in the popup stops the polling, and says so in the footer and on the badge', async () => {
    const popup = await browser.open('popup');
    await itemSaying(popup, 'Crustdata · Work', '94%');
    await press(popup, 'Pause');
    await press(popup, 'Until I resume');
    await expectPaused(popup);
    // Said once for all, and no row grows by it.
    expect((await itemSaying(popup, 'CoinStats · Work', '55%')).text).not.toContain('paused');

    // Neither the alarm that stood nor a worker that starts anew nor a popup that is opened asks anything of itself.
    simulator.clearRequests();
    await backdate(await browser.silentPage(), 120_000, ['dueAt', 'reading'], Date.now());
    await browser.killWorker();
    const another = await browser.open('popup');
    await until(5000, 'the worker is up', async () => await browser.isWorkerAwake());
    await sleep(1000);
    await expectPaused(another);
    expect(simulator.requests).toEqual([]);
    await another.close();

    // A person who asks is answered, and the pause goes on.
    simulator.account(demoKeys.crustdata).drain(406.5);
    await press(popup, 'Check Crustdata · Work now');
    await itemSaying(popup, 'Crustdata · Work', '9,000 of 10,000');
    expect(simulator.requests.map(({ key }) => key)).not.toContain(demoKeys.coinstats);
    await expectPaused(popup);
    await popup.close();
  });

  test('after a restart of the browser the pause still holds', async () => {
    await browser.restart();
    const popup = await browser.open('popup');
    await itemSaying(popup, 'Crustdata · Work', '9,000 of 10,000');
    await sleep(1000);
    await expectPaused(popup);
    expect(simulator.requests).toEqual([]);
    await popup.close();
  });

  test('Resume goes on where the polling was stopped', async () => {
    const popup = await browser.open('popup');
    await footerSaying(popup, /paused/);
    await press(popup, 'Resume');
    await until(10_000, 'what was due is asked', () =>
      simulator.requests.some(({ key }) => key === demoKeys.coinstats),
    );
    await footerSaying(popup, /· next /);
    expect(await footer(popup)).not.toContain('paused');
    await badgeReading(browser, '55%');
    await until(
      5000,
      'the badge is green',
      async () => (await browser.badge()).color.join() === [...green, 255].join(),
    );
    const alarm = await until(5000, 'the alarm of the polls stands alone', async () => {
      const [first, ...others] = await readAlarms(popup);
      return first?.name === 'poll' && others.length === 0 && first;
    });
    expect(alarm.scheduledTime - Date.now()).toBeLessThanOrEqual(60_000);
    await byRole(popup, 'button', 'Pause');
    await popup.close();
  });

  test('a pause for an hour is chosen with the keyboard, ends by itself, and is not begun by mistake', async () => {
    const popup = await browser.open('popup');
    await footerSaying(popup, /· next /);
    await tabAndPress(popup, 'Pause');
    expect(await focused(popup)).toBe('For an hour');
    // The keys of the list behind it wait.
    await popup.keyboard.press('ArrowDown');
    expect(await focused(popup)).toBe('For an hour');
    await popup.keyboard.press('Escape');
    expect(await focused(popup)).toBe('Pause');
    expect(await popup.$('[popover]:popover-open')).toBeNull();
    await popup.keyboard.press('Enter');
    await popup.keyboard.press('Enter');
    await footerSaying(popup, /· paused until .*\d/);
    expect(await focused(popup)).toBe('Resume');
    const [end = 0, ...others] = (await readAlarms(popup)).map(({ scheduledTime }) => scheduledTime);
    expect(others).toEqual([]);
    // Not all go on at the same moment.
    expect(Math.round((end - Date.now()) / 60_000)).toBeGreaterThanOrEqual(59);
    await popup.keyboard.press('Enter');
    await footerSaying(popup, /· next /);
    await popup.close();
  });

  test('one account is paused in the options, and the others go on', async () => {
    const options = await browser.open('options');
    const item = () => byRole(options, 'listitem', 'CoinStats · Work');
    await press(await item(), 'Pause');
    await pageSaying(options, /55,000 of 100,000 credits left .*· paused\n/);
    await badgeReading(browser, '‖55%');
    const { title, color } = await browser.badge();
    expect(color.slice(0, 3)).toEqual(grey);
    const line = (label: string) => title.split('\n').find((one) => one.startsWith(label));
    expect(line('CoinStats')).toContain('· paused');
    expect(line('Crustdata')).not.toContain('paused');
    expect(await readAlarms(options)).toHaveLength(1);

    const popup = await browser.open('popup');
    await itemSaying(popup, 'CoinStats · Work', /paused · /);
    await footerSaying(popup, /· next /);
    await popup.close();
    await press(await item(), 'Resume');
    await badgeReading(browser, '55%');
    await options.close();
  });

  test('all are paused in the options, and no account by itself as long as that lasts', async () => {
    const options = await browser.open('options');
    await press(options, 'Pause all');
    await badgeReading(browser, '‖55%');
    await byRole(options, 'button', 'Resume all');
    const item = await byRole(options, 'listitem', 'CoinStats · Work');
    expect(await item.$('::-p-aria([name="Pause"][role="button"])')).toBeNull();
    await press(options, 'Resume all');
    await badgeReading(browser, '55%');
    await options.close();
    expect(await browser.consoleErrors()).toEqual([]);
  });
});
