// @vitest-environment node
import { beforeEach, expect, test } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { importAccounts, saveAccount, sweepKeys } from '../../../lib/accounts.ts';
import { incomingFrom } from '../../../lib/import-plan.ts';
import { loadSetup } from '../../../lib/store.ts';
import { loadSecret } from '../../../lib/vault.ts';
import { restartBrowser, storeAsBrowsersDo, withFailingWrite } from '../given-vault.ts';
import { accountOf, emptyStores } from '../given.ts';

const canary = 'canary-4F7k/Q9zt+X2bW8vLm';
const work = accountOf({ id: 'work', label: 'Work', keyEnd: '8vLm' });

beforeEach(storeAsBrowsersDo);

/** One account gets another key, one is new, one is new and forgets its key. */
async function importing(): Promise<void> {
  const accounts = [
    { provider: 'crustdata', label: 'Work', key: 'canary-new-of-work', full: { account: 5 } },
    { provider: 'evolink', label: 'New', key: 'canary-of-new' },
    { provider: 'coinstats', label: 'Forgetful', key: 'canary-of-forgetful', forget: true },
  ];
  const text = JSON.stringify({ format: 'credit-gauge', version: 1, accounts, settings: { interval: 30 } });
  let id = 0;
  const incoming = await incomingFrom(new Blob([text]), await loadSetup(), () => `i8-${(id += 1)}`);
  if ('refusals' in incoming) throw new Error('the file was refused');
  await importAccounts(incoming.exchange, incoming.changes);
}

interface State {
  /** Accounts and settings, which are one record. */
  setup: string;
  keys: (string | undefined)[];
}

/** What is there when the options page is next opened. */
async function state(): Promise<State> {
  await sweepKeys();
  const secrets = await Promise.all(['work', 'i8-1', 'i8-2'].map(loadSecret));
  const keys = secrets.map((secret) => (secret && 'key' in secret ? secret.key : secret?.defect));
  return { setup: JSON.stringify(await loadSetup()), keys };
}

async function reset(): Promise<void> {
  await emptyStores();
  await fakeBrowser.storage.local.clear();
  await restartBrowser();
  await saveAccount({ account: work, key: canary });
}

/** As it was, as it should be, and how many writes lie between. */
async function wholeImport(): Promise<{ before: State; after: State; writes: number }> {
  await reset();
  const before = await state();
  const writes = await withFailingWrite(0, false, importing);
  const after = await state();
  expect(before.keys).toEqual([canary, undefined, undefined]);
  expect(after.keys).toEqual(['canary-new-of-work', 'canary-of-new', 'canary-of-forgetful']);
  expect(writes).toBeGreaterThan(4);
  return { before, after, writes };
}

test('I8 an import of which any one write fails is there whole or not at all', async () => {
  const { before, after, writes } = await wholeImport();
  for (let nth = 1; nth <= writes; nth += 1) {
    await reset();
    await withFailingWrite(nth, false, importing);
    expect([before, after], `write ${nth} of ${writes}`).toContainEqual(await state());
  }
});

test('I8 an import that is cut off before any of its writes leaves no account half, and every key readable', async () => {
  const { before, after, writes } = await wholeImport();
  for (let nth = 1; nth <= writes; nth += 1) {
    await reset();
    await withFailingWrite(nth, true, importing);
    const { setup, keys } = await state();
    const [updated, ...added] = keys;
    expect([before.setup, after.setup], `write ${nth} of ${writes}`).toContain(setup);
    expect(added).toEqual(setup === after.setup ? after.keys.slice(1) : [undefined, undefined]);
    // The account was there, and its new key belongs to the same address: it may be either.
    expect([before.keys[0], after.keys[0]]).toContain(updated);
  }
});
