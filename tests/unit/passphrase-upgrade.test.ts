// @vitest-environment node
import { beforeEach, expect, test } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { keyFrom, seal } from '../../lib/cipher.ts';
import { unlock } from '../../lib/passphrase.ts';
import { loadSecret, saveSecrets, turnLockOn, type Secret } from '../../lib/vault.ts';
import { deriveQuickly, restartBrowser, storeAsBrowsersDo } from './given-vault.ts';
import { emptyStores, noon } from './given.ts';

const words = 'correct horse battery';
const secret: Secret = { key: 'sk-canary-0123456789', origin: 'https://api.crustdata.com' };
const { local, session } = fakeBrowser.storage;

const lockRecord = async () => (await local.get('v:lock'))['v:lock'] as object;
const outcomeOf = async (passphrase: string) => (await unlock(passphrase, noon)).outcome;

beforeEach(async () => {
  await emptyStores();
  storeAsBrowsersDo();
  deriveQuickly();
  await saveSecrets(new Map([['a', secret]]));
  await turnLockOn(words, noon);
});

/** A lock as a version of the extension that knew no better has left it. */
async function makeLockOf(iterations: number): Promise<object> {
  const { 'v:data-key': text } = await session.get(null);
  const derivation = { kdf: 'PBKDF2-SHA-256', iterations, salt: btoa('an old salt of 16') } as const;
  const sealed = await seal(await keyFrom(words, derivation), 'data-key', String(text));
  await local.set({ 'v:lock': { ...derivation, ...sealed } });
  await restartBrowser();
  return derivation;
}

test('a lock of fewer rounds is opened with its own, and made again with as many as are wanted now', async () => {
  const old = await makeLockOf(100_000);
  expect(await outcomeOf('quite another staple')).toBe('wrong');
  expect(await lockRecord()).toMatchObject(old);
  expect(await outcomeOf(words)).toBe('unlocked');
  expect(await lockRecord()).toMatchObject({
    iterations: 600_000,
    salt: expect.not.stringMatching(btoa('an old salt of 16')),
  });
  await restartBrowser();
  expect(await outcomeOf(words)).toBe('unlocked');
  expect(await loadSecret('a')).toEqual(secret);
});

test('a lock of more rounds, from a newer version, stays as it is', async () => {
  const newer = await makeLockOf(1_000_000);
  expect(await outcomeOf(words)).toBe('unlocked');
  expect(await lockRecord()).toMatchObject(newer);
  expect(await loadSecret('a')).toEqual(secret);
});
