// @vitest-environment node
import { clear, set } from 'idb-keyval';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { Account } from '../../lib/account.ts';
import { openAlert, snoozeAlerts, testNotification, testWebhook, wakeAlerts } from '../../lib/alert-actions.ts';
import { webhookTroubleSentence } from '../../lib/alert-sentences.ts';
import { defaultAlertRules, type AccountAlerts, type AlertRules } from '../../lib/alert-settings.ts';
import { loadAlerts, loadWebhookTrouble } from '../../lib/alert-store.ts';
import { giveAlerts, type AlertView } from '../../lib/alert-turn.ts';
import { objectStore } from '../../lib/database.ts';
import { gaugesOf } from '../../lib/gauge.ts';
import { lock } from '../../lib/passphrase.ts';
import { defaultSettings } from '../../lib/settings.ts';
import { dropSecrets, saveSecrets, turnLockOn } from '../../lib/vault.ts';
import { accountOf, balanceOf, day, emptyStores, hour, minute, noon, reportWith, second, worldOf } from './given.ts';

const store = objectStore('alerts', 'strict');
const shown: { id: string; title: string; message: string }[] = [];
const bodies: Record<string, unknown>[] = [];
let answer: (response: ServerResponse) => void;
let server: Server;
let url: string;
let now: number;
let rules: AlertRules;

beforeEach(async () => {
  await emptyStores();
  await clear(store);
  [shown.length, bodies.length, now] = [0, 0, noon];
  answer = (response) => response.end('ok');
  server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      bodies.push(JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>);
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  url = `${origin}/hooks/canary0Token1In2The3Path`;
  rules = { ...defaultAlertRules, notifications: true, webhook: { preset: 'json', origin } };
  await saveSecrets(new Map([['webhook', { key: url, origin }]]));
  Object.assign(fakeBrowser, {
    permissions: { contains: async () => true },
    notifications: {
      getAll: async () => ({}),
      clear: async () => true,
      create: async (id: string, options: { title: string; message: string }) => {
        shown.push({ id, title: options.title, message: options.message });
        return id;
      },
    },
  });
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

interface Scene {
  /** The revision that the report was made for. */
  revision?: number;
  account?: Partial<Account> & { alerts?: AccountAlerts };
  said?: string;
  plan?: string;
  unit?: string;
}

function watched(
  remaining: number,
  { account: told, revision = 0, said, plan, unit = 'credit' }: Scene = {},
): AlertView {
  const account = accountOf({ keyEnd: 'z789', ...told });
  const balance = balanceOf({ remaining, limit: 100, unit, ...(plan !== undefined && { plan }) });
  const failure =
    said === undefined ? {} : { failure: { kind: 'server' as const, at: now, said, host: 'x' }, failures: 3 };
  const report = { ...reportWith([balance], failure), revision, reading: { at: now, balances: [balance] } };
  return {
    accounts: [gaugesOf(account, report, defaultSettings, now)],
    settings: { ...defaultSettings, alerts: rules },
  };
}

const world = () => ({ ...worldOf({ now: () => now }), random: () => 0 });

async function look(remaining: number, scene: Scene = {}): Promise<number | undefined> {
  now += 15 * minute;
  return giveAlerts(watched(remaining, scene), world());
}

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
    now += 15 * minute;
    const view = watched(80);
    const trend = { arrived: { amount: 30, at: now } };
    const accounts = view.accounts.map((one) => ({ ...one, gauges: one.gauges.map((gauge) => ({ ...gauge, trend })) }));
    await giveAlerts({ ...view, accounts }, world());
    expect(shown.map(({ title }) => title)).toEqual(['Crustdata · Work: 30 credits arrived']);
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
    await set('a', { version: 1, pending: 'no' }, store);
    await look(15);
    await look(4);
    expect(shown.map(({ title }) => title)).toEqual(['Crustdata · Work: only 4% left']);
  });
});

describe('a webhook in trouble', () => {
  const failing = () => {
    answer = (response) => response.writeHead(503).end();
  };

  test('is tried again when its time has come, with the same id, and no notification comes twice', async () => {
    failing();
    await look(50);
    const next = await look(15);
    expect(next).toBe(now + 30_000);
    expect(bodies).toHaveLength(1);
    expect(await loadWebhookTrouble(now)).toMatchObject({ failures: 1, kind: 'server', status: 503 });
    answer = (response) => response.end();
    now = next ?? now;
    expect(await giveAlerts(watched(15), world())).toBeUndefined();
    expect(bodies.map((body) => body['id'])).toEqual([shown[0]?.id, shown[0]?.id]);
    expect(shown).toHaveLength(1);
    expect(await loadWebhookTrouble(now)).toBeUndefined();
  });

  test('is not tried for other alerts meanwhile, and then told the worst alone', async () => {
    failing();
    await look(50);
    const next = (await look(15)) ?? 0;
    now += second - 15 * minute;
    expect(await look(4)).toBe(next);
    expect(bodies.map((body) => body['kind'])).toEqual(['low']);
    expect(shown).toHaveLength(2);
    await look(4);
    expect(bodies.map((body) => body['kind'])).toEqual(['low', 'critical']);
  });

  test('is tried at once after a test that got through to the saved address, and to no other', async () => {
    answer = (response) => response.writeHead(404).end();
    await look(50);
    expect(await look(15)).toBe(now + day);
    answer = (response) => response.end();
    expect(await testWebhook('json', url, world())).toEqual({});
    expect(await loadWebhookTrouble(now)).toMatchObject({ status: 404 });
    expect(await testWebhook('json', undefined, world())).toEqual({});
    expect(bodies.at(-1)).toMatchObject({ kind: 'test', title: 'A test from Credit Gauge' });
    await look(15);
    expect(bodies.at(-1)).toMatchObject({ kind: 'low' });
  });

  test.each([
    ['gone', () => dropSecrets(['webhook'])],
    ['damaged', () => fakeBrowser.storage.local.set({ 's:webhook': 'x' })],
  ])('waits while its address is %s, and says so', async (_, lose) => {
    await look(50);
    await lose();
    expect(await look(15)).toBeUndefined();
    expect(shown).toHaveLength(1);
    const trouble = await loadWebhookTrouble(now);
    expect(trouble).toMatchObject({ kind: 'locked', failures: 1, at: now });
    expect(trouble && webhookTroubleSentence(trouble, now)).toMatch(/^Not taken: No key\. Next try /);
    await look(15);
    expect(await loadWebhookTrouble(now)).toEqual(trouble);
    await saveSecrets(new Map([['webhook', { key: url, origin: new URL(url).origin }]]));
    await look(15);
    expect(bodies).toHaveLength(1);
    expect(await loadWebhookTrouble(now)).toBeUndefined();
  });

  test('is no trouble where a passphrase locks the address away', async () => {
    await look(50);
    await turnLockOn('correct horse battery staple', noon);
    await lock();
    await look(15);
    expect(shown).toHaveLength(1);
    expect(await loadWebhookTrouble(now)).toBeUndefined();
  });
});

describe('what is sent and shown', () => {
  test('has no text of a provider in it, and no key in a label', async () => {
    const canary = 'sk-canary-0123456789abcxyz789';
    const scene = { account: { label: `Work ${canary}` }, said: canary, plan: canary, unit: canary };
    await look(50, scene);
    now += 7 * hour;
    await look(0, scene);
    expect(shown.length).toBeGreaterThan(1);
    const all = JSON.stringify([shown, bodies]);
    expect(all).not.toContain('canary');
    expect(all).toContain('Work •••');
  });

  test('leaves the address of the webhook in the vault alone', async () => {
    answer = (response) => response.writeHead(404).end(url);
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
    now = until;
    await giveAlerts(watched(15), world());
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
