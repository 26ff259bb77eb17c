// @vitest-environment node
import { beforeEach, describe, expect, test } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { keyFrom, seal } from '../../lib/cipher.ts';
import { changePassphrase, lockState, unlock } from '../../lib/passphrase.ts';
import { loadSecret, saveSecrets, turnLockOff, turnLockOn, type Secret } from '../../lib/vault.ts';
import { deriveQuickly, restartBrowser, storeAsBrowsersDo, withFailingWrite } from './given-vault.ts';
import { emptyStores, noon } from './given.ts';

/** Whatever is cut off half way, every key can be read in the end, the one way or the other. */

const words = 'correct horse battery';
const others = 'quite another staple';
const ids = ['a', 'b', 'c'];
const secretOf = (id: string): Secret => ({ key: `sk-canary-${id}-0123456789`, origin: 'https://api.crustdata.com' });

beforeEach(() => {
  storeAsBrowsersDo();
  deriveQuickly();
});

type Beginning = 'without a lock' | 'unlocked' | 'locked';

async function begin(beginning: Beginning): Promise<void> {
  await emptyStores();
  await fakeBrowser.storage.local.clear();
  await restartBrowser();
  await saveSecrets(new Map(ids.map((id) => [id, secretOf(id)])));
  if (beginning !== 'without a lock') await turnLockOn(words, noon);
  if (beginning === 'locked') await makeOld();
}

/** A lock of fewer rounds, that somebody has tried to open: there is more to write when it is opened. */
async function makeOld(): Promise<void> {
  const { 'v:data-key': text } = await fakeBrowser.storage.session.get(null);
  const old = { kdf: 'PBKDF2-SHA-256', iterations: 100_000, salt: btoa('an old salt of 16') } as const;
  const sealed = await seal(await keyFrom(words, old), 'data-key', String(text));
  await fakeBrowser.storage.local.set({ 'v:lock': { ...old, ...sealed } });
  await restartBrowser();
  await unlock(others, noon);
}

async function unlockWithEither(): Promise<void> {
  for (const passphrase of [words, others]) if ((await lockState()) === 'locked') await unlock(passphrase, noon);
  expect(await lockState()).not.toBe('locked');
}

/** Also a key that is saved after all that, before the browser is closed. */
async function expectReadable(): Promise<void> {
  if ((await lockState()) !== 'locked') await saveSecrets(new Map([['later', secretOf('later')]]));
  const later = (await lockState()) === 'locked' ? [] : ['later'];
  await restartBrowser();
  await unlockWithEither();
  for (const id of [...ids, ...later]) expect(await loadSecret(id), id).toEqual(secretOf(id));
}

const works: [string, Beginning, () => Promise<unknown>][] = [
  ['turning the passphrase on', 'without a lock', () => turnLockOn(words, noon)],
  ['changing it', 'unlocked', () => changePassphrase(words, others, noon)],
  ['turning it off', 'unlocked', () => turnLockOff()],
  ['unlocking', 'locked', () => unlock(words, noon)],
];

describe.each(works)('%s', (_, beginning, work) => {
  const ways: [string, boolean][] = [
    ['fails at any one of its writes', false],
    ['is cut off before any of its writes', true],
  ];
  test.each(ways)('that %s leaves every key readable', async (__, dies) => {
    await begin(beginning);
    const writes = await withFailingWrite(0, false, work);
    expect(writes).toBeGreaterThan(1);
    for (let nth = 1; nth <= writes; nth += 1) {
      await begin(beginning);
      await withFailingWrite(nth, dies, work);
      await expectReadable();
    }
  });
});
