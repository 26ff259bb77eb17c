// @vitest-environment node
import { entries, get } from 'idb-keyval';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { removeAccount, saveAccount } from '../../lib/accounts.ts';
import { objectStore } from '../../lib/database.ts';
import { eraseAll } from '../../lib/erase.ts';
import { refresh } from '../../lib/refresh.ts';
import { keepPast } from '../../lib/past-store.ts';
import { loadReports } from '../../lib/report-store.ts';
import { changeSetup, loadSetup } from '../../lib/setup-store.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { grantOrigins } from './damages.ts';
import { accountOf, emptyStores, minute, noon, worldOf } from './given.ts';

// It does what it always does, unless something happens just before.
vi.mock(import('../../lib/past-store.ts'), async (load) => {
  const actual = await load();
  return { ...actual, keepPast: vi.fn<typeof actual.keepPast>(actual.keepPast) };
});

let simulator: Simulator;
let now = noon;
const turn = (isWhole = true) => refresh(worldOf({ now: () => now }), undefined, isWhole);

beforeEach(async () => {
  await emptyStores();
  await fakeBrowser.storage.local.clear();
  grantOrigins();
  now = noon;
  simulator = await startSimulator();
  for (const id of ['a', 'b']) await add(id);
  await removeAccount('b');
});
afterEach(() => simulator.stop());

async function add(id: string): Promise<void> {
  simulator.addAccount('coinstats', `key-of-${id}`);
  const account = accountOf({ id, provider: 'coinstats', baseUrl: simulator.url, keyEnd: '1' });
  await saveAccount({ account, key: `key-of-${id}` });
}

/** Whatever is kept by the name of an account or of a host. */
async function kept(): Promise<unknown[]> {
  const stores = ['reports', 'hosts', 'journal', 'history', 'trends'] as const;
  const records = await Promise.all(stores.map(async (name) => await entries(objectStore(name, 'relaxed'))));
  const mirrored = Object.keys(await fakeBrowser.storage.local.get(null)).filter((key) => key.startsWith('m:r:'));
  return [...records.flat().map(([key]) => key), ...mirrored];
}

/** Happens once, just before the poll is added to the account's past. */
function before(happen: () => Promise<unknown>): void {
  const keep = vi.mocked(keepPast);
  const real = keep.getMockImplementation();
  keep.mockImplementationOnce(async (...args) => {
    await happen();
    await real?.(...args);
  });
}

const gone: [string, () => Promise<unknown>][] = [
  ['the account is removed, and another turn has seen it', () => removeAccount('a').then(() => turn())],
  ['everything is deleted', eraseAll],
];

test.each(gone)('nothing is left of a reading when %s while it is written down', async (_, happen) => {
  before(happen);
  await turn();
  expect(simulator.requests).toHaveLength(1);
  expect(await kept()).toEqual([]);
});

test.each(gone)('nothing is left of a failure, nor of its host, when %s meanwhile', async (_, happen) => {
  simulator.fault('all', { kind: 'answer', status: 500 });
  before(happen);
  await turn();
  expect(simulator.requests).toHaveLength(1);
  expect(await kept()).toEqual([]);
});

test('what other accounts of the host have met stays', async () => {
  await turn();
  await add('c');
  simulator.fault('all', { kind: 'answer', status: 500 });
  now += 15 * minute;
  before(() => removeAccount('a'));
  await turn();
  expect([...(await loadReports()).keys()]).toEqual(['c']);
  expect((await kept()).filter((key) => key === simulator.url)).toEqual([simulator.url]);
});

test('while the stores may not be whole, an account that seems to be gone keeps what it has', async () => {
  before(() => removeAccount('a'));
  await turn(false);
  expect((await loadReports()).get('a')).toHaveProperty('reading');
});

test('an account that has changed in nothing that matters keeps its reading', async () => {
  before(() =>
    changeSetup((setup) => ({ ...setup, accounts: setup.accounts.map((one) => ({ ...one, label: 'Other' })) })),
  );
  await turn();
  expect((await loadReports()).get('a')).toHaveProperty('reading');
});

test('a turn reads the setup as often with many accounts as with one', async () => {
  const reading = vi.spyOn(IDBObjectStore.prototype, 'get');
  const reads = () => reading.mock.calls.filter(([key]) => key === 'setup').length;
  await turn();
  const withOne = reads();
  for (let index = 0; index < 30; index += 1) await add(`n${index}`);
  now += 15 * minute;
  reading.mockClear();
  await turn();
  expect(simulator.requests).toHaveLength(32);
  expect([withOne, reads()]).toEqual([2, 2]);
});

test('the number beside the setup is always its own', async () => {
  const store = objectStore('setup', 'strict');
  const { accounts } = await loadSetup();
  const failing = changeSetup(() => {
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  await changeSetup((setup) => ({ ...setup, accounts }));
  expect(await get('setup-seq', store)).toBe((await get<{ seq: number }>('setup', store))?.seq);
});
