// @vitest-environment node
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { failureSentence } from '../../lib/failure-sentences.ts';
import { changePassphrase, lock, lockState, unlock } from '../../lib/passphrase.ts';
import {
  loadSecret,
  LockedError,
  saveSecrets,
  secretOf,
  turnLockOff,
  turnLockOn,
  type Secret,
} from '../../lib/vault.ts';
import { deriveQuickly, restartBrowser, storeAsBrowsersDo } from './given-vault.ts';
import { accountOf, emptyStores, noon, second } from './given.ts';

const words = 'correct horse battery';
const others = 'quite another staple';
const secretA: Secret = { key: 'sk-canary-a-0123456789', origin: 'https://api.crustdata.com' };
const secretB: Secret = { key: 'sk-canary-b-0123456789', origin: 'http://localhost:3002' };
const locked = { kind: 'locked', defect: 'passphrase' };
const damaged = { kind: 'locked', defect: 'damaged' };
const { local, session } = fakeBrowser.storage;

const save = (id: string, secret: Secret) => saveSecrets(new Map([[id, secret]]));
const turnOn = (passphrase = words) => turnLockOn(passphrase, noon);
const stored = async (name: string) => (await local.get(name))[name] as Record<string, unknown>;
const outcomeOf = async (passphrase: string, now = noon) => (await unlock(passphrase, now)).outcome;

beforeEach(async () => {
  await emptyStores();
  storeAsBrowsersDo();
  deriveQuickly();
  await save('a', secretA);
  await save('b', secretB);
});

describe('a passphrase that is turned on', () => {
  test('leaves the keys open as long as the browser runs', async () => {
    expect(await lockState()).toBe('off');
    await turnOn();
    expect(await lockState()).toBe('unlocked');
    expect([await loadSecret('a'), await loadSecret('b')]).toEqual([secretA, secretB]);
  });

  test('is asked for after a restart, and opens them again', async () => {
    await turnOn();
    await restartBrowser();
    expect(await lockState()).toBe('locked');
    expect([await loadSecret('a'), await loadSecret('b')]).toEqual([locked, locked]);
    expect(await outcomeOf(words)).toBe('unlocked');
    expect([await loadSecret('a'), await loadSecret('b')]).toEqual([secretA, secretB]);
  });

  test.each(['on', 'on while another is open'])('does not hide the keys while it is being turned %s', async (way) => {
    if (way !== 'on') await turnOn(others);
    const seen: unknown[] = [];
    for (const area of [local, session]) {
      const set = area.set.bind(area);
      vi.spyOn(area, 'set').mockImplementation(async (items) => {
        await set(items);
        seen.push(await loadSecret('a'));
      });
    }
    await turnOn();
    expect(seen).toEqual([secretA, secretA]);
  });

  test.each([
    ['on', turnOn],
    ['off', turnLockOff],
  ])('is found out when it was turned %s while a key was read', async (way, turn) => {
    if (way === 'off') await turnOn();
    const get = local.get.bind(local);
    vi.spyOn(local, 'get').mockImplementationOnce(async (name) => {
      const found = await get(name);
      await turn();
      return found;
    });
    expect(await loadSecret('a')).toEqual(secretA);
    expect(await lockState()).toBe(way === 'on' ? 'unlocked' : 'off');
  });

  test('is on, though what opened the keys until then cannot be deleted', async () => {
    vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementationOnce(() => {
      throw new DOMException('disk full', 'QuotaExceededError');
    });
    await turnOn();
    expect([await lockState(), await loadSecret('a')]).toEqual(['unlocked', secretA]);
  });

  test('is told in a sentence where a key cannot be had for want of it', async () => {
    await turnOn();
    await lock();
    const secret = await secretOf(accountOf({ keyEnd: '6789' }));
    expect(secret).toEqual(locked);
    const failure = { kind: 'locked', defect: 'passphrase', at: noon } as const;
    expect(failureSentence(failure, { account: accountOf(), failures: 1 })).toBe(
      'The keys are locked. Unlock them to go on checking.',
    );
  });

  test('stands beside what it seals with all that others need, and takes 600,000 rounds', async () => {
    vi.restoreAllMocks();
    await turnOn();
    expect(await stored('v:lock')).toEqual({
      version: 1,
      kdf: 'PBKDF2-SHA-256',
      iterations: 600_000,
      salt: expect.stringMatching(/^[\w+/]{22}==$/),
      iv: expect.any(String),
      data: expect.any(String),
    });
    await restartBrowser();
    expect(await outcomeOf(words)).toBe('unlocked');
  });

  test('lets nothing of what opens the keys come to the disk', async () => {
    await turnOn();
    const { 'v:data-key': dataKey } = await session.get(null);
    expect(atob(String(dataKey))).toHaveLength(32);
    const disk = JSON.stringify(await local.get(null));
    for (const part of [dataKey, words, secretA.key, secretB.key, btoa(words).slice(0, 20)])
      expect(disk).not.toContain(part);
  });

  test('seals every key anew, also one that is saved later', async () => {
    const before = await stored('s:a');
    await turnOn();
    expect(await stored('s:a')).toMatchObject({ by: 'passphrase' });
    expect((await stored('s:a'))['data']).not.toBe(before['data']);
    await save('c', secretB);
    await restartBrowser();
    expect(await loadSecret('c')).toEqual(locked);
    await unlock(words, noon);
    expect(await loadSecret('c')).toEqual(secretB);
  });

  test('leaves a key alone that cannot be read, though nothing opens it any more', async () => {
    await local.set({ 's:a': { version: 1, iv: 'AAAA', data: 'AAAA' } });
    await turnOn();
    expect(await local.get('s:a')).toEqual({ 's:a': { version: 1, iv: 'AAAA', data: 'AAAA' } });
    expect([await loadSecret('a'), await loadSecret('b')]).toEqual([undefined, secretB]);
  });
});

describe('while the keys are locked', () => {
  beforeEach(async () => {
    await turnOn();
    await lock();
  });

  test('nothing can be saved, changed over or turned off, and nothing is lost by trying', async () => {
    const before = await local.get(null);
    await expect(save('a', secretB)).rejects.toThrow(LockedError);
    await expect(turnOn(others)).rejects.toThrow(LockedError);
    await expect(turnLockOff()).rejects.toThrow(LockedError);
    expect(await local.get(null)).toEqual(before);
    await unlock(words, noon);
    expect([await loadSecret('a'), await loadSecret('b')]).toEqual([secretA, secretB]);
  });

  test.each(['', 'Correct horse battery', 'correct horse battery ', others])('%j does not open them', async (typed) => {
    expect(await outcomeOf(typed)).toBe('wrong');
    expect(await lockState()).toBe('locked');
    expect(await loadSecret('a')).toEqual(locked);
  });

  test('a record of the lock that was lost leaves the keys damaged, and new ones are kept without it', async () => {
    await local.remove('v:lock');
    expect(await lockState()).toBe('off');
    expect(await loadSecret('a')).toEqual(damaged);
    await save('a', secretB);
    await restartBrowser();
    expect(await loadSecret('a')).toEqual(secretB);
  });

  test('a lock of another passphrase, or with one bit of it changed, opens with nothing, as with a wrong passphrase', async () => {
    const whole = await stored('v:lock');
    const flipped = Buffer.from(String(whole['data']), 'base64');
    flipped[0] = (flipped[0] ?? 0) ^ 1;
    for (const damage of [
      { data: flipped.toString('base64') },
      { iterations: 599_999 },
      { salt: btoa('another salt') },
    ]) {
      await local.set({ 'v:lock': { ...whole, ...damage } });
      expect((await unlock(words, noon)).outcome).toBe('wrong');
      expect(await lockState()).toBe('locked');
      await local.remove('v:tries');
    }
  });
});

describe('a passphrase that is changed', () => {
  beforeEach(() => turnOn());

  test('opens the keys from then on, and the old one does not', async () => {
    expect(await changePassphrase(words, others, noon)).toEqual({ outcome: 'changed' });
    expect(await loadSecret('a')).toEqual(secretA);
    await restartBrowser();
    expect(await outcomeOf(words)).toBe('wrong');
    expect(await outcomeOf(others)).toBe('unlocked');
    expect([await loadSecret('a'), await loadSecret('b')]).toEqual([secretA, secretB]);
  });

  test('stays as it was when the old one is wrong, which costs the same waiting', async () => {
    for (let count = 0; count < 3; count += 1)
      expect((await changePassphrase(others, 'new and unknown', noon)).outcome).toBe('wrong');
    expect((await changePassphrase(words, 'new and unknown', noon)).outcome).toBe('wait');
    await restartBrowser();
    expect(await outcomeOf(words, noon + second)).toBe('unlocked');
  });

  test('is not said to be changed when the lock is gone meanwhile', async () => {
    await turnLockOff();
    expect(await changePassphrase(words, others, noon)).toEqual({ outcome: 'off' });
    expect(await lockState()).toBe('off');
    expect(await local.get('v:lock')).toEqual({});
  });

  test('is changed though the keys were locked before', async () => {
    await lock();
    expect(await changePassphrase(words, others, noon)).toEqual({ outcome: 'changed' });
    await restartBrowser();
    expect(await outcomeOf(others)).toBe('unlocked');
  });

  test('has a salt of its own each time', async () => {
    const { salt } = await stored('v:lock');
    await changePassphrase(words, words, noon);
    expect((await stored('v:lock'))['salt']).not.toBe(salt);
  });
});

describe('a passphrase that is turned off', () => {
  test('leaves the keys as they are kept without one, and nothing of itself', async () => {
    await turnOn();
    await turnLockOff();
    expect(await lockState()).toBe('off');
    expect(Object.keys(await local.get(null)).toSorted()).toEqual(['s:a', 's:b']);
    expect(await stored('s:a')).not.toHaveProperty('by');
    await restartBrowser();
    expect([await loadSecret('a'), await loadSecret('b')]).toEqual([secretA, secretB]);
  });
});
