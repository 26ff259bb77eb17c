import type { Page } from 'puppeteer-core';
import type { Badge } from './browser.ts';

/** What the tests call of the extension's API, which is there in any page of the extension's origin. */
interface ExtensionApi {
  action: {
    getBadgeText(details: object): Promise<string>;
    getTitle(details: object): Promise<string>;
    getBadgeBackgroundColor(details: object): Promise<number[]>;
    openPopup(): Promise<void>;
  };
  runtime: { reload(): void; getManifest(): { version: string } };
  alarms: {
    getAll(): Promise<Alarm[]>;
    clearAll(): Promise<boolean>;
    create(name: string, info: object): Promise<void>;
  };
  notifications: { getAll(): Promise<Record<string, { title: string }>> };
  storage: { local: { get(keys: null): Promise<Record<string, unknown>> } };
  /** On the page chrome://extensions only. */
  management: { setEnabled(id: string, enabled: boolean): Promise<void> };
}

export interface Alarm {
  name: string;
  /** In milliseconds since 1970. */
  scheduledTime: number;
  periodInMinutes?: number;
}

declare const browser: ExtensionApi | undefined;
declare const chrome: ExtensionApi;

/** A page of the extension's origin that runs none of the extension's code, so that asking changes nothing. */
export const silentPage = 'manifest.json';

export async function readBadge(page: Page): Promise<Badge> {
  return await page.evaluate(async () => {
    const { action } = typeof browser === 'undefined' ? chrome : browser;
    const [text, title, color] = await Promise.all([
      action.getBadgeText({}),
      action.getTitle({}),
      action.getBadgeBackgroundColor({}),
    ]);
    return { text, title, color };
  });
}

export async function openPopup(page: Page): Promise<void> {
  await page.evaluate(async () => await chrome.action.openPopup());
}

/** The page goes away under the call, so the call never answers properly. */
export async function reloadExtension(page: Page): Promise<void> {
  await page
    .evaluate(() => (typeof browser === 'undefined' ? chrome : browser).runtime.reload())
    .catch(() => undefined);
}

/** Chromium: as the switch on the page chrome://extensions does, which must be the page. */
export async function setEnabled(page: Page, id: string, enabled: boolean): Promise<void> {
  await page.evaluate(async (...args) => await chrome.management.setEnabled(...args), id, enabled);
}

export async function readVersion(page: Page): Promise<string> {
  return await page.evaluate(() => (typeof browser === 'undefined' ? chrome : browser).runtime.getManifest().version);
}

/** The alarms that stand. */
export async function readAlarms(page: Page): Promise<Alarm[]> {
  return await page.evaluate(() => (typeof browser === 'undefined' ? chrome : browser).alarms.getAll());
}

export async function clearAlarms(page: Page): Promise<void> {
  await page.evaluate(() => (typeof browser === 'undefined' ? chrome : browser).alarms.clearAll());
}

/** Lets an alarm that stands go off in a second, so that nobody has to wait for it; then it repeats as before. */
export async function hastenAlarm(page: Page, name: string): Promise<void> {
  await page.evaluate(async (wanted) => {
    const { alarms } = typeof browser === 'undefined' ? chrome : browser;
    const alarm = (await alarms.getAll()).find((each) => each.name === wanted);
    if (!alarm) throw new Error(`No alarm named ${wanted} stands.`);
    await alarms.create(wanted, { when: Date.now() + 1000, periodInMinutes: alarm.periodInMinutes });
  }, name);
}

/** All that is in the extension's local storage. */
export async function readLocal(page: Page): Promise<Record<string, unknown>> {
  return await page.evaluate(() => (typeof browser === 'undefined' ? chrome : browser).storage.local.get(null));
}

/** Firefox: the first line of a notification that is shown. */
export async function titleOf(page: Page, notification: string): Promise<string> {
  return await page.evaluate(async (id) => {
    const shown = (await (typeof browser === 'undefined' ? chrome : browser).notifications.getAll())[id];
    if (!shown) throw new Error(`No notification ${id} is shown.`);
    return shown.title;
  }, notification);
}
