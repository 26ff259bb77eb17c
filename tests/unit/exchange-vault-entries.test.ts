// @vitest-environment node
import { beforeEach, describe, expect, test } from 'vitest';
import { freshDerivation, keyFrom, seal } from '../../lib/cipher.ts';
import { openVault } from '../../lib/exchange-vault.ts';
import type { Entry } from '../../lib/export.ts';
import { deriveQuickly } from './given-vault.ts';

const words = 'correct horse battery';

beforeEach(deriveQuickly);

describe('what somebody who knows the passphrase has sealed', () => {
  const entries: Entry[] = [{ provider: 'crustdata' }];
  const origin = 'https://api.crustdata.com';
  const keyIn = async (sealed: unknown, bound = 'credit-gauge-export') => {
    const derivation = freshDerivation();
    const text = typeof sealed === 'string' ? sealed : JSON.stringify(sealed);
    const vault = { ...derivation, ...(await seal(await keyFrom(words, derivation), bound, text)) };
    return (await openVault(entries, vault, words))?.map(({ key }) => key);
  };

  test('is taken when it is what an export has', async () => {
    expect(await keyIn([{ entry: 0, origin, key: 'sk-1' }])).toEqual(['sk-1']);
  });

  test('is taken for nothing when it was sealed as something else', async () => {
    expect(await keyIn([{ entry: 0, origin, key: 'sk-1' }], 'data-key')).toBeUndefined();
  });

  test.each(['not json', '{}', 'null', '7'])('is taken for nothing when it is %s', async (text) => {
    expect(await keyIn(text)).toBeUndefined();
  });

  const wrong: [string, unknown][] = [
    ['of an account that is not there', { entry: 7, origin, key: 'sk-1' }],
    ['of no account', { entry: -1, origin, key: 'sk-1' }],
    ['of an account by its name', { entry: '0', origin, key: 'sk-1' }],
    ['of another address', { entry: 0, origin: 'https://attacker.example', key: 'sk-1' }],
    ['that is no text', { entry: 0, origin, key: 5 }],
    ['that is empty', { entry: 0, origin, key: '' }],
    ['that no header can carry', { entry: 0, origin, key: 'two\nlines' }],
    ['that is null', null],
  ];
  test.each(wrong)('brings no key %s', async (_, sealed) => {
    expect(await keyIn([sealed])).toEqual([undefined]);
  });

  test.each(['sk-1\r\n', ' sk-1', 'Bearer sk-1', '"sk-1"'])('has its key %j cleaned as in the form', async (key) => {
    expect(await keyIn([{ entry: 0, origin, key }])).toEqual(['sk-1']);
  });
});
