// @vitest-environment node
import { beforeEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { saveAccount } from '../../../lib/accounts.ts';
import { exportSealed, openVault } from '../../../lib/exchange-vault.ts';
import { readExchange } from '../../../lib/exchange.ts';
import type { Entry } from '../../../lib/export.ts';
import { checkPassphrase } from '../../../lib/input.ts';
import { problemSentence } from '../../../lib/problem-sentences.ts';
import { loadSetup } from '../../../lib/setup-store.ts';
import { t } from '../../../lib/words.ts';
import { deriveQuickly, storeAsBrowsersDo } from '../given-vault.ts';
import { accountOf, emptyStores } from '../given.ts';

const canary = 'canary-4F7k/Q9zt+X2bW8vLm';
const words = 'correct horse battery';
const { local } = fakeBrowser.storage;

beforeEach(async () => {
  await emptyStores();
  storeAsBrowsersDo();
  deriveQuickly();
  await saveAccount({ account: accountOf({ keyEnd: '8vLm' }), key: canary });
});

/** What the file brings; undefined when its keys do not open. */
async function opened(text: string, passphrase: string): Promise<Entry[] | undefined> {
  const exchange = readExchange(text);
  if ('refusals' in exchange || !exchange.vault) throw new Error('our own export was refused');
  return openVault(exchange.accounts, exchange.vault, passphrase);
}

test('I2 an export with keys wants a passphrase of 12 characters, twice, says what it is, and takes 600,000 rounds', async () => {
  vi.restoreAllMocks();
  const told = (typed: string, again = typed) => {
    const checked = checkPassphrase(typed, again);
    return 'problem' in checked ? problemSentence(checked.problem) : checked.value;
  };
  expect(told('eleven char')).toBe('Use at least 12 characters; a few unrelated words are easy to remember.');
  expect(told('twelve chars', 'twelve char5')).toBe('The two are not the same.');
  expect(told('twelve chars')).toBe('twelve chars');
  expect(t('security.exportText')).toBe(
    'Whoever has the file and this passphrase has your keys. Keys that are to be forgotten are not in it.',
  );
  const { text } = await exportSealed(words);
  expect(JSON.parse(text)).toMatchObject({ vault: { kdf: 'PBKDF2-SHA-256', iterations: 600_000 } });
  expect(text).not.toContain(canary);
  expect((await opened(text, words))?.map(({ key }) => key)).toEqual([canary]);
});

const flipped = (file: string) => {
  const { vault, ...rest } = JSON.parse(file) as { vault: { data: string } };
  const bytes = Buffer.from(vault.data, 'base64');
  bytes[5] = (bytes[5] ?? 0) ^ 1;
  return JSON.stringify({ ...rest, vault: { ...vault, data: bytes.toString('base64') } });
};
const spoilt: [string, (file: string) => string, string][] = [
  ['a wrong passphrase', (file) => file, 'quite another staple'],
  ['one flipped bit', flipped, words],
  ['an unknown derivation', (file) => file.replace('PBKDF2-SHA-256', 'PBKDF2-MD5'), words],
];
test.each(spoilt)('I10 %s is told in one and the same sentence, and nothing changes', async (_, spoil, passphrase) => {
  const before = [await loadSetup(), await local.get(null)];
  expect(await opened(spoil((await exportSealed(words)).text), passphrase)).toBeUndefined();
  expect(problemSentence('file-passphrase')).toBe(
    'That passphrase does not open the keys in this file, or the file was changed.',
  );
  expect([await loadSetup(), await local.get(null)]).toEqual(before);
});
