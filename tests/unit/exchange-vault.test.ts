// @vitest-environment node
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { saveAccount } from '../../lib/accounts.ts';
import type { Derivation } from '../../lib/cipher.ts';
import { exportSealed, openVault } from '../../lib/exchange-vault.ts';
import { readExchange } from '../../lib/exchange.ts';
import type { Entry } from '../../lib/export.ts';
import { lock } from '../../lib/passphrase.ts';
import { LockedError, turnLockOn } from '../../lib/vault.ts';
import { deriveQuickly, storeAsBrowsersDo } from './given-vault.ts';
import { accountOf, emptyStores, noon } from './given.ts';

const words = 'correct horse battery';
const keyOne = 'sk-canary-"one"\\0123456789';
const keyTwo = 'fc-canary-two+/=0123456789';

interface Vault extends Derivation {
  version: number;
  iv: string;
  data: string;
}

interface File {
  accounts: Entry[];
  vault: Vault;
}

beforeEach(async () => {
  await emptyStores();
  storeAsBrowsersDo();
  deriveQuickly();
  await saveAccount({ account: accountOf({ id: 'one', label: 'One', keyEnd: '6789' }), key: keyOne });
  await saveAccount({ account: accountOf({ id: 'none', label: 'None' }) });
  const baseUrl = 'http://localhost:3002';
  await saveAccount({
    account: accountOf({ id: 'two', label: 'Two', provider: 'firecrawl', baseUrl, keyEnd: '6789' }),
    key: keyTwo,
  });
});

async function exported(): Promise<File> {
  return JSON.parse((await exportSealed(words)).text) as File;
}

/** The file as it is read, with its keys opened; undefined when they do not open. */
async function opened(file: unknown, passphrase = words): Promise<Entry[] | undefined> {
  const exchange = readExchange(JSON.stringify(file));
  if ('refusals' in exchange || !exchange.vault) throw new Error('the file was refused');
  return openVault(exchange.accounts, exchange.vault, passphrase);
}

const keysOf = (entries: Entry[] | undefined) => entries?.map(({ key }) => key);

describe('an export with keys', () => {
  test('is opened with its passphrase, each key at its own account', async () => {
    expect(keysOf(await opened(await exported()))).toEqual([keyOne, undefined, keyTwo]);
  });

  test('takes 600,000 rounds, and says so beside what they seal', async () => {
    vi.restoreAllMocks();
    const file = await exported();
    expect(file.vault).toMatchObject({ version: 1, kdf: 'PBKDF2-SHA-256', iterations: 600_000 });
    expect(Object.keys(file.vault).toSorted()).toEqual(['data', 'iterations', 'iv', 'kdf', 'salt', 'version']);
    expect(keysOf(await opened(file))).toEqual([keyOne, undefined, keyTwo]);
  });

  test('holds no key in any readable form, and is sealed each time anew', async () => {
    const [one, other] = [(await exportSealed(words)).text, (await exportSealed(words)).text];
    for (const key of [keyOne, keyTwo, words]) {
      const bytes = Buffer.from(key);
      for (const form of [key, JSON.stringify(key).slice(1, -1), bytes.toString('base64'), bytes.toString('hex')])
        expect(one).not.toContain(form);
    }
    const [first, second] = [JSON.parse(one) as File, JSON.parse(other) as File];
    for (const part of ['salt', 'iv', 'data'] as const) expect(first.vault[part]).not.toBe(second.vault[part]);
  });

  test('is read without its keys as one that has none', async () => {
    const { vault: _, ...bare } = await exported();
    const exchange = readExchange(JSON.stringify(bare));
    expect(exchange).toMatchObject({ accounts: [{ label: 'One' }, { label: 'None' }, { label: 'Two' }], ignored: [] });
    expect(exchange).not.toHaveProperty('vault');
  });

  test('names the accounts whose keys cannot be read, and holds all others', async () => {
    await saveAccount({ account: accountOf({ id: 'fleeting', keyEnd: '6789', forget: true }), key: keyOne });
    expect((await exportSealed(words)).without).toEqual([]);
    await fakeBrowser.storage.local.set({ 's:one': { version: 1, iv: 'AAAA', data: 'AAAA' } });
    const { text, without } = await exportSealed(words);
    expect(without).toEqual(['one']);
    expect(keysOf(await opened(JSON.parse(text)))).toEqual([undefined, undefined, keyTwo, undefined]);
    await fakeBrowser.storage.local.remove('s:two');
    expect((await exportSealed(words)).without).toEqual(['one', 'two']);
  });

  test('is not made while the keys are locked', async () => {
    await turnLockOn(words, noon);
    expect(keysOf(await opened(await exported()))).toEqual([keyOne, undefined, keyTwo]);
    await lock();
    await expect(exportSealed(words)).rejects.toThrow(LockedError);
  });
});

describe('a file whose keys do not open', () => {
  test.each(['', 'Correct horse battery', 'correct horse batter', `${words} `])(
    'with %j says no more',
    async (typed) => {
      expect(await opened(await exported(), typed)).toBeUndefined();
    },
  );

  test('because one bit of what is sealed was changed says the same', async () => {
    const file = await exported();
    const bytes = { iv: file.vault.iv, salt: file.vault.salt, data: file.vault.data };
    for (const [name, text] of Object.entries(bytes)) {
      const whole = Buffer.from(text, 'base64');
      for (let bit = 0; bit < whole.length * 8; bit += 7) {
        const changed = Buffer.from(whole);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const vault = { ...file.vault, [name]: changed.toString('base64') };
        expect(await opened({ ...file, vault }), `${name}, bit ${bit}`).toBeUndefined();
      }
    }
  });

  const changes: [string, Record<string, unknown>][] = [
    ['fewer rounds', { iterations: 599_999 }],
    ['an absurd number of rounds', { iterations: 1e9 }],
    ['no rounds', { iterations: 0 }],
    ['rounds in words', { iterations: 'many' }],
    ['another derivation', { kdf: 'PBKDF2-SHA-512' }],
    ['no derivation', { kdf: undefined }],
    ['no salt', { salt: undefined }],
    ['numbers where texts belong', { iv: 1, salt: 2, data: 3 }],
    ['nothing sealed', { data: '' }],
    ['lists', { iv: [], salt: [], data: [] }],
  ];
  test.each(changes)('because it has %s says the same, and at once', async (_, change) => {
    const file = await exported();
    const began = performance.now();
    expect(await opened({ ...file, vault: { ...file.vault, ...change } })).toBeUndefined();
    expect(performance.now() - began).toBeLessThan(1000);
  });

  test.each([[{}], [[]], [{ version: 1 }]])('because its vault is %j says the same', async (vault) => {
    expect(await opened({ ...(await exported()), vault })).toBeUndefined();
  });
});

describe('a file whose accounts were changed', () => {
  const change = async (entry: number, told: Partial<Entry>) => {
    const file = await exported();
    const accounts = file.accounts.map((one, index) => (index === entry ? { ...one, ...told } : one));
    return keysOf(await opened({ ...file, accounts }));
  };

  test('brings no key to another address, and all others', async () => {
    expect(await change(0, { baseUrl: 'https://attacker.example' })).toEqual([undefined, undefined, keyTwo]);
    expect(await change(2, { baseUrl: 'http://localhost:3003' })).toEqual([keyOne, undefined, undefined]);
    expect(await change(2, { baseUrl: 'https://localhost:3002' })).toEqual([keyOne, undefined, undefined]);
    expect(await change(0, { provider: 'evolink' })).toEqual([undefined, undefined, keyTwo]);
  });

  test('brings the key when only the label, or the path of the address, is another', async () => {
    expect(await change(2, { label: 'Mine', baseUrl: 'http://localhost:3002/v2' })).toEqual([
      keyOne,
      undefined,
      keyTwo,
    ]);
  });

  test('whose order is another brings no key to where it does not belong', async () => {
    const file = await exported();
    expect(keysOf(await opened({ ...file, accounts: file.accounts.toReversed() }))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
