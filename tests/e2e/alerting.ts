import type { Page } from 'puppeteer-core';
import { expect } from 'vitest';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { fill, itemSaying, launchGranted, pageSaying, press, refreshAtOnce, type browsers } from './given.ts';
import { until } from './harness/deadline.ts';
import { importFile } from './harness/import.ts';
import type { Browser, LaunchOptions } from './harness/launch.ts';
import { shownNotifications, watchNotifications, type Notification } from './harness/notifications.ts';
import { startReceiver, type Message, type Receiver } from './harness/receiver.ts';
import { byRole } from './harness/roles.ts';

/** Of one account the days are told, of another the levels alone, of the third nothing. */
const labels = ['Days', 'Levels', 'Silent'] as const;
type Label = (typeof labels)[number];

/** Prepaid credit: no grant, and none to come. These tests come more often than any plan allows. */
const prepaid = {
  remaining: 10_000,
  grant: 0,
  frequency: null,
  refreshDate: null,
  rate: { limit: 1_000_000, seconds: 60 },
};

/** A browser whose extension tells its alerts by notifications and to a server of the user's own. */
export interface Alerting {
  receiver: Receiver;
  browser: Browser;
  options: Page;
  popup: Page;
  /** Runs none of the extension's code, and notes what notifications are shown. */
  silent: Page;
  /** The provider says from now on that so much is left. */
  leave: (label: Label, remaining: number) => void;
  /** The same, read by the extension and seen in the popup. */
  read: (label: Label, remaining: number) => Promise<void>;
  /** The messages of an account, once there are so many. */
  told: (label: Label, count: number) => Promise<Message[]>;
  /** The notifications of these ids, once all are shown. */
  shown: (ids: string[]) => Promise<Notification[]>;
  stop: () => Promise<void>;
}

export async function startAlerting(
  name: (typeof browsers)[number],
  launching: Partial<LaunchOptions> = {},
): Promise<Alerting> {
  const [simulator, receiver] = await Promise.all([startSimulator(), startReceiver()]);
  for (const label of labels) simulator.addAccount('crustdata', keyOf(label), prepaid);
  const stopServers = async () => {
    await receiver.stop();
    await simulator.stop();
    // Whatever the simulator said of itself keeps to the documents.
    expect(simulator.departures).toEqual([]);
  };
  // Nobody can answer Chromium's prompt headless; Firefox gives the permission when it is asked for.
  const permissions = name === 'chromium' ? { permissions: ['notifications'] } : {};
  const browser = await launchGranted(name, { ...permissions, ...launching }).catch(async (error: unknown) => {
    await stopServers();
    throw error;
  });
  const stop = async () => {
    await browser.close();
    await stopServers();
  };
  try {
    const { options, popup } = await openPages(browser, simulator);
    const silent = await browser.silentPage();
    await switchOn(options, silent, receiver);
    const leave = (label: Label, remaining: number) =>
      void Object.assign(simulator.account(keyOf(label)).state, { remaining });
    const read = async (label: Label, remaining: number) => {
      leave(label, remaining);
      await refreshAtOnce(popup);
      await itemSaying(popup, `Crustdata · ${label}`, `${remaining.toLocaleString('en')} of 10,000 credits left`);
    };
    const told = async (label: Label, count: number) => await messagesOf(receiver, label, count);
    const shown = async (ids: string[]) =>
      await until(10_000, `the notifications ${ids.join(', ')} are shown`, async () => {
        const all = (await shownNotifications(silent)).filter(({ id }) => ids.includes(id));
        return all.length === ids.length && all;
      });
    return { receiver, browser, options, popup, silent, leave, read, told, shown, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function openPages(browser: Browser, { url }: Simulator): Promise<{ options: Page; popup: Page }> {
  const options = await browser.open('options');
  await importFile(options, fileOf(url));
  const popup = await browser.open('popup');
  for (const label of labels) await itemSaying(popup, `Crustdata · ${label}`, '10,000 of 10,000 credits left, 100%');
  return { options, popup };
}

/** As a person does it, with a test of each way. */
export async function switchOn(options: Page, silent: Page, receiver: Receiver): Promise<void> {
  await options.bringToFront();
  await (await byRole(options, 'checkbox', 'Show notifications of the browser')).click();
  await pageSaying(options, 'Saved.');
  await watchNotifications(silent);
  await fill(options, 'Address', `${receiver.url}/hook?token=secret-token`);
  await press(await byRole(options, 'group', 'Webhook'), 'Save');
  await pageSaying(options, `Alerts go to ${receiver.url}.`);
}

async function messagesOf(receiver: Receiver, label: Label, count: number): Promise<Message[]> {
  const told = () => receiver.taken(label);
  const arriving = until(20_000, `${count} alerts of ${label} arrive`, () => told().length >= count && told());
  return await arriving.catch((cause: unknown) => {
    const titles = told().map(({ title }) => title);
    throw new Error(`There should be ${count}, and there are: ${titles.join(' | ')}`, { cause });
  });
}

function keyOf(label: Label): string {
  return `key-of-${label.toLowerCase()}`;
}

function fileOf(url: string): object {
  const alerts = { Days: { days: 3 }, Levels: { days: 0 }, Silent: { muted: true } };
  const accounts = labels.map((label) => ({
    provider: 'crustdata',
    label,
    key: keyOf(label),
    baseUrl: url,
    full: { account: 10_000 },
    alerts: alerts[label],
  }));
  const settings = { low: 10, critical: 5, alerts: { burning: false, failingHours: 0, expiringDays: 0 } };
  return { format: 'credit-gauge', version: 1, accounts, settings };
}
