import { clear } from 'idb-keyval';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { Account } from '../../lib/account.ts';
import { defaultAlertRules, type AccountAlerts, type AlertRules } from '../../lib/alert-settings.ts';
import { giveAlerts, type AlertView } from '../../lib/alert-turn.ts';
import { objectStore } from '../../lib/database.ts';
import { gaugesOf } from '../../lib/gauge.ts';
import { defaultSettings } from '../../lib/settings.ts';
import { saveSecrets } from '../../lib/vault.ts';
import { accountOf, balanceOf, emptyStores, minute, noon, reportWith, worldOf } from './given.ts';

/** What the tests of alerts that are told start from: an account that is looked at, notifications, and a webhook. */

export const shown: { id: string; title: string; message: string }[] = [];
export const bodies: Record<string, unknown>[] = [];
let answer: (response: ServerResponse) => void;
let server: Server;
export let url: string;
export let now: number;
let rules: AlertRules;

beforeEach(async () => {
  await emptyStores();
  await clear(objectStore('alerts', 'strict'));
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

export function answerBy(way: typeof answer): void {
  answer = way;
}

export function goTo(moment: number): void {
  now = moment;
}

interface Scene {
  /** The revision that the report was made for. */
  revision?: number;
  account?: Partial<Account> & { alerts?: AccountAlerts };
  said?: string;
  plan?: string;
  unit?: string;
}

export function watched(
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

/** For where nothing is to be complained of. */
export const fail = (error: unknown): never => {
  throw error;
};

export const world = () => ({ ...worldOf({ now: () => now }), random: () => 0 });

export async function look(remaining: number, scene: Scene = {}): Promise<number | undefined> {
  goTo(now + 15 * minute);
  return giveAlerts(watched(remaining, scene), world(), fail);
}
