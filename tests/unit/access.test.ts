// @vitest-environment node
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { giveBackUnused, lostOrigins } from '../../lib/access.ts';
import { removeAccount, saveAccount } from '../../lib/accounts.ts';
import { loadWebhookTrouble, saveWebhookTrouble } from '../../lib/alert-store.ts';
import { loadSetup } from '../../lib/setup-store.ts';
import { dropWebhook, saveWebhook } from '../../lib/webhook-settings.ts';
import { accountOf, day, emptyStores, minute, noon } from './given.ts';

const claimed = 'http://127.0.0.1/*';
const gateway = 'https://gateway.example.com';
const hook = 'https://hook.example.com';
let granted: string[];

beforeEach(async () => {
  await emptyStores();
  granted = [claimed, '*://*.example.org/*', `${gateway}/*`, `${hook}/*`, 'http://localhost/*'];
  vi.spyOn(fakeBrowser.runtime, 'getManifest').mockReturnValue({ host_permissions: [claimed] } as never);
  Object.assign(fakeBrowser.permissions, {
    getAll: async () => ({ origins: granted }),
    contains: async ({ origins }: { origins: string[] }) => origins.every((origin) => granted.includes(origin)),
    remove: async ({ origins }: { origins: string[] }) => {
      if (origins.includes(claimed)) throw new Error('You cannot remove required permissions.');
      granted = granted.filter((origin) => !origins.includes(origin));
      return true;
    },
  });
});

const add = (id: string, baseUrl: string) =>
  saveAccount({ account: accountOf({ id, baseUrl, keyEnd: '1' }), key: 'k' });
const saveHook = (url: string) => saveWebhook({ preset: 'json', url });

/** Which of the accesses were given back by it. */
async function givenBack(work: () => Promise<void>): Promise<string[]> {
  const before = granted;
  await work();
  return before.filter((origin) => !granted.includes(origin));
}

describe('access that nobody needs any more is given back', () => {
  test('with the last account of its origin, and not before', async () => {
    await add('a', gateway);
    await add('b', `${gateway}/v1`);
    expect(await givenBack(() => removeAccount('a'))).toEqual([]);
    expect(await givenBack(() => removeAccount('b'))).toEqual([`${gateway}/*`]);
  });

  test('with the account that is moved to another address', async () => {
    await add('a', gateway);
    expect(await givenBack(() => add('a', `${gateway}/v2`))).toEqual([]);
    expect(await givenBack(() => add('a', 'https://other.example.com'))).toEqual([`${gateway}/*`]);
  });

  test('or stays where it cannot be seen who needs it, and what was done is done', async () => {
    await add('a', gateway);
    const read = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(() => {
      throw new DOMException('busy', 'UnknownError');
    });
    expect(await givenBack(() => giveBackUnused(gateway))).toEqual([]);
    read.mockRestore();
  });

  test('with the webhook, when it goes or goes elsewhere', async () => {
    await saveHook(`${hook}/x`);
    expect(await givenBack(() => saveHook(`${hook}/y`))).toEqual([]);
    expect(await givenBack(() => saveHook(`${gateway}/x`))).toEqual([`${hook}/*`]);
    expect(await givenBack(dropWebhook)).toEqual([`${gateway}/*`]);
  });

  test('but not what the webhook needs, or an account at another port', async () => {
    await saveHook(`${gateway}/x`);
    await add('a', gateway);
    await add('b', 'http://localhost:3002');
    await add('c', 'http://localhost:3003');
    expect(await givenBack(() => removeAccount('a'))).toEqual([]);
    expect(await givenBack(() => removeAccount('b'))).toEqual([]);
    expect(await givenBack(() => removeAccount('c'))).toEqual(['http://localhost/*']);
  });

  test('but not what the manifest claims, or what covers more', async () => {
    await add('a', 'http://127.0.0.1:3002');
    await add('b', 'https://api.example.org');
    expect(await givenBack(() => removeAccount('a').then(() => removeAccount('b')))).toEqual([]);
  });

  test('and the account is removed though it cannot be given back', async () => {
    await add('a', gateway);
    Object.assign(fakeBrowser.permissions, { remove: async () => Promise.reject(new Error('no')) });
    await removeAccount('a');
    expect((await loadSetup()).accounts).toEqual([]);
  });
});

describe('access that is lost', () => {
  const world = { now: () => noon, random: () => 0.5 };

  test('is told of accounts, and becomes the trouble of the webhook at once', async () => {
    await add('a', gateway);
    await saveHook(`${hook}/x`);
    expect(await lostOrigins(world)).toEqual(new Set());
    expect(await loadWebhookTrouble(noon)).toBeUndefined();
    granted = [];
    expect(await lostOrigins(world)).toEqual(new Set([gateway, hook]));
    expect(await loadWebhookTrouble(noon)).toMatchObject({ kind: 'no-permission', at: noon, notBefore: noon + day });
    await lostOrigins({ ...world, now: () => noon + minute });
    expect(await loadWebhookTrouble(noon + minute)).toMatchObject({ failures: 1, at: noon });
  });

  test('of others leaves the webhook’s trouble as it is', async () => {
    await add('a', gateway);
    await saveHook(`${hook}/x`);
    const trouble = { version: 1, failures: 2, at: noon, notBefore: noon + minute, kind: 'server' } as const;
    await saveWebhookTrouble(trouble);
    granted = [`${hook}/*`];
    expect(await lostOrigins(world)).toEqual(new Set([gateway]));
    expect(await loadWebhookTrouble(noon)).toEqual(trouble);
  });
});
