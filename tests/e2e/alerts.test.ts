import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startAlerting, type Alerting } from './alerting.ts';
import { browsers, itemSaying, pageSaying, press, refreshAtOnce } from './given.ts';
import { a11y } from './harness/accessibility.ts';
import { until } from './harness/deadline.ts';
import { importFile } from './harness/import.ts';
import { shownNotifications } from './harness/notifications.ts';
import { byRole } from './harness/roles.ts';
import { backdateHistory, backdateTelling, readStore } from './harness/stores.ts';

const minute = 60_000;

/** Firefox tells the words of what it shows, Chromium the id alone. */
const toldBy = <Words>(name: (typeof browsers)[number], words: Words) => (name === 'firefox' ? words : undefined);

describe.each(browsers)('in %s', (name) => {
  let alerting: Alerting;
  beforeAll(async () => {
    alerting = await startAlerting(name);
  });
  afterAll(async () => await alerting?.stop());

  test('both ways of telling can be tested', async () => {
    const { options, silent, receiver } = alerting;
    await press(await byRole(options, 'region', 'Alerts'), 'Test');
    const first = await until(10_000, 'the test is shown', async () => (await shownNotifications(silent))[0]);
    expect(first.id).toMatch(/^test\./);
    expect(first.words?.title).toBe(toldBy(name, 'A test from Credit Gauge'));

    await press(await byRole(options, 'group', 'Webhook'), 'Test');
    await pageSaying(options, 'Sent. It should be there now.');
    expect(receiver.received).toHaveLength(1);
    expect(receiver.received[0]).toMatchObject({
      path: '/hook?token=secret-token',
      body: { format: 'credit-gauge-alert', kind: 'test', title: 'A test from Credit Gauge' },
    });
    expect(receiver.received[0]?.headers['cookie']).toBeUndefined();
  });

  test('popup, page of the course, notification and webhook tell the same run-out', async () => {
    const { browser, popup, silent, receiver, read, told, shown } = alerting;
    for (const remaining of [8500, 7000, 5500]) {
      await backdateHistory(silent, 1);
      await read('Days', remaining);
      // It is shown before it is in the history.
      await until(10_000, `the history has ${remaining}`, async () => {
        const chunks = await readStore<{ tracks: Record<string, { last: { remaining: number } }> }>(silent, 'history');
        return [...(chunks?.values() ?? [])].some(({ tracks }) => tracks['account']?.last.remaining === remaining);
      });
    }
    expect(receiver.taken('Days')).toEqual([]);
    await backdateHistory(silent, 1);
    await read('Days', 4000);
    const [message] = await told('Days', 1);
    expect(message).toMatchObject({ kind: 'days', balance: { remaining: 4000 } });
    const at = Date.parse(message?.runsOutAt ?? '');
    // 1,500 a day.
    expect((at - Date.now()) / (24 * 60 * minute)).toBeCloseTo(4000 / 1500, 0);

    const [day, date] = await popup.evaluate((moment) => {
      const written = (form: Intl.DateTimeFormatOptions) =>
        new Intl.DateTimeFormat(navigator.language, form).format(moment);
      return [
        written({ weekday: 'short', day: 'numeric', month: 'short' }),
        written({ day: 'numeric', month: 'short', year: 'numeric' }),
      ] as const;
    }, at);
    await itemSaying(popup, 'Crustdata · Days', `runs out ${day} ±`);
    const setup = (await readStore<{ accounts: { id: string; label: string }[] }>(silent, 'setup'))?.get('setup');
    const page = await browser.open('usage', setup?.accounts.find(({ label }) => label === 'Days')?.id);
    await pageSaying(page, `Runs out: ${day}, four times out of five between`);
    await page.close();
    const title = `Crustdata · Days: may run out on ${date}`;
    expect(message?.title).toBe(title);
    const [notification] = await shown([message?.id ?? '']);
    expect(notification?.words).toEqual(toldBy(name, { title, message: message?.text }));
  });

  test('a click on the notification opens the page of the provider', async () => {
    const { browser, receiver } = alerting;
    const [message] = receiver.taken('Days');
    await browser.clickNotification(message?.id ?? '');
    await expect
      .poll(async () => await browser.openTabs(), { timeout: 10_000 })
      .toContain('https://app.crustdata.com/');
  });

  test('nothing is told of an account whose alerts are off', async () => {
    const { receiver, read, told } = alerting;
    await read('Silent', 100);
    await read('Levels', 900);
    expect((await told('Levels', 1)).map(({ kind }) => kind)).toEqual(['low']);
    expect(receiver.taken('Silent')).toEqual([]);
  });

  test('a webhook that refuses is left alone for as long as it asks, and then gets what waited', async () => {
    const { options, popup, silent, receiver, read, told, shown } = alerting;
    receiver.refuse(1, 500, { 'Retry-After': '600' });
    const before = receiver.received.length;
    await read('Levels', 400);
    const refused = await until(10_000, 'the webhook is asked', () => receiver.received[before]);
    await pageSaying(options, /Not taken: .*\(500\)\. Next try/);
    // The notification did not wait for it.
    await shown([refused.body.id]);
    const trouble = (await readStore<{ notBefore: number }>(silent, 'alerts'))?.get('!webhook');
    expect((trouble?.notBefore ?? 0) - refused.at).toBeGreaterThanOrEqual(600_000);
    await refreshAtOnce(popup);
    await sleep(1000);
    expect(receiver.received).toHaveLength(before + 1);

    await backdateTelling(silent, 20 * minute);
    await refreshAtOnce(popup);
    expect((await told('Levels', 2)).at(-1)).toEqual(refused.body);
    await options.waitForFunction(() => !document.body.innerText.includes('Not taken'));
  });

  test('a snoozed account is told of afterwards', async () => {
    const { options, receiver, read, told } = alerting;
    await options.bringToFront();
    await press(await byRole(options, 'listitem', 'Crustdata · Levels'), 'Snooze');
    await press(await byRole(options, 'dialog', 'Snooze alerts of Crustdata · Levels'), 'For an hour');
    await pageSaying(options, 'alerts snoozed until');
    await read('Levels', 0);
    await sleep(1000);
    expect(receiver.taken('Levels')).toHaveLength(2);
    await press(await byRole(options, 'listitem', 'Crustdata · Levels'), 'End snooze');
    expect((await told('Levels', 3)).at(-1)?.kind).toBe('empty');
  });

  test('what happens in quiet hours is told when they end, by an alarm', async () => {
    const { options, silent, receiver, read, shown } = alerting;
    const now = new Date();
    const minuteNow = now.getHours() * 60 + now.getMinutes();
    // Until the next full minute, or the one after where that is too near.
    const to = minuteNow + (now.getSeconds() > 40 ? 2 : 1);
    const end = now.getTime() - (now.getTime() % minute) + (to - minuteNow) * minute;
    const quiet = { from: (minuteNow + 23 * 60) % (24 * 60), to: to % (24 * 60) };
    await importFile(options, { format: 'credit-gauge', version: 1, accounts: [], settings: { alerts: { quiet } } });
    await read('Levels', 10_000);
    await until(5000, 'the alert waits', async () => {
      const states = (await readStore<{ pending?: unknown[] }>(silent, 'alerts'))?.values() ?? [];
      return [...states].some(({ pending = [] }) => pending.length > 0);
    });
    expect(receiver.taken('Levels')).toHaveLength(3);
    const told = await until(
      150_000,
      'the alert comes',
      () => receiver.taken('Levels').length > 3 && receiver.received.at(-1),
    );
    expect(told.body.kind).toBe('arrived');
    expect(told.at).toBeGreaterThanOrEqual(end);
    await shown([told.body.id]);
  }, 400_000);

  test('the webhook is removed, with its address, when that is confirmed and not before', async () => {
    const { options, receiver } = alerting;
    await options.bringToFront();
    const webhook = await byRole(options, 'group', 'Webhook');
    await press(webhook, 'Remove');
    const dialog = await byRole(options, 'dialog', 'Remove the webhook?');
    expect(await a11y(options)).toEqual([]);
    await press(dialog, 'Cancel');
    await options.waitForFunction(() => document.activeElement?.textContent === 'Remove');
    await pageSaying(options, `Alerts go to ${receiver.url}.`);
    await press(webhook, 'Remove');
    await press(await byRole(options, 'dialog', 'Remove the webhook?'), 'Remove');
    await pageSaying(options, 'The webhook is removed.');
    await options.waitForFunction(() => document.activeElement?.id === 'webhook-url');
    await options.waitForFunction(() => !document.body.innerText.includes('Alerts go to'));
  });

  test('nothing complained', async () => {
    expect(await alerting.browser.consoleErrors()).toEqual([]);
  });
});
