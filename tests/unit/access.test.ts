// @vitest-environment node
import { beforeEach, describe, expect, test } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { lostOrigins } from '../../lib/access.ts';
import { saveAccount } from '../../lib/accounts.ts';
import { loadWebhookTrouble, saveWebhookTrouble } from '../../lib/alert-store.ts';
import { saveWebhook } from '../../lib/webhook-settings.ts';
import { accountOf, day, emptyStores, minute, noon } from './given.ts';

const gateway = 'https://gateway.example.com';
const hook = 'https://hook.example.com';
let granted: string[];

beforeEach(async () => {
  await emptyStores();
  granted = [`${gateway}/*`, `${hook}/*`];
  Object.assign(fakeBrowser.permissions, {
    contains: async ({ origins }: { origins: string[] }) => origins.every((origin) => granted.includes(origin)),
  });
});

const add = (id: string, baseUrl: string) =>
  saveAccount({ account: accountOf({ id, baseUrl, keyEnd: '1' }), key: 'k' });
const saveHook = (url: string) => saveWebhook({ preset: 'json', url });

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
