// @vitest-environment node
import { beforeEach, describe, expect, test } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { seal, type Sealed } from '../../lib/cipher.ts';
import { heal } from '../../lib/heal.ts';
import { loadNotices } from '../../lib/notices.ts';
import { lockState, unlock } from '../../lib/passphrase.ts';
import { countSetAside } from '../../lib/quarantine.ts';
import { loadSecret, saveSecrets, turnLockOn } from '../../lib/vault.ts';
import { grantOrigins } from './damages.ts';
import { deriveQuickly, restartBrowser, storeAsBrowsersDo } from './given-vault.ts';
import { emptyStores, noon, second } from './given.ts';

/** What lies where a key or the lock should, and is of another shape, is never used, and is told. */

const words = 'correct horse battery';
const secret = { key: 'sk-canary-a-0123456789', origin: 'https://api.crustdata.com' };
const damaged = { kind: 'locked', defect: 'damaged' };
const { local, session } = fakeBrowser.storage;

beforeEach(async () => {
  await emptyStores();
  grantOrigins();
  storeAsBrowsersDo();
  deriveQuickly();
  await saveSecrets(new Map([['a', secret]]));
});

const stored = async (name: string) => (await local.get(name))[name] as object;
const notRecords: [unknown][] = [[0], [''], ['text'], [true], [[]], [{}], [[1, 2]]];

describe('a key', () => {
  test.each(notRecords)('that is %j is damaged', async (record) => {
    await local.set({ 's:a': record });
    expect(await loadSecret('a')).toEqual(damaged);
  });

  test.each([{ version: 2 }, { version: '1' }, { iv: 1 }, { data: null }, { by: 'others' }, { by: true }])(
    'whose record has %j is damaged',
    async (part) => {
      await local.set({ 's:a': { ...(await stored('s:a')), ...part } });
      expect(await loadSecret('a')).toEqual(damaged);
    },
  );

  test.each(notRecords)('that is %j in memory is damaged', async (record) => {
    await session.set({ 's:a': record });
    expect(await loadSecret('a')).toEqual(damaged);
  });

  test.each([{ key: 1 }, { key: undefined }, { origin: null }, { forget: false }])(
    'that has %j in memory is damaged',
    async (part) => {
      await session.set({ 's:a': { ...secret, forget: true, ...part } });
      expect(await loadSecret('a')).toEqual(damaged);
    },
  );

  test.each(['', 'no JSON', '[]', 'null', '{"key":"k"}', '{"key":1,"origin":"https://a.example"}'])(
    'that is sealed as %j is damaged',
    async (text) => {
      const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt', 'decrypt']);
      const raw = new Uint8Array(await crypto.subtle.exportKey('raw', key));
      await turnLockOn(words, noon);
      await session.set({ 'v:data-key': btoa(String.fromCharCode(...raw)) });
      const record: Sealed = await seal(key, 'a', text);
      await local.set({ 's:a': { ...record, by: 'passphrase' } });
      expect(await loadSecret('a')).toEqual(damaged);
    },
  );
});

describe('a lock', () => {
  const cut = btoa('cut short');
  const values: Record<string, unknown[]> = {
    version: [2],
    kdf: [1, 'PBKDF2-SHA-1'],
    iterations: ['600000', 0, 1.5, 1e9],
    salt: [null, '***'],
    iv: [{}, '***', cut],
    data: [null, '***', cut],
  };
  const parts = Object.entries(values).flatMap(([name, wrong]) => wrong.map((value) => ({ [name]: value })));
  const broken: [unknown, boolean][] = [
    ...notRecords.map(([record]): [unknown, boolean] => [record, false]),
    ...parts.map((part): [unknown, boolean] => [part, true]),
  ];

  test.each(broken)('of another shape, %j, is set aside and told, and keeps nobody out', async (given, isPart) => {
    await turnLockOn(words, noon);
    await local.set({ 'v:lock': isPart ? { ...(await stored('v:lock')), ...(given as object) } : given });
    expect([await lockState(), await loadSecret('a')]).toEqual(['off', damaged]);
    await heal(noon);
    expect(await local.get('v:lock')).toEqual({});
    expect(await loadNotices()).toContain('keys-lost');
    expect(await countSetAside()).toBe(1);
    await saveSecrets(new Map([['a', secret]]));
    await restartBrowser();
    expect(await loadSecret('a')).toEqual(secret);
  });

  test('that is one stays where it is', async () => {
    await turnLockOn(words, noon);
    const before = await stored('v:lock');
    await heal(noon);
    expect(await stored('v:lock')).toEqual(before);
    expect(await loadNotices()).not.toContain('keys-lost');
    expect(await countSetAside()).toBe(0);
  });

  test.each<[unknown]>([
    ...notRecords,
    [{ count: '9', until: noon + second }],
    [{ count: 9 }],
    [{ count: -1, until: 1 }],
  ])('does not mind that the tries before it are %j', async (tries) => {
    await turnLockOn(words, noon);
    await restartBrowser();
    await local.set({ 'v:tries': tries });
    expect((await unlock('quite another staple', noon)).outcome).toBe('wrong');
    expect(await stored('v:tries')).toEqual({ count: 1, until: noon });
    expect((await unlock(words, noon)).outcome).toBe('unlocked');
  });
});

describe('what was noted to be put back', () => {
  test.each(notRecords)('is dropped when it is %j', async (note) => {
    await local.set({ 'u:keys': note });
    await saveSecrets(new Map([['b', secret]]));
    expect(Object.keys(await local.get(null)).toSorted()).toEqual(['s:a', 's:b']);
    expect([await loadSecret('a'), await loadSecret('b')]).toEqual([secret, secret]);
  });
});
