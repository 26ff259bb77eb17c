import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Page } from 'puppeteer-core';
import { expect } from 'vitest';
import { pageSaying, press } from './given.ts';
import { byRole } from './harness/roles.ts';
import { storageOf } from './sinks.ts';

/** What the tests call of the extension's API, which is there in any of its pages. */
interface Api {
  alarms: { getAll(): Promise<{ name: string; scheduledTime: number }[]> };
  permissions: { getAll(): Promise<{ origins?: string[]; permissions?: string[] }> };
}

declare const browser: Api | undefined;
declare const chrome: Api;

/** By its name, when each of the extension's alarms goes off. */
export async function alarmsOf(page: Page): Promise<Record<string, number>> {
  return await page.evaluate(async () => {
    const alarms = await (typeof browser === 'undefined' ? chrome : browser).alarms.getAll();
    return Object.fromEntries(alarms.map(({ name, scheduledTime }) => [name, scheduledTime]));
  });
}

/** What is left of the extension anywhere: records by store, alarms, and access that its manifest does not claim. */
export async function leftIn(page: Page): Promise<object> {
  const stored = await page.evaluate(async () => {
    const { permissions } = typeof browser === 'undefined' ? chrome : browser;
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('credit-gauge');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(new Error('the database cannot be read'));
    });
    const records: string[] = [];
    for (const store of database.objectStoreNames) {
      const keys = database.transaction(store).objectStore(store).getAllKeys();
      await new Promise((resolve) => (keys.onsuccess = resolve));
      records.push(...keys.result.map((key) => `${store}/${key as string}`));
    }
    database.close();
    return {
      databases: (await indexedDB.databases()).map(({ name }) => name),
      records,
      origins: (await permissions.getAll()).origins ?? [],
    };
  });
  return {
    ...stored,
    alarms: Object.keys(await alarmsOf(page)),
    local: await storageOf(page, 'local'),
    session: await storageOf(page, 'session'),
  };
}

/** Waits until nothing is left, but for the access that the manifest claims. */
export async function expectGone(page: Page, claimed: string[]): Promise<void> {
  const end = Date.now() + 5000;
  while (!isDeepStrictEqual(await leftIn(page), nothing(claimed)) && Date.now() < end) await sleep(50);
  expect(await leftIn(page)).toEqual(nothing(claimed));
}

/** The mark that there is nothing to miss, which the worker copies when it next starts. */
export const nothing = (origins: string[], local: unknown = {}) => ({
  databases: ['credit-gauge'],
  records: ['setup/setup'],
  alarms: [],
  origins,
  local,
  session: {},
});

/** As a person does it. */
export async function erase(options: Page): Promise<void> {
  await press(options, 'Delete everything');
  const dialog = await byRole(options, 'dialog', 'Delete everything?');
  const told = await dialog.evaluate((element) => element.textContent);
  expect(told).toContain('This cannot be undone.');
  expect(told).toContain('revoke the keys at their providers');
  expect(await options.evaluate(() => document.activeElement?.textContent)).toBe('Cancel');
  await press(dialog, 'Delete everything');
  await pageSaying(options, 'Everything is deleted. To be sure, revoke the keys at their providers.');
}
