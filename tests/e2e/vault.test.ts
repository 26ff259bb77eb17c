import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'puppeteer-core';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { badgeReading, browsers, fill, itemSaying, launchGranted, pageSaying, press } from './given.ts';
import { until } from './harness/deadline.ts';
import { importFile } from './harness/import.ts';
import type { Browser } from './harness/launch.ts';
import { byRole, hasRole } from './harness/roles.ts';
import { alarmsOf } from './left.ts';
import { storageOf } from './sinks.ts';

const words = 'correct horse battery';
const others = 'quite another staple';

describe.each(browsers)('in %s', (name) => {
  let simulator: Simulator;
  let browser: Browser;
  let options: Page;
  let popup: Page;

  beforeAll(async () => {
    simulator = await startSimulator();
    simulator.addAccount('coinstats', 'key-of-mine');
    simulator.addAccount('crustdata', 'key-to-forget');
    browser = await launchGranted(name);
    options = await browser.open('options');
    popup = await browser.open('popup');
    await importFile(options, {
      format: 'credit-gauge',
      version: 1,
      accounts: [
        { provider: 'coinstats', label: 'Mine', key: 'key-of-mine', baseUrl: simulator.url },
        { provider: 'crustdata', label: 'Fleeting', key: 'key-to-forget', baseUrl: simulator.url, forget: true },
      ],
    });
    await itemSaying(popup, 'CoinStats · Mine', '55%');
    await itemSaying(popup, 'Crustdata · Fleeting', '94%');
  });

  afterAll(async () => {
    await browser?.close();
    await simulator?.stop();
    // Whatever the simulator said of itself keeps to the documents.
    expect(simulator?.departures ?? []).toEqual([]);
  });

  const asked = (key: string) => simulator.requests.filter((request) => request.key === key).length;

  /** Fills in the dialog that is open, and confirms it. */
  async function answer(button: string, typed: Record<string, string>): Promise<void> {
    const dialog = await options.waitForSelector('dialog[open]');
    for (const [label, text] of Object.entries(typed)) await fill(options, label, text);
    if (dialog) await press(dialog, button);
  }

  const problemAt = (field: string) =>
    options.$eval(`#${field}`, (input) => {
      const told = input.getAttribute('aria-describedby')?.split(' ').at(-1) ?? '';
      return [input.getAttribute('aria-invalid'), document.getElementById(told)?.textContent];
    });

  test('a new passphrase that is too short, or typed in two ways, is told at its field', async () => {
    await pageSaying(options, 'Keys are kept without a passphrase.');
    await press(options, 'Turn on a passphrase');
    await answer('Turn on', { 'New passphrase': 'eleven char', 'New passphrase again': 'eleven char' });
    await pageSaying(options, 'Use at least 12 characters');
    expect(await problemAt('passphrase')).toEqual(['true', expect.stringContaining('Use at least 12 characters')]);
    await answer('Turn on', { 'New passphrase': words, 'New passphrase again': others });
    await pageSaying(options, 'The two are not the same.');
    expect(await problemAt('passphrase-again')).toEqual(['true', 'The two are not the same.']);
    expect(await options.$eval('#passphrase', (input) => input.getAttribute('aria-invalid'))).toBe('false');
    expect(await storageOf(options, 'local')).not.toHaveProperty('v:lock');
  });

  test('a passphrase that is turned on leaves the checks going on', async () => {
    await answer('Turn on', { 'New passphrase': words, 'New passphrase again': words });
    await pageSaying(options, 'The keys are behind a passphrase, and unlocked.');
    const before = asked('key-of-mine');
    await press(popup, 'Refresh');
    await until(10_000, 'the account is asked again', () => asked('key-of-mine') > before);
  });

  test('when the keys are locked nothing is sent, and the popup leads to where they are unlocked', async () => {
    await press(options, 'Lock now');
    await pageSaying(options, 'The keys are locked, and nothing is checked.');
    const before = asked('key-of-mine');
    await press(popup, 'Refresh');
    const item = await itemSaying(popup, 'CoinStats · Mine', 'The keys are locked. Unlock them to go on checking.');
    expect(item.text).toContain('55,000 of 100,000 credits left');
    expect(asked('key-of-mine')).toBe(before);

    const link = await byRole(popup, 'link', 'Unlock, to check CoinStats · Mine');
    const { pathname, hash } = new URL(await link.evaluate((anchor) => (anchor as HTMLAnchorElement).href));
    expect(pathname).toBe('/options.html');
    const opened = await browser.open('options', hash.slice(1));
    await until(10_000, 'the dialog is open', () => hasRole(opened, 'dialog', 'Unlock the keys'));
    await opened.close();
  });

  test('a wrong passphrase is told at its field, and the right one lets the checks go on', async () => {
    await options.bringToFront();
    await press(options, 'Unlock the keys');
    await answer('Unlock', { Passphrase: others });
    await pageSaying(options, 'That is not the passphrase.');
    expect(await problemAt('passphrase')).toEqual(['true', 'That is not the passphrase.']);
    const before = asked('key-of-mine');
    await answer('Unlock', { Passphrase: words });
    await pageSaying(options, 'The keys are behind a passphrase, and unlocked.');
    await until(10_000, 'the account is asked again', () => asked('key-of-mine') > before);
    await itemSaying(popup, 'CoinStats · Mine', /^(?![\s\S]*locked)[\s\S]* left/);
  });

  test('when they lock by themselves is kept, and an alarm stands for it', async () => {
    const shown = () => options.$eval('#lock-after', (list) => (list as HTMLSelectElement).value);
    await options.select('#lock-after', '15');
    await press(options, 'Undo');
    await pageSaying(options, 'Undone.');
    await until(5000, 'they lock when the browser closes, as before', async () => (await shown()) === '');
    await options.select('#lock-after', '60');
    await pageSaying(options, 'Saved.');
    const again = await browser.open('options');
    await again.waitForSelector('#lock-after');
    expect(await again.$eval('#lock-after', (select) => (select as HTMLSelectElement).value)).toBe('60');
    const alarm = await until(10_000, 'the alarm stands', async () => (await alarmsOf(again))['lock']);
    expect(Math.abs(alarm - Date.now() - 3_600_000)).toBeLessThan(60_000);
    await again.close();
  });

  test('after a restart they are locked, what was read is shown, and a key that was to be forgotten is', async () => {
    const before = simulator.requests.length;
    // What a page says when the extension is taken from under it is no complaint.
    await Promise.all([options.close(), popup.close()]);
    await browser.restart();
    popup = await browser.open('popup');
    await itemSaying(popup, 'CoinStats · Mine', '55,000 of 100,000 credits left, 55%');
    await badgeReading(browser, '55%');
    await press(popup, 'Refresh');
    await itemSaying(popup, 'CoinStats · Mine', 'The keys are locked.');
    const fleeting = await itemSaying(
      popup,
      'Crustdata · Fleeting',
      'The key was to be forgotten when the browser closed.',
    );
    expect(fleeting.text).toContain('9,406.5 of 10,000 credits left');
    expect(simulator.requests).toHaveLength(before);
    options = await browser.open('options', 'unlock');
    await answer('Unlock', { Passphrase: words });
    await until(10_000, 'the account is asked again', () => simulator.requests.length > before);
    await itemSaying(popup, 'CoinStats · Mine', /^(?![\s\S]*locked)[\s\S]* left/);
    // Who locks now does not want to be asked at once.
    await press(options, 'Lock now');
    await pageSaying(options, 'The keys are locked, and nothing is checked.');
    await sleep(300);
    expect(await options.$('dialog[open]')).toBeNull();
    await press(options, 'Unlock the keys');
    await answer('Unlock', { Passphrase: words });
    await pageSaying(options, 'The keys are behind a passphrase, and unlocked.');
    expect(asked('key-to-forget')).toBe(
      simulator.requests.slice(0, before).filter(({ key }) => key === 'key-to-forget').length,
    );
  });

  test('a key that was forgotten is pasted again, and is used again', async () => {
    const before = asked('key-to-forget');
    await options.bringToFront();
    await press(await byRole(options, 'listitem', 'Crustdata · Fleeting'), 'Edit');
    await fill(options, 'API key', 'key-to-forget');
    await press(options, 'Save');
    await until(10_000, 'it is asked again', () => asked('key-to-forget') > before);
    await itemSaying(popup, 'Crustdata · Fleeting', /^(?![\s\S]*forgotten)[\s\S]* left/);
    const [local, session] = [await storageOf(options, 'local'), await storageOf(options, 'session')];
    expect(Object.values(session)).toContainEqual(expect.objectContaining({ key: 'key-to-forget', forget: true }));
    expect(Object.keys(local).filter((record) => record.startsWith('s:'))).toHaveLength(1);
  });

  test('a passphrase is changed with the old one, and only the new one unlocks', async () => {
    const typed = { 'New passphrase': others, 'New passphrase again': others };
    await press(options, 'Change the passphrase');
    await answer('Change', { 'Present passphrase': 'wrong and unknown', ...typed });
    await pageSaying(options, 'That is not the passphrase.');
    expect(await problemAt('old-passphrase')).toEqual(['true', 'That is not the passphrase.']);
    await answer('Change', { 'Present passphrase': words });
    await pageSaying(options, 'The passphrase is changed.');
    await press(options, 'Lock now');
    await press(options, 'Unlock the keys');
    await answer('Unlock', { Passphrase: words });
    await pageSaying(options, 'That is not the passphrase.');
    await answer('Unlock', { Passphrase: others });
    await pageSaying(options, 'Unlocked.');
  });

  test('a passphrase that is turned off leaves the keys, and nothing of itself', async () => {
    await press(options, 'Turn off');
    await pageSaying(options, 'Keys are kept without a passphrase.');
    const names = Object.keys({ ...(await storageOf(options, 'local')), ...(await storageOf(options, 'session')) });
    expect(names.filter((record) => record.startsWith('v:'))).toEqual([]);
    const before = asked('key-of-mine');
    await press(popup, 'Refresh');
    await until(10_000, 'the account is asked again', () => asked('key-of-mine') > before);
  });

  test('who has lost the passphrase gives up the keys, and pastes them again into the accounts that stayed', async () => {
    await press(options, 'Turn on a passphrase');
    await answer('Turn on', { 'New passphrase': words, 'New passphrase again': words });
    await pageSaying(options, 'The keys are behind a passphrase, and unlocked.');
    await press(options, 'Lock now');
    await press(options, 'Unlock the keys');
    await answer('Unlock', { Passphrase: others });
    await pageSaying(options, 'That is not the passphrase.');
    await answer('Give up the keys', {});
    await until(10_000, 'it is asked whether to', () => hasRole(options, 'dialog', 'Give up the keys?'));
    await answer('Cancel', {});
    await pageSaying(options, 'The keys are locked, and nothing is checked.');
    await press(options, 'Give up the keys');
    const before = asked('key-of-mine');
    await answer('Give up the keys', {});
    await pageSaying(options, 'Keys are kept without a passphrase.');
    const focused = await options.evaluate(() => document.activeElement?.textContent);
    expect(focused).toBe('Turn on a passphrase');
    const item = await itemSaying(popup, 'CoinStats · Mine', 'No key can be read for this account. Paste it again.');
    expect(item.text).toContain('credits left');
    const names = Object.keys(await storageOf(options, 'local'));
    expect(names.filter((record) => /^[sv]:/.test(record))).toEqual([]);

    await press(await byRole(options, 'listitem', 'CoinStats · Mine'), 'Edit');
    await fill(options, 'API key', 'key-of-mine');
    await press(options, 'Save');
    await until(10_000, 'the account is asked again', () => asked('key-of-mine') > before);
    await itemSaying(popup, 'CoinStats · Mine', /^(?![\s\S]*No key)[\s\S]* left/);
    expect(await browser.consoleErrors()).toEqual([]);
  });
});
