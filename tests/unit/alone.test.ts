// @vitest-environment node
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { removeAccount, saveAccount, sweepKeys } from '../../lib/accounts.ts';
import { alone } from '../../lib/alone.ts';
import { lockState } from '../../lib/passphrase.ts';
import { loadSetup } from '../../lib/setup-store.ts';
import { loadSecret, turnLockOff, turnLockOn } from '../../lib/vault.ts';
import { deriveQuickly, restartBrowser, storeAsBrowsersDo } from './given-vault.ts';
import { accountOf, emptyStores, noon } from './given.ts';

/** Two pages at once, or a page and the worker, are kept apart. */

const words = 'correct horse battery';
const keyed = (id: string) => ({ account: accountOf({ id, keyEnd: 'end!' }), key: `canary-key-of-${id}` });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

beforeEach(async () => {
  await emptyStores();
  storeAsBrowsersDo();
  deriveQuickly();
});

/** The storage takes so long for everything that whoever does not wait comes in between. */
function storeSlowly(): void {
  for (const area of [fakeBrowser.storage.local, fakeBrowser.storage.session])
    for (const name of ['get', 'set', 'remove'] as const) {
      const real = area[name].bind(area);
      const spy = vi.spyOn(area, name);
      const work = (spy.getMockImplementation() ?? real) as (given: unknown) => Promise<unknown>;
      spy.mockImplementation(async (given: unknown) => {
        await pause(5);
        const done = await work(given);
        await pause(5);
        return done as never;
      });
    }
}

async function expectEveryKey(...ids: string[]): Promise<void> {
  const { accounts } = await loadSetup();
  expect(accounts.map(({ id }) => id).toSorted()).toEqual(ids);
  for (const id of ids) expect(await loadSecret(id)).toMatchObject({ key: `canary-key-of-${id}` });
}

describe('what changes keys', () => {
  test('does one after the other', async () => {
    const steps: string[] = [];
    const work = (name: string) => async () => {
      steps.push(`${name} begins`);
      await pause(5);
      steps.push(`${name} ends`);
      return name;
    };
    expect(await Promise.all([alone(work('a')), alone(work('b'))])).toEqual(['a', 'b']);
    expect(steps).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });

  test('lets the next one in after it has failed', async () => {
    await expect(alone(() => Promise.reject(new Error('disk full')))).rejects.toThrow('disk full');
    expect(await alone(async () => 'next')).toBe('next');
  });

  test('is given up when another does not end', async () => {
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
      expect(ms).toBe(10_000);
      return AbortSignal.abort(new DOMException('too late', 'TimeoutError'));
    });
    const work = vi.fn<() => Promise<void>>();
    await expect(alone(work)).rejects.toThrow('too late');
    expect(work).not.toHaveBeenCalled();
  });
});

describe('at once', () => {
  test('an account that is added keeps its key while another page sweeps', async () => {
    await saveAccount(keyed('a'));
    storeSlowly();
    const sweeping = [0, 10, 20, 30, 40].map((ms) => pause(ms).then(sweepKeys));
    await Promise.all([saveAccount(keyed('b')), saveAccount(keyed('c')), ...sweeping]);
    await expectEveryKey('a', 'b', 'c');
  });

  test('a key that is saved while the passphrase is turned on is behind it, and off again', async () => {
    await saveAccount(keyed('a'));
    storeSlowly();
    await Promise.all([turnLockOn(words, noon), saveAccount(keyed('b'))]);
    const stored = await fakeBrowser.storage.local.get(null);
    expect([stored['s:a'], stored['s:b']]).toEqual([
      expect.objectContaining({ by: 'passphrase' }),
      expect.objectContaining({ by: 'passphrase' }),
    ]);
    await Promise.all([saveAccount(keyed('c')), turnLockOff(), saveAccount(keyed('d'))]);
    await restartBrowser();
    expect(await lockState()).toBe('off');
    await expectEveryKey('a', 'b', 'c', 'd');
  });

  test('an account that is removed and saved is there with its key, or not at all', async () => {
    await saveAccount(keyed('a'));
    storeSlowly();
    await Promise.all([removeAccount('a'), saveAccount(keyed('a'))]);
    await expectEveryKey('a');
    await Promise.all([saveAccount(keyed('a')), removeAccount('a')]);
    await expectEveryKey();
    expect(await fakeBrowser.storage.local.get('s:a')).toEqual({});
  });
});
