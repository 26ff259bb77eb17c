// @vitest-environment node
import { createDecipheriv, pbkdf2Sync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  currentIterations,
  freshDerivation,
  keyFrom,
  keyOfText,
  randomKeyText,
  seal,
  unseal,
  type Derivation,
} from '../../lib/cipher.ts';

const freshKey = () => keyOfText(randomKeyText());
const salt = btoa('sixteen bytes ..');
const quick = { kdf: 'PBKDF2-SHA-256', iterations: 3, salt } as const;

/** Every way to change one bit of bytes that are written in base64. */
function flips(base64: string): string[] {
  const bytes = Buffer.from(base64, 'base64');
  return Array.from({ length: bytes.length * 8 }, (_, bit) => {
    const flipped = Buffer.from(bytes);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    return flipped.toString('base64');
  });
}

describe('what is sealed', () => {
  test.each(['', 'sk-abc123', 'ключ, clé, 鍵, 🔑', 'x'.repeat(100_000)])('comes back as it was', async (text) => {
    const key = await freshKey();
    expect(await unseal(key, 'a', await seal(key, 'a', text))).toBe(text);
  });

  test('comes back when it is as long as a thousand of the longest keys', async () => {
    const key = await freshKey();
    const text = JSON.stringify(Array.from({ length: 1000 }, (_, entry) => ({ entry, key: 'k'.repeat(2048) })));
    expect(await unseal(key, 'a', await seal(key, 'a', text))).toBe(text);
  });

  test('opens with its own key and in its own place alone', async () => {
    const key = await freshKey();
    const sealed = await seal(key, 'a', 'sk-abc123');
    expect(await unseal(await freshKey(), 'a', sealed)).toBeUndefined();
    expect(await unseal(key, 'b', sealed)).toBeUndefined();
    expect(await unseal(key, '', sealed)).toBeUndefined();
  });

  test('does not open when one bit of it was changed, wherever', async () => {
    const key = await freshKey();
    const sealed = await seal(key, 'a', 'sk-abc123');
    const changed = [
      ...flips(sealed.data).map((data) => ({ ...sealed, data })),
      ...flips(sealed.iv).map((iv) => ({ ...sealed, iv })),
    ];
    expect(changed.length).toBe((12 + 'sk-abc123'.length + 16) * 8);
    const opened = await Promise.all(changed.map((one) => unseal(key, 'a', one)));
    expect(opened.filter((text) => text !== undefined)).toEqual([]);
  });

  test.each([undefined, null, 5, 'sealed', [], {}, { iv: 'AAAA' }, { iv: '', data: '' }, { iv: '***', data: '***' }])(
    'is nothing like %j',
    async (garbage) => {
      expect(await unseal(await freshKey(), 'a', garbage)).toBeUndefined();
    },
  );

  test('is sealed each time with another beginning', async () => {
    const key = await freshKey();
    const sealed = await Promise.all(Array.from({ length: 100 }, () => seal(key, 'a', 'sk-abc123')));
    expect(new Set(sealed.map(({ iv }) => iv)).size).toBe(100);
    expect(new Set(sealed.map(({ data }) => data)).size).toBe(100);
  });
});

describe('a key from a passphrase', () => {
  test('is what the standards say, so that others can open what we seal', async () => {
    const derivation = freshDerivation();
    const { iv, data } = await seal(await keyFrom('correct horse battery', derivation), 'bound', 'sk-abc123');
    const raw = pbkdf2Sync('correct horse battery', Buffer.from(derivation.salt, 'base64'), 600_000, 32, 'sha256');
    const bytes = Buffer.from(data, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', raw, Buffer.from(iv, 'base64'));
    decipher.setAAD(Buffer.from('bound')).setAuthTag(bytes.subarray(-16));
    expect(decipher.update(bytes.subarray(0, -16), undefined, 'utf8') + decipher.final('utf8')).toBe('sk-abc123');
  });

  test('takes 600,000 rounds and a salt of its own', () => {
    const [one, other] = [freshDerivation(), freshDerivation()];
    expect(one).toEqual({ kdf: 'PBKDF2-SHA-256', iterations: 600_000, salt: one.salt });
    expect(currentIterations).toBe(600_000);
    expect(atob(one.salt)).toHaveLength(16);
    expect(one.salt).not.toBe(other.salt);
  });

  const opens = async (typed: string, derivation: Derivation) => {
    const sealed = await seal(await keyFrom('crème brûlée Å', quick), 'a', 'sk-abc123');
    return (await unseal(await keyFrom(typed, derivation), 'a', sealed)) === 'sk-abc123';
  };

  test('is the same whatever keyboard the passphrase was typed on', async () => {
    expect(await opens('crème brûlée Å'.normalize('NFC'), quick)).toBe(true);
    expect(await opens('crème brûlée Å'.normalize('NFD'), quick)).toBe(true);
    expect(await opens('crème brûlée \u212B', quick)).toBe(true);
  });

  test('is another for another passphrase, salt or number of rounds', async () => {
    expect(await opens('Crème brûlée Å', quick)).toBe(false);
    expect(await opens('crème brûlée Å ', quick)).toBe(false);
    expect(await opens('crème brûlée Å', { ...quick, iterations: 4 })).toBe(false);
    expect(await opens('crème brûlée Å', { ...quick, salt: btoa('sixteen bytes .!') })).toBe(false);
  });

  const insane: [string, object][] = [
    ['no rounds', { iterations: 0 }],
    ['less than none', { iterations: -1 }],
    ['half a round', { iterations: 1.5 }],
    ['rounds that are no number', { iterations: '600000' }],
    ['NaN', { iterations: Number.NaN }],
    ['one more than we would wait for', { iterations: 10_000_001 }],
    ['a thousand million', { iterations: 1e9 }],
    ['none told', { iterations: undefined }],
    ['another way', { kdf: 'PBKDF2-SHA-1' }],
    ['no way told', { kdf: undefined }],
    ['a salt that is not base64', { salt: '***' }],
    ['no salt', { salt: undefined }],
  ];
  test.each(insane)('is not made with %s', async (_, change) => {
    const derivation = { ...quick, ...change } as Derivation;
    const began = performance.now();
    await expect(keyFrom('correct horse battery', derivation)).rejects.toBeInstanceOf(Error);
    expect(performance.now() - began).toBeLessThan(1000);
  });
});

describe('no key', () => {
  test('can be taken out of the browser, or used for anything else', async () => {
    for (const key of [await freshKey(), await keyFrom('correct horse battery', quick)]) {
      expect(key).toMatchObject({ extractable: false, algorithm: { name: 'AES-GCM', length: 256 } });
      expect(key.usages.toSorted()).toEqual(['decrypt', 'encrypt']);
      await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow('not extractable');
    }
  });

  test('that is drawn is drawn twice', () => {
    const texts = Array.from({ length: 100 }, randomKeyText);
    expect(new Set(texts).size).toBe(100);
    expect(texts.every((text) => atob(text).length === 32)).toBe(true);
  });
});
