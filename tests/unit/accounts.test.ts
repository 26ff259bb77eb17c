// @vitest-environment node
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { importAccounts, saveAccount, sweepKeys } from '../../lib/accounts.ts';
import type { Change } from '../../lib/import-plan.ts';
import { changeSetup, loadSetup } from '../../lib/setup-store.ts';
import { loadSecret, saveSecrets } from '../../lib/vault.ts';
import { accountOf, emptyStores } from './given.ts';

const origin = 'https://api.crustdata.com';
const { local } = fakeBrowser.storage;

beforeEach(async () => {
  await emptyStores();
  // As in a browser, what is not stored is not there at all.
  const get = local.get.bind(local);
  vi.spyOn(local, 'get').mockImplementation(async (keys?: Parameters<typeof get>[0]) => {
    const found = await get(keys);
    return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined && value !== null));
  });
});

const keyOf = async (id: string) => {
  const secret = await loadSecret(id);
  return secret && 'key' in secret ? secret.key : undefined;
};
const storedNames = async () => Object.keys(await local.get()).toSorted();
const keyed = (id: string) => accountOf({ id, keyEnd: '1234' });

/** From now on the setup cannot be written; keys can. */
function breakSetup(): void {
  const put = IDBObjectStore.prototype.put;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
    if (key === 'setup') throw new DOMException('disk full', 'QuotaExceededError');
    return put.call(this, value, key);
  });
}

describe('an account', () => {
  test('that is saved without a key that it had loses it', async () => {
    await saveAccount({ account: keyed('a'), key: 'old-key' });
    await saveAccount({ account: keyed('b'), key: 'other-key' });
    const { keyEnd: _, ...bare } = keyed('a');
    await saveAccount({ account: bare });
    expect(await keyOf('a')).toBeUndefined();
    expect(await keyOf('b')).toBe('other-key');
  });

  test('that is saved without a new key keeps its own', async () => {
    await saveAccount({ account: keyed('a'), key: 'old-key' });
    await saveAccount({ account: { ...keyed('a'), label: 'Other' } });
    expect(await keyOf('a')).toBe('old-key');
  });

  test('that cannot be saved has its old key back', async () => {
    await saveAccount({ account: keyed('a'), key: 'old-key' });
    breakSetup();
    const saving = saveAccount({ account: { ...keyed('a'), label: 'Other' }, key: 'new-key' });
    await expect(saving).rejects.toThrow('disk full');
    expect(await keyOf('a')).toBe('old-key');
    expect((await loadSetup()).accounts).toEqual([keyed('a')]);
  });

  test('that is new and cannot be saved leaves no key behind', async () => {
    breakSetup();
    await expect(saveAccount({ account: keyed('a'), key: 'new-key' })).rejects.toThrow('disk full');
    expect(await storedNames()).toEqual([]);
  });

  test('removes one that an account without a key was left with', async () => {
    const { keyEnd: _, ...bare } = keyed('a');
    await saveAccount({ account: bare });
    await saveAccount({ account: keyed('b'), key: 'other-key' });
    await saveSecrets(new Map([['a', { key: 'left-key', origin }]]));
    await sweepKeys();
    expect(await storedNames()).not.toContain('s:a');
    expect(await keyOf('b')).toBe('other-key');
  });

  test('removes none before both copies of the setup are there', async () => {
    await saveSecrets(new Map([['gone', { key: 'gone-key', origin }]]));
    await sweepKeys();
    expect(await storedNames()).toEqual(['s:gone']);
  });
});

describe('an import', () => {
  const changeOf = (kind: Change['kind'], id: string): Change => ({
    kind,
    account: keyed(id),
    patch: { keyEnd: '1234' },
    key: `new-key-of-${id}`,
  });
  const exchange = { accounts: [], ignored: [] };
  const changes = [changeOf('update', 'a'), changeOf('add', 'b')];

  beforeEach(() => saveAccount({ account: keyed('a'), key: 'old-key' }));

  test('writes accounts and keys', async () => {
    await importAccounts(exchange, changes);
    expect((await loadSetup()).accounts.map(({ id }) => id)).toEqual(['a', 'b']);
    expect([await keyOf('a'), await keyOf('b')]).toEqual(['new-key-of-a', 'new-key-of-b']);
  });

  test('that fails changes neither accounts nor keys', async () => {
    breakSetup();
    await expect(importAccounts(exchange, changes)).rejects.toThrow('disk full');
    expect((await loadSetup()).accounts).toEqual([keyed('a')]);
    expect([await keyOf('a'), await keyOf('b')]).toEqual(['old-key', undefined]);
    expect(await storedNames()).toEqual(['m:setup', 's:a']);
  });
});

describe('saved secrets', () => {
  test('are put back when what goes with them cannot be written, the new as well as the changed', async () => {
    await saveSecrets(new Map([['a', { key: 'old-key', origin }]]));
    const secrets = new Map([
      ['a', { key: 'new-key', origin }],
      ['b', { key: 'b-key', origin }],
    ]);
    let meanwhile: unknown;
    const saving = saveSecrets(secrets, async () => {
      meanwhile = [await keyOf('a'), await keyOf('b')];
      throw new Error('disk full');
    });
    await expect(saving).rejects.toThrow('disk full');
    expect(meanwhile).toEqual(['new-key', 'b-key']);
    expect([await keyOf('a'), await keyOf('b')]).toEqual(['old-key', undefined]);
    expect(await storedNames()).toEqual(['s:a']);
  });

  test('removes none before both copies of the setup are there', async () => {
    await saveSecrets(new Map([['gone', { key: 'gone-key', origin }]]));
    await sweepKeys();
    expect(await storedNames()).toEqual(['s:gone']);
  });
});

describe('sweeping', () => {
  test('removes the keys of no account, and nothing else', async () => {
    await saveAccount({ account: keyed('a'), key: 'a-key' });
    await saveSecrets(new Map([['gone', { key: 'gone-key', origin }]]));
    await local.set({ other: 1 });
    await sweepKeys();
    expect(await storedNames()).toEqual(['m:setup', 'other', 's:a']);
    expect(await keyOf('a')).toBe('a-key');
  });

  test('removes all keys when there are no accounts', async () => {
    await changeSetup((setup) => setup);
    await saveSecrets(new Map([['gone', { key: 'gone-key', origin }]]));
    await sweepKeys();
    expect(await storedNames()).toEqual(['m:setup']);
  });

  test('removes none before both copies of the setup are there', async () => {
    await saveSecrets(new Map([['gone', { key: 'gone-key', origin }]]));
    await sweepKeys();
    expect(await storedNames()).toEqual(['s:gone']);
  });
});
