// @vitest-environment node
import { beforeEach, describe, expect, test } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { importAccounts, removeAccount, saveAccount, sweepKeys } from '../../lib/accounts.ts';
import { openVault, exportSealed } from '../../lib/exchange-vault.ts';
import { readExchange } from '../../lib/exchange.ts';
import { failureSentence } from '../../lib/failure-sentences.ts';
import { planImport } from '../../lib/import-plan.ts';
import { lock } from '../../lib/passphrase.ts';
import { refresh } from '../../lib/refresh.ts';
import { loadReports } from '../../lib/report-store.ts';
import { loadSetup } from '../../lib/setup-store.ts';
import { loadSecret, secretOf, turnLockOff, turnLockOn } from '../../lib/vault.ts';
import { deriveQuickly, restartBrowser, storeAsBrowsersDo } from './given-vault.ts';
import { accountOf, emptyStores, noon, worldOf } from './given.ts';

const key = 'sk-canary-0123456789';
const origin = 'https://api.crustdata.com';
const forgotten = accountOf({ id: 'f', label: 'Forgotten', forget: true, keyEnd: '6789' });
const kept = accountOf({ id: 'k', label: 'Kept', keyEnd: '6789' });
const { local, session } = fakeBrowser.storage;

const words = 'correct horse battery';

beforeEach(async () => {
  await emptyStores();
  storeAsBrowsersDo();
  deriveQuickly();
  await saveAccount({ account: forgotten, key });
  await saveAccount({ account: kept, key });
});

const onDisk = async (id: string) => `s:${id}` in (await local.get(null));
const inMemory = async (id: string) => `s:${id}` in (await session.get(null));

describe('a key that is to be forgotten', () => {
  test('lies in the memory of the browser alone', async () => {
    expect([await onDisk('f'), await inMemory('f')]).toEqual([false, true]);
    expect([await onDisk('k'), await inMemory('k')]).toEqual([true, false]);
    expect(await secretOf(forgotten)).toEqual({ key, origin, forget: true });
  });

  test('is gone after a restart, the account says so and is asked for nothing, while the others go on', async () => {
    await restartBrowser();
    expect(await secretOf(forgotten)).toEqual({ kind: 'locked', defect: 'forgotten' });
    expect(await secretOf(kept)).toEqual({ key, origin });
    await refresh(worldOf({ isOnline: () => false }), () => true);
    const { failure } = (await loadReports()).get('f') ?? {};
    expect(failure).toEqual({ kind: 'locked', defect: 'forgotten', at: noon });
    expect(failure && failureSentence(failure, { account: forgotten, failures: 1 })).toBe(
      'The key was to be forgotten when the browser closed. Paste it again.',
    );
    expect((await loadReports()).get('k')?.failure?.kind).toBe('offline');
  });

  test('that is pasted again is used again', async () => {
    await restartBrowser();
    await saveAccount({ account: { ...forgotten, revision: 1 }, key: 'sk-canary-another' });
    expect(await secretOf(forgotten)).toMatchObject({ key: 'sk-canary-another' });
    expect(await onDisk('f')).toBe(false);
  });

  test('goes with its account', async () => {
    await removeAccount('f');
    expect(await inMemory('f')).toBe(false);
    expect(await onDisk('k')).toBe(true);
  });

  test('is swept when it belongs to nobody, and only then', async () => {
    await session.set({ 's:gone': { key, origin, forget: true }, other: 1 });
    await sweepKeys();
    expect(Object.keys(await session.get(null)).toSorted()).toEqual(['other', 's:f']);
  });

  test('is in no export, not even sealed', async () => {
    const exchange = readExchange((await exportSealed(words)).text);
    if ('refusals' in exchange || !exchange.vault) throw new Error('our own export was refused');
    const opened = await openVault(exchange.accounts, exchange.vault, words);
    expect(opened?.map(({ label, key: held, forget }) => [label, held, forget])).toEqual([
      ['Forgotten', undefined, true],
      ['Kept', key, undefined],
    ]);
  });

  test('has nothing to do with a passphrase: it is neither sealed nor locked', async () => {
    await turnLockOn(words, noon);
    expect([await onDisk('f'), await inMemory('f')]).toEqual([false, true]);
    await lock();
    expect(await loadSecret('f')).toMatchObject({ key });
    expect(await loadSecret('k')).toEqual({ kind: 'locked', defect: 'passphrase' });
    await saveAccount({ account: { ...forgotten, revision: 1 }, key: 'sk-canary-another' });
    expect(await loadSecret('f')).toMatchObject({ key: 'sk-canary-another' });
  });

  test('is not kept by turning a passphrase off', async () => {
    await turnLockOn(words, noon);
    await turnLockOff();
    expect([await onDisk('f'), await inMemory('f')]).toEqual([false, true]);
  });
});

describe('an account that is changed over', () => {
  test('from kept to forgotten leaves nothing on the disk', async () => {
    await saveAccount({ account: { ...kept, forget: true }, key });
    expect([await onDisk('k'), await inMemory('k')]).toEqual([false, true]);
  });

  test('from forgotten to kept leaves nothing in the memory', async () => {
    const { forget: _, ...account } = forgotten;
    await saveAccount({ account, key });
    expect([await onDisk('f'), await inMemory('f')]).toEqual([true, false]);
    await restartBrowser();
    expect(await secretOf(account)).toEqual({ key, origin });
  });
});

describe('a file', () => {
  const imports = async (entry: object) => {
    const text = JSON.stringify({
      format: 'credit-gauge',
      version: 1,
      accounts: [{ provider: 'crustdata', ...entry }],
    });
    const exchange = readExchange(text);
    if ('refusals' in exchange) throw new Error('the file was refused');
    await importAccounts(
      exchange,
      planImport(await loadSetup(), exchange, () => 'new'),
    );
  };
  const accountCalled = async (label: string) =>
    (await loadSetup()).accounts.find((account) => account.label === label);

  test('may bring a key that is to be forgotten', async () => {
    await imports({ label: 'New', key, forget: true });
    expect(await accountCalled('New')).toMatchObject({ forget: true });
    expect([await onDisk('new'), await inMemory('new')]).toEqual([false, true]);
  });

  test('may bring a new key for an account whose key is to be forgotten, and that stays so', async () => {
    await imports({ label: 'Forgotten', key: 'sk-canary-another' });
    expect(await accountCalled('Forgotten')).toMatchObject({ forget: true, keyEnd: 'ther' });
    expect([await onDisk('f'), await inMemory('f')]).toEqual([false, true]);
  });

  test('never lets an account say that its key is to be forgotten while it lies on the disk', async () => {
    await imports({ label: 'Kept', forget: true });
    const { forget = false } = (await accountCalled('Kept')) ?? {};
    expect(await onDisk('k')).toBe(!forget);
  });
});
