// @vitest-environment node
import { set } from 'idb-keyval';
import { describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { openAlert, snoozeAlerts, testNotification, wakeAlerts } from '../../lib/alert-actions.ts';
import { loadAlerts, loadWebhookTrouble } from '../../lib/alert-store.ts';
import { giveAlerts } from '../../lib/alert-turn.ts';
import { objectStore } from '../../lib/database.ts';
import { accountOf, day, hour, minute, noon, second } from './given.ts';
import { answerBy, bodies, fail, goTo, look, now, shown, url, watched, world } from './given-alerts.ts';

describe('a turn', () => {
  test('lets an alarm stand while it tells, and none where there is nothing to tell', async () => {
    await fakeBrowser.alarms.clearAll();
    await look(50);
    expect(await fakeBrowser.alarms.get('alert')).toBeUndefined();
    let standing: unknown;
    Object.assign(fakeBrowser.notifications, {
      create: async (id: string) => {
        standing = await fakeBrowser.alarms.get('alert');
        return id;
      },
    });
    await look(15);
    expect(standing).toMatchObject({ scheduledTime: now + 30 * second });
  });

  test('tells by each way once what is new', async () => {
    expect(await look(50)).toBeUndefined();
    expect(await look(15)).toBeUndefined();
    await look(14);
    expect(shown.map(({ title }) => title)).toEqual(['Crustdata · Work: 15% left']);
    expect(bodies).toMatchObject([
      {
        kind: 'low',
        severity: 'warning',
        title: 'Crustdata · Work: 15% left',
        account: { provider: 'crustdata', label: 'Work' },
        balance: { id: 'account', name: 'Account', remaining: 15, unit: 'credit', percent: 15, full: 100 },
        url: 'https://app.crustdata.com/',
      },
    ]);
    expect(bodies[0]?.['id']).toBe(shown[0]?.id);
  });

  test('tells the provider and the kind alone where amounts and names are hidden, and the webhook all', async () => {
    await look(50);
    goTo(now + 15 * minute);
    const { accounts, settings } = watched(15);
    const discreet = { ...settings, display: { ...settings.display, discreet: true } };
    await giveAlerts({ accounts, settings: discreet }, world(), fail);
    expect(shown).toMatchObject([{ title: 'Crustdata: Low balance', message: 'Amounts and names are hidden.' }]);
    expect(bodies).toMatchObject([{ title: 'Crustdata · Work: 15% left', account: { label: 'Work' } }]);
  });

  test('writes nothing when there is nothing new', async () => {
    await look(50);
    const put = vi.spyOn(IDBObjectStore.prototype, 'put');
    await look(49);
    expect(put).not.toHaveBeenCalled();
    await look(15);
    expect(put).toHaveBeenCalled();
  });

  test('looks at how the balances are going', async () => {
    await look(50);
    goTo(now + 15 * minute);
    const view = watched(80);
    const trend = { arrived: { amount: 30, at: now } };
    const accounts = view.accounts.map((one) => ({ ...one, gauges: one.gauges.map((gauge) => ({ ...gauge, trend })) }));
    await giveAlerts({ ...view, accounts }, world(), fail);
    expect(shown.map(({ title }) => title)).toEqual(['Crustdata · Work: 30 credits arrived']);
  });

  test('tells of the others when something of one account cannot be written', async () => {
    const two = (remaining: number) => {
      const [view, other] = [watched(remaining), watched(remaining, { account: { id: 'b', label: 'Other' } })];
      return { ...view, accounts: [...view.accounts, ...other.accounts] };
    };
    await giveAlerts(two(50), world(), fail);
    goTo(now + 15 * minute);
    const put = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
      if (key === 'a') throw new DOMException('no', 'DataCloneError');
      return put.call(this, value, key);
    });
    const complaints: unknown[] = [];
    await giveAlerts(two(15), world(), (error) => complaints.push(error));
    expect(shown.map(({ title }) => title)).toEqual([expect.stringContaining('Other')]);
    expect(complaints).toEqual([expect.objectContaining({ name: 'DataCloneError' })]);
  });

  test('leaves disabled accounts alone, and forgets those that are gone', async () => {
    await look(50);
    await look(15, { account: { enabled: false } });
    expect(shown).toEqual([]);
    await look(50, { account: { id: 'b' } });
    expect([...(await loadAlerts()).keys()]).toEqual(['b']);
  });

  test('looks at nothing that belongs to another key, and begins silently with the new one', async () => {
    await look(50);
    await look(50, { account: { revision: 1 } });
    await look(15, { account: { revision: 1 }, revision: 1 });
    expect(shown).toEqual([]);
    await look(4, { account: { revision: 1 }, revision: 1 });
    expect(shown).toHaveLength(1);
  });

  test('heeds what the account has differently', async () => {
    await look(50, { account: { alerts: { amounts: { account: 40 } } } });
    await look(30, { account: { alerts: { amounts: { account: 40 } } } });
    expect(shown.map(({ title }) => title)).toEqual(['Crustdata · Work: 30 credits left']);
    await look(15, { account: { alerts: { muted: true } } });
    expect(shown).toHaveLength(1);
  });

  test('begins silently when the record is damaged', async () => {
    await look(50);
    await set('a', { version: 1, pending: 'no' }, objectStore('alerts', 'strict'));
    await look(15);
    await look(4);
    expect(shown.map(({ title }) => title)).toEqual(['Crustdata · Work: only 4% left']);
  });
});

describe('what is sent and shown', () => {
  test('has no text of a provider in it, and no key in a label', async () => {
    const canary = 'sk-canary-0123456789abcxyz789';
    const scene = { account: { label: `Work ${canary}` }, said: canary, plan: canary, unit: canary };
    await look(50, scene);
    goTo(now + 7 * hour);
    await look(0, scene);
    expect(shown.length).toBeGreaterThan(1);
    const all = JSON.stringify([shown, bodies]);
    expect(all).not.toContain('canary');
    expect(all).toContain('Work •••');
  });

  test('leaves the address of the webhook in the vault alone', async () => {
    answerBy((response) => response.writeHead(404).end(url));
    await look(50);
    await look(15);
    const stores = JSON.stringify([
      [...(await loadAlerts())],
      await loadWebhookTrouble(now),
      await fakeBrowser.storage.local.get(),
    ]);
    expect(stores).not.toMatch(/canary0/);
  });
});

describe('what the user does about it', () => {
  test('a snooze holds alerts back until its moment', async () => {
    await look(50);
    await snoozeAlerts(['a'], now + 2 * hour);
    const until = now + 2 * hour;
    expect(await look(15)).toBe(until);
    expect(shown).toEqual([]);
    goTo(until);
    await giveAlerts(watched(15), world(), fail);
    expect(shown.map(({ message }) => message)).toEqual([expect.stringContaining('That was')]);
  });

  test('a snooze until the next level ends with it', async () => {
    await look(50);
    await look(15);
    await snoozeAlerts(['a'], 'next-level');
    const amounts = { account: { alerts: { amounts: { account: 12 } } } };
    await look(14, amounts);
    expect(await look(11, amounts)).toBeUndefined();
    expect(shown).toHaveLength(1);
    await look(4, amounts);
    expect(shown.map(({ title }) => title).at(-1)).toBe('Crustdata · Work: only 4% left');
    expect(shown).toHaveLength(2);
  });

  test('a snooze can be ended', async () => {
    await look(50);
    await snoozeAlerts(['a'], now + day);
    await look(15);
    await wakeAlerts(['a']);
    await look(15);
    expect(shown).toHaveLength(1);
  });

  test('a test shows a notification, each time anew', async () => {
    await testNotification(noon);
    await testNotification(noon + 1);
    expect(shown.map(({ title }) => title)).toEqual(['A test from Credit Gauge', 'A test from Credit Gauge']);
    expect(new Set(shown.map(({ id }) => id)).size).toBe(2);
  });

  test('a click opens the page of the account’s provider', async () => {
    const create = vi.fn<(page: object) => void>();
    Object.assign(fakeBrowser, { tabs: { create } });
    await openAlert('a.account.low.x', [accountOf({ id: 'b', provider: 'evolink' }), accountOf({ id: 'a' })]);
    await openAlert('gone.account.low.x', [accountOf()]);
    await openAlert('test.x', [accountOf()]);
    expect(create.mock.calls).toEqual([[{ url: 'https://app.crustdata.com/' }]]);
  });
});
