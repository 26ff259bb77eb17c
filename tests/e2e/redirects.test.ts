import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { providerIds } from '../simulator/providers/index.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import {
  beginAccount,
  browsers,
  fill,
  itemSaying,
  launchGranted,
  openAdvanced,
  pageSaying,
  press,
  find,
} from './given.ts';
import { until } from './harness/deadline.ts';
import { importFile } from './harness/import.ts';
import type { Browser } from './harness/launch.ts';
import { readPopup } from './harness/popup.ts';

const statuses = [301, 302, 303, 307, 308] as const;
const told = /sent us to another address. We do not follow, to keep the key safe/;

/** A server that a provider sends us to. It answers whatever would let a browser in, and notes each attempt. */
async function startStranger() {
  const requests: string[] = [];
  let connections = 0;
  const server = createServer(({ method, url, headers }, answer) => {
    requests.push(`${method} ${url} ${JSON.stringify(headers)}`);
    answer.writeHead(200, {
      'content-type': 'application/json',
      'access-control-allow-origin': '*',
      'access-control-allow-headers': '*, authorization, x-api-key, x-api-version',
    });
    answer.end('{}');
  });
  // What is no http, such as the first bytes of TLS, is an attempt too.
  server.on('connection', () => (connections += 1));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    seen: () => ({ connections, requests }),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Where a redirect may lead. */
const targets: Record<string, (port: number, home: string) => string> = {
  'another port': (port) => `http://127.0.0.1:${port}/taken`,
  'another name': (port) => `http://localhost:${port}/taken`,
  'another scheme': (port) => `https://127.0.0.1:${port}/taken`,
  'a file': () => 'file:///etc/hostname',
  'a text': () => 'data:application/json,{"remainingCredits":1,"credits":1}',
  itself: (_, home) => `${home}/v1/usage/credits`,
};

describe.each(browsers)('in %s', (name) => {
  let simulator: Simulator;
  let stranger: Awaited<ReturnType<typeof startStranger>>;
  let browser: Browser;

  beforeAll(async () => {
    simulator = await startSimulator();
    stranger = await startStranger();
    // Access to all that is on this machine, so that nothing but us keeps the browser from going there.
    browser = await launchGranted(name, { granted: ['http://127.0.0.1/*', 'http://localhost/*'] });
  });

  afterAll(async () => {
    await browser?.close();
    await simulator?.stop();
    await stranger?.stop();
  });

  async function importAlone(accounts: object[]): Promise<void> {
    const options = await browser.open('options');
    await importFile(options, { format: 'credit-gauge', version: 1, accounts });
    await options.close();
  }

  /** What came from these accounts, and what came from nobody, such as a question whether one may ask. */
  const asked = (accounts: { key: string }[]) =>
    simulator.requests
      .filter(({ key }) => key === undefined || accounts.some((account) => account.key === key))
      .map(({ method, key }) => `${method} ${key}`);

  // One way at a time, because a turn of the worker asks for no more than its ten seconds allow.
  test.each(Object.entries(targets))(
    'no redirect to %s takes a key along: each provider, each status',
    async (way, target) => {
      const accounts = providerIds.flatMap((provider) =>
        statuses.map((status) => {
          const key = `key-${provider}-${way.replace(' ', '-')}-${status}`;
          simulator.addAccount(provider, key);
          simulator.fault({ key }, { kind: 'redirect', status, location: target(stranger.port, simulator.url) });
          return { provider, label: `${way} ${status}`, key, baseUrl: simulator.url };
        }),
      );
      await importAlone(accounts);
      // Before a page looks on, which takes Firefox longer than the polling itself.
      await until(30_000, 'every account is polled', () => asked(accounts).length >= accounts.length);

      const popup = await browser.open('popup');
      await find(popup, way);
      const items = await until(20_000, 'every account tells of it', async () => {
        const all = (await readPopup(popup)).filter(({ label }) => label.includes(way));
        return all.length === accounts.length && all.every(({ text }) => told.test(text)) && all;
      });
      expect(items.flatMap(({ meters }) => meters)).toEqual([]);
      await popup.close();

      expect(stranger.seen()).toEqual({ connections: 0, requests: [] });
      // Once each, for a redirect to itself is not followed either, and without asking first whether it may.
      expect(asked(accounts).toSorted()).toEqual(accounts.map(({ key }) => `GET ${key}`).toSorted());
    },
  );

  test('nor does the second question of a provider, where the first was answered', async () => {
    const accounts = (['crustdata', 'coinstats', 'firecrawl'] as const).map((provider) => {
      const key = `key-${provider}-second`;
      simulator.addAccount(provider, key);
      simulator.fault({ key }, { kind: 'answer', status: 404, body: {} }, 1);
      simulator.fault({ key }, { kind: 'redirect', status: 307, location: `http://localhost:${stranger.port}/taken` });
      return { provider, label: 'Second', key, baseUrl: simulator.url };
    });
    await importAlone(accounts);
    const popup = await browser.open('popup');
    await find(popup, 'Second');
    for (const provider of ['Crustdata', 'CoinStats', 'Firecrawl'])
      await itemSaying(popup, `${provider} · Second`, told);
    await popup.close();
    expect(stranger.seen()).toEqual({ connections: 0, requests: [] });
    expect(asked(accounts).toSorted()).toEqual(accounts.flatMap(({ key }) => [`GET ${key}`, `GET ${key}`]).toSorted());
  });

  test('nor does a key that is tested before it is saved', async () => {
    simulator.addAccount('coinstats', 'key-tested');
    const location = `http://localhost:${stranger.port}/taken`;
    simulator.fault({ key: 'key-tested' }, { kind: 'redirect', status: 308, location });
    const options = await browser.open('options');
    await beginAccount(options, 'coinstats');
    await fill(options, 'Label', 'Tested');
    await fill(options, 'API key', 'key-tested');
    await openAdvanced(options);
    await fill(options, 'Base URL', simulator.url);
    await press(options, 'Test');
    await pageSaying(options, told);
    expect(stranger.seen()).toEqual({ connections: 0, requests: [] });
  });
});
