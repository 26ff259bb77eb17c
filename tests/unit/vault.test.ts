// @vitest-environment node
import { del, get } from 'idb-keyval';
import { beforeEach, describe, expect, test } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { objectStore } from '../../lib/database.ts';
import { loadSetup } from '../../lib/setup-store.ts';
import { dropSecrets, loadSecret, saveSecrets, secretOf, testSecret, type Secret } from '../../lib/vault.ts';
import { accountOf, emptyStores } from './given.ts';

interface Sealed {
  version: number;
  iv: string;
  data: string;
}

const store = objectStore('setup', 'strict');
const secretA: Secret = { key: 'sk-canary-a-0123456789', origin: 'https://api.crustdata.com' };
const secretB: Secret = { key: 'sk-canary-b-0123456789', origin: 'http://localhost:3002' };
const own = accountOf({ id: 'own', provider: 'firecrawl', baseUrl: 'http://localhost:3002' });

const save = (...secrets: [string, Secret][]) => saveSecrets(new Map(secrets));
const sealed = async (id: string) => (await fakeBrowser.storage.local.get(`s:${id}`))[`s:${id}`] as Sealed;
const putSealed = (id: string, record: unknown) => fakeBrowser.storage.local.set({ [`s:${id}`]: record });

beforeEach(emptyStores);

const damaged = { kind: 'locked', defect: 'damaged' };

describe('a secret', () => {
  test('comes back as it was saved, with the origin that it belongs to', async () => {
    await save(['a', secretA], ['b', secretB]);
    expect(await loadSecret('a')).toEqual(secretA);
    expect(await loadSecret('b')).toEqual(secretB);
    expect(await loadSecret('c')).toBeUndefined();
  });

  test('is replaced by the next, and gone when it is dropped', async () => {
    await save(['a', secretA], ['b', secretB]);
    await save(['a', secretB]);
    expect(await loadSecret('a')).toEqual(secretB);
    await dropSecrets(['a', 'never']);
    expect(await loadSecret('a')).toBeUndefined();
    expect(await loadSecret('b')).toEqual(secretB);
  });

  test('does not lie in the storage in any readable form', async () => {
    await save(['a', secretA]);
    const stored = JSON.stringify(await fakeBrowser.storage.local.get());
    const hex = Buffer.from(secretA.key).toString('hex');
    for (const form of [secretA.key, btoa(secretA.key).replace(/=+$/, ''), hex, 'canary', secretA.origin]) {
      expect(stored).not.toContain(form);
    }
  });

  test('is sealed anew each time, so that equal keys do not look alike', async () => {
    await save(['a', secretA], ['b', secretA]);
    const [a, b] = [await sealed('a'), await sealed('b')];
    expect(a.iv).not.toBe(b.iv);
    expect(a.data).not.toBe(b.data);
  });

  test('may have any characters that a key can have', async () => {
    const key = Array.from({ length: 0x7f - 0x21 }, (_, index) => String.fromCharCode(0x21 + index)).join('');
    await save(['a', { ...secretA, key }]);
    expect(await loadSecret('a')).toMatchObject({ key });
  });
});

describe('a record', () => {
  test('of one account in the place of another’s is of no use', async () => {
    await save(['a', secretA], ['b', secretB]);
    await putSealed('b', await sealed('a'));
    expect(await loadSecret('b')).toEqual(damaged);
    expect(await loadSecret('a')).toEqual(secretA);
  });

  test('of which one bit has changed is of no use, and does not touch the others', async () => {
    await save(['a', secretA], ['b', secretB]);
    const { data, ...rest } = await sealed('a');
    const bytes = Buffer.from(data, 'base64');
    bytes[3] = (bytes[3] ?? 0) ^ 1;
    await putSealed('a', { ...rest, data: bytes.toString('base64') });
    expect(await loadSecret('a')).toEqual(damaged);
    expect(await loadSecret('b')).toEqual(secretB);
  });

  const damages: [string, (record: Sealed) => unknown][] = [
    ['cut short', (record) => ({ ...record, data: record.data.slice(0, 8) })],
    ['with another beginning', (record) => ({ ...record, iv: btoa('another iv..') })],
    ['that is not base64', (record) => ({ ...record, data: '***' })],
    ['without its data', ({ iv }) => ({ version: 1, iv })],
    ['that is empty', () => ({})],
    ['that is a text', () => 'sealed'],
    ['that is a number', () => 12],
  ];
  test.each(damages)('%s is told to be damaged', async (_, damage) => {
    await save(['a', secretA]);
    await putSealed('a', damage(await sealed('a')));
    expect(await loadSecret('a')).toEqual(damaged);
  });
});

describe('the wrapping key', () => {
  const wrappingKey = async () => {
    const key = await get<CryptoKey>('wrapping-key', store);
    if (!key) throw new Error('there is no wrapping key');
    return key;
  };

  test('cannot be taken out of the browser', async () => {
    await save(['a', secretA]);
    const key = await wrappingKey();
    expect(key).toMatchObject({ extractable: false, algorithm: { name: 'AES-GCM', length: 256 } });
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow('not extractable');
  });

  test('is made once, even when two pages save at the same moment', async () => {
    await Promise.all([save(['a', secretA]), save(['b', secretB])]);
    expect(await loadSecret('a')).toEqual(secretA);
    expect(await loadSecret('b')).toEqual(secretB);
  });

  test('is not made before there is a secret', async () => {
    await save();
    expect(await loadSecret('a')).toBeUndefined();
    expect(await get('wrapping-key', store)).toBeUndefined();
  });

  test('when it is lost takes the secrets with it, and a new one serves new secrets', async () => {
    await save(['a', secretA]);
    await del('wrapping-key', store);
    expect(await loadSecret('a')).toBeUndefined();
    await save(['b', secretB]);
    expect(await loadSecret('a')).toEqual(damaged);
    expect(await loadSecret('b')).toEqual(secretB);
  });

  test('does not disturb the setup that lies beside it', async () => {
    await save(['a', secretA]);
    expect((await loadSetup()).accounts).toEqual([]);
  });
});

describe('an account without a key', () => {
  test('is polled without one only at a server of the user’s own that may want none', async () => {
    expect(await secretOf(own)).toEqual({ key: '', origin: 'http://localhost:3002' });
    expect(await secretOf(accountOf({ provider: 'firecrawl' }))).toBeUndefined();
    expect(await secretOf(accountOf({ baseUrl: 'http://localhost:3002' }))).toBeUndefined();
  });

  test('is polled with its key as soon as it has one', async () => {
    await save(['own', secretB]);
    expect(await secretOf({ ...own, keyEnd: '6789' })).toEqual(secretB);
  });

  test('is not polled with one that was left behind', async () => {
    await save(['own', secretB]);
    expect(await secretOf(own)).toEqual({ key: '', origin: 'http://localhost:3002' });
  });
});

describe('testing an account that is not saved', () => {
  const target = { provider: 'crustdata', baseUrl: 'https://gateway.example.com/v1' };

  test('takes the key that was typed, for the address that was typed', async () => {
    expect(await testSecret({ target, key: 'typed' })).toEqual({ key: 'typed', origin: 'https://gateway.example.com' });
  });

  test('takes the key that is saved, which stays bound to its own address', async () => {
    await save(['a', secretA]);
    expect(await testSecret({ target, account: 'a' })).toEqual(secretA);
  });

  test('has none where none was typed or saved, or for a provider that is not known', async () => {
    expect(await testSecret({ target })).toBeUndefined();
    expect(await testSecret({ target, account: 'never' })).toBeUndefined();
    expect(await testSecret({ target: { provider: 'newcomer' }, key: 'typed' })).toBeUndefined();
  });
});
