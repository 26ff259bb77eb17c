import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDemoAccounts, demoKeys } from '../simulator/demo.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { browsers, demoFile, itemSaying, launchGranted, pageSaying, press } from './given.ts';
import { until } from './harness/deadline.ts';
import { importFile, openImport } from './harness/import.ts';
import type { Browser } from './harness/launch.ts';
import { temporaryFolder } from './harness/leftovers.ts';
import { hasRole } from './harness/roles.ts';

const hour = 3600;

/** Three days of ten credits an hour, until an hour ago, and a top-up of 600 in their middle. */
function pastOf({ url }: Simulator, remaining: number, now: number): object {
  const end = Math.floor(now / 1000) - hour;
  const stretches = Array.from({ length: 72 }, (_, place) => {
    const at = end - (71 - place) * hour;
    const before = remaining + (71 - place) * 10 - (place < 36 ? 600 : 0);
    return [at, at, before, place === 0 || place === 36 ? 0 : 10];
  });
  const topUp = [end - 35 * hour, 'top-up', 590];
  const balance = { id: 'account', last: { remaining, unit: 'credit' }, stretches, events: [topUp] };
  const account = { provider: 'coinstats', label: 'Work', origin: url, balances: [balance] };
  return { format: 'credit-gauge-history', version: 1, accounts: [account, { ...account, label: 'Nobody’s' }] };
}

describe.each(browsers)('in %s', (name) => {
  let simulator: Simulator;
  let browser: Browser;
  let options: Page;
  let downloads: ReturnType<typeof temporaryFolder>;
  let past: object;

  beforeAll(async () => {
    simulator = await startSimulator();
    addDemoAccounts(simulator);
    downloads = temporaryFolder('downloads');
    browser = await launchGranted(name, { downloads: downloads.path });
    options = await browser.open('options');
    await importFile(options, demoFile(simulator, ['coinstats', 'evolink']));
    const popup = await browser.open('popup');
    await itemSaying(popup, 'CoinStats · Work', '55%');
    await popup.close();
    past = pastOf(simulator, simulator.account(demoKeys.coinstats).state.remaining, Date.now());
  });

  afterAll(async () => {
    await browser?.close();
    await simulator?.stop();
    expect(simulator?.departures ?? []).toEqual([]);
    downloads?.remove();
  });

  const saved = async (button: string, file: string) => {
    await press(options, button);
    return await until(10_000, `${file} is saved`, () => {
      const text = readFileSync(join(downloads.path, file), 'utf8');
      return text.endsWith('\n') && text;
    });
  };

  test('a file that is damaged is refused with the place, and changes nothing', async () => {
    const damaged = JSON.stringify(past).replace('"top-up"', '"gift"');
    const dialog = await openImport(options, damaged, 'Import history');
    const text = await dialog.evaluate((element) => element.textContent);
    expect(text).toContain('Account 1, Work: “balances.0.events.0.1” is not what an export holds there.');
    expect(await hasRole(dialog, 'button', 'Import')).toBe(false);
    await press(dialog, 'Close');
    await options.waitForSelector('dialog', { hidden: true });
  });

  test('a past that is imported is counted before, forecast from at once, and not doubled by a second time', async () => {
    const dialog = await openImport(options, past, 'Import history');
    const text = await dialog.evaluate((element) => element.textContent);
    expect(text).toContain('CoinStats · Work72 readings, 1 top-up, reset or other change');
    expect(text).toContain('No such account here, and left out: CoinStats · Nobody’s.');
    await press(dialog, 'Import');
    await pageSaying(options, 'The history is imported.');
    const popup = await browser.open('popup');
    // 55,000 at ten an hour are 229 days.
    await itemSaying(popup, 'CoinStats · Work', /runs out .* \(from /);
    await popup.close();

    const again = await openImport(options, past, 'Import history');
    expect(await again.evaluate((element) => element.textContent)).toContain('nothing that is not here already');
    expect(await hasRole(again, 'button', 'Import')).toBe(false);
    await press(again, 'Close');
    await options.waitForSelector('dialog', { hidden: true });
  });

  test('it is exported whole, as JSON and as CSV', async () => {
    const json = JSON.parse(await saved('Export history', 'credit-gauge-history.json')) as {
      format: string;
      accounts: { label: string; origin: string; balances: { stretches: number[][]; events: unknown[] }[] }[];
    };
    expect(json).toMatchObject({ format: 'credit-gauge-history', version: 1 });
    expect(json.accounts.map(({ origin }) => origin)).toEqual([simulator.url, simulator.url]);
    const [balance] = json.accounts[0]?.balances ?? [];
    const given = past as typeof json;
    expect(balance?.stretches.slice(0, 72)).toEqual(given.accounts[0]?.balances[0]?.stretches);
    expect(balance?.events).toEqual(given.accounts[0]?.balances[0]?.events);

    const rows = (await saved('Export history as CSV', 'credit-gauge-history.csv')).trimEnd().split('\r\n');
    expect(rows[0]).toBe('account,provider,balance,unit,time,remaining,spent,event,amount');
    const own = rows.filter((row) => row.startsWith('Work,coinstats,account,credit,')).map((row) => row.split(','));
    expect(own.reduce((sum, row) => sum + Number(row[6]), 0)).toBe(700);
    expect(own.filter((row) => row[7] === 'top-up').map((row) => row[8])).toEqual(['590']);
    expect(own.at(-1)?.[5]).toBe('55000');
  });

  test('nothing complained', async () => {
    expect(await browser.consoleErrors()).toEqual([]);
  });
});
