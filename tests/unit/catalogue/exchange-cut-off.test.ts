// @vitest-environment node
import { beforeEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { importAccounts, removeAccount, saveAccount, sweepKeys } from '../../../lib/accounts.ts';
import { heal } from '../../../lib/heal.ts';
import { incomingFrom } from '../../../lib/import-plan.ts';
import { changeSetup, loadSetup } from '../../../lib/setup-store.ts';
import { loadSecret } from '../../../lib/vault.ts';
import { restartBrowser, storeAsBrowsersDo, withFailingWrite } from '../given-vault.ts';
import { accountOf, emptyStores, noon } from '../given.ts';

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

const restarts: [string, () => Promise<void>][] = [
  ['the options page is next opened', async () => {}],
  ['the worker next starts', () => heal(noon)],
];

test.each(restarts)('I8 an import that is cut off is there whole or not at all when %s', async (_, restart) => {
  const { before, after, writes } = await wholeImport();
  for (let nth = 1; nth <= writes; nth += 1) {
    await reset();
    await withFailingWrite(nth, true, importing);
    await restart();
    expect([before, after], `write ${nth} of ${writes}`).toContainEqual(await state());
  }
});

test('I8 an import that is cut off is undone by the next thing that is saved, which stays', async () => {
  const { before, after, writes } = await wholeImport();
  for (let nth = 2; nth <= writes; nth += 1) {
    await reset();
    await withFailingWrite(nth, true, importing);
    // As another page does that knows of no keys.
    await changeSetup((setup) => ({ ...setup, settings: { ...setup.settings, interval: 7 } }));
    await saveAccount({ account: accountOf({ id: 'next', keyEnd: 'next' }), key: 'canary-next' });
    const secret = await loadSecret('next');
    expect(secret).toMatchObject({ key: 'canary-next' });
    const { accounts, settings } = await loadSetup();
    const { keys } = await state();
    expect(settings.interval).toBe(7);
    expect(keys, `write ${nth} of ${writes}`).toEqual(accounts.length === 2 ? before.keys : after.keys);
  }
});

test('I8 an import that is cut off brings back no key that is given up after it', async () => {
  const { writes } = await wholeImport();
  const bare = accountOf({ id: 'work', label: 'Work' });
  const waysToGiveUp = [() => saveAccount({ account: bare }), () => removeAccount('work')];
  for (const giveUp of waysToGiveUp)
    for (let nth = 2; nth <= writes; nth += 1) {
      await reset();
      await withFailingWrite(nth, true, importing);
      await giveUp();
      expect((await state()).keys[0], `write ${nth} of ${writes}`).toBeUndefined();
    }
});

test('I8 a key that was to be forgotten is noted on no disk while it is replaced', async () => {
  await reset();
  const forgetful = accountOf({ id: 'f', forget: true, keyEnd: '8vLm' });
  await saveAccount({ account: forgetful, key: canary });
  const writes: string[] = [];
  const set = fakeBrowser.storage.local.set.bind(fakeBrowser.storage.local);
  vi.spyOn(fakeBrowser.storage.local, 'set').mockImplementation(async (items: object) => {
    writes.push(JSON.stringify(items));
    await set(items as Record<string, unknown>);
  });
  await saveAccount({ account: forgetful, key: 'canary-other-key' });
  expect(writes.join('\n')).toContain('u:keys');
  expect(writes.join('\n')).not.toContain('canary-');
});
