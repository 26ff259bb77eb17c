import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'puppeteer-core';
import {
  accountOf,
  browserCases,
  keyOf,
  play,
  requestsExpected,
  requestsSeen,
  type Case,
} from '../conformance/cases.ts';
import { expectedOf } from '../conformance/outcome.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { badgeReading, itemSaying, launchGranted, pageSaying, press } from './given.ts';
import { importFile } from './harness/import.ts';
import type { Browser } from './harness/launch.ts';
import { byRole } from './harness/roles.ts';

let simulator: Simulator;
let browser: Browser;
let options: Page;
let popup: Page;

beforeAll(async () => {
  simulator = await startSimulator();
  browser = await launchGranted('chromium');
  options = await browser.open('options');
  popup = await browser.open('popup');
});

afterAll(async () => {
  await browser?.close();
  await simulator?.stop();
  // Whatever the simulator said of itself keeps to the documents.
  expect(simulator?.departures ?? []).toEqual([]);
});

test.each(browserCases.map((one) => [one.provider, one.name, one] as const))('%s: %s', async (_, name, one) => {
  simulator.clearFaults();
  simulator.clearRequests();
  play(simulator, one);
  await importFile(options, fileOf(one));
  const outcome = expectedOf(one, simulator);
  const sentences = 'failure' in outcome ? [outcome.sentence] : (outcome.shown ?? []);
  const percents = 'failure' in outcome ? [] : outcome.percent.filter((percent) => percent !== null);
  const { text } = await itemSaying(popup, name, sentences[0] ?? percents[0] ?? 'left');
  expect(sentences.filter((sentence) => !text.includes(sentence))).toEqual([]);
  expect((await percentsOf(popup)).toSorted()).toEqual(percents.toSorted());
  await badgeReading(browser, outcome.badge);
  expect(requestsSeen(simulator, one)).toEqual(requestsExpected(one));
  await remove();
});

function fileOf(one: Case): object {
  const { provider, label, baseUrl, full, fields } = accountOf(one, simulator);
  const key = keyOf(one);
  const account = { provider, label, baseUrl, full, fields, ...(key !== '' && { key }) };
  return { format: 'credit-gauge', version: 1, accounts: [account] };
}

async function percentsOf(page: Page): Promise<string[]> {
  return await page.$$eval('.percent', (elements) => elements.map((element) => element.textContent ?? ''));
}

async function remove(): Promise<void> {
  const item = await options.waitForSelector('.account');
  if (!item) throw new Error('there is no account to remove');
  await press(item, 'Remove');
  const dialog = await options.waitForSelector('dialog');
  if (!dialog) throw new Error('no dialog came up');
  await (await byRole(dialog, 'button', 'Remove')).click();
  await pageSaying(options, 'No accounts yet');
}
