// @vitest-environment node
import { beforeEach, expect, test } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { saveAccount } from '../../lib/accounts.ts';
import { lock, lockState, unlock } from '../../lib/passphrase.ts';
import { changeReport, loadReports } from '../../lib/report-store.ts';
import { loadSetup } from '../../lib/setup-store.ts';
import { giveUpKeys, loadSecret, saveSecrets, secretOf, turnLockOn } from '../../lib/vault.ts';
import { saveWebhook } from '../../lib/webhook-settings.ts';
import { webhookSecret } from '../../lib/webhook.ts';
import { deriveQuickly, restartBrowser, storeAsBrowsersDo, withFailingWrite } from './given-vault.ts';
import { accountOf, balanceOf, emptyStores, noon, reportWith } from './given.ts';

/** Who has lost the passphrase, or whose lock is damaged, is not shut out: the keys are lost, and nothing else is. */

const words = 'correct horse battery';
const { local, session } = fakeBrowser.storage;
const account = accountOf({ id: 'a', keyEnd: '6789' });
const fleeting = accountOf({ id: 'b', keyEnd: '6789', forget: true });

beforeEach(async () => {
  await emptyStores();
  storeAsBrowsersDo();
  deriveQuickly();
  await saveAccount({ account, key: 'sk-canary-a-0123456789' });
  await saveWebhook({ preset: 'json', url: 'https://hook.example/canary' });
  await changeReport('a', () => reportWith([balanceOf({})]));
  await turnLockOn(words, noon);
  await restartBrowser();
  await saveAccount({ account: fleeting, key: 'sk-canary-b-0123456789' });
  await unlock('quite another staple', noon);
});

const namesOf = async (area: typeof local) => Object.keys(await area.get(null)).filter((name) => /^[suv]:/.test(name));

test('keys that are given up are gone with their lock, the webhook’s address too; all else stays', async () => {
  const before = [await loadSetup(), await loadReports()];
  await giveUpKeys();
  expect(await lockState()).toBe('off');
  expect(await namesOf(local)).toEqual([]);
  expect([await loadSecret('a'), await loadSecret(webhookSecret), await secretOf(account)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect([await loadSetup(), await loadReports()]).toEqual(before);
  // The passphrase was never before what lies in memory alone.
  expect(await loadSecret('b')).toMatchObject({ key: 'sk-canary-b-0123456789' });
});

test('a key that is pasted again is kept and used, without a passphrase', async () => {
  await giveUpKeys();
  await saveAccount({ account, key: 'sk-canary-c-0123456789' });
  await restartBrowser();
  expect(await secretOf(account)).toMatchObject({ key: 'sk-canary-c-0123456789' });
});

test('a lock that its own passphrase does not open any more is given up in the same way', async () => {
  const { 'v:lock': record } = await local.get('v:lock');
  await local.set({ 'v:lock': { ...(record as object), salt: btoa('damaged, but a salt') }, 'v:tries': null });
  expect((await unlock(words, noon)).outcome).toBe('wrong');
  await giveUpKeys();
  expect([await lockState(), await namesOf(local)]).toEqual(['off', []]);
});

test('a key that the passphrase does not seal stays', async () => {
  const records = await local.get(null);
  await local.clear();
  await saveSecrets(new Map([['c', { key: 'sk-canary-c-0123456789', origin: 'https://api.crustdata.com' }]]));
  await local.set(records);
  await giveUpKeys();
  expect(await namesOf(local)).toEqual(['s:c']);
  expect(await loadSecret('c')).toMatchObject({ key: 'sk-canary-c-0123456789' });
});

test('what a cut-off write has left does not come back', async () => {
  const { 's:a': record } = await local.get('s:a');
  await local.set({ 'u:keys': { mark: 'of a write that was cut off', names: ['s:a'], before: { 's:a': record } } });
  await local.remove('s:a');
  await giveUpKeys();
  expect([await namesOf(local), await loadSecret('a')]).toEqual([[], undefined]);
});

test('that cannot be written leaves every key as it was', async () => {
  const before = await local.get(null);
  expect(await withFailingWrite(1, true, giveUpKeys)).toBeGreaterThan(0);
  expect(await local.get(null)).toEqual(before);
  expect((await unlock(words, noon)).outcome).toBe('unlocked');
  expect(await loadSecret('a')).toMatchObject({ key: 'sk-canary-a-0123456789' });
  await lock();
  expect(await namesOf(session)).toEqual(['s:b']);
});
