// @vitest-environment node
import { del, entries, set } from 'idb-keyval';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { Account } from '../../../lib/account.ts';
import { saveAccount } from '../../../lib/accounts.ts';
import { objectStore } from '../../../lib/database.ts';
import { heal } from '../../../lib/heal.ts';
import type { Report } from '../../../lib/report.ts';
import { changeReport, loadReports } from '../../../lib/report-store.ts';
import { changeSetup, loadSetup, type Setup } from '../../../lib/setup-store.ts';
import { loadSecret } from '../../../lib/vault.ts';
import { grantOrigins } from '../damages.ts';
import { accountOf, day, minute, noon } from '../given.ts';
import { addAccount, canary, readsWell, stopAll, turn, type Scene } from './scene.ts';
import { alarmTime, expectShown } from './shown.ts';

const { local } = fakeBrowser.storage;
const name = 'credit-gauge';
const restored = 'The saved data was damaged; the last readings were restored. Their history may be gone.';
const keysLost = 'Some keys can no longer be read and must be pasted again.';
const noKey = 'No key can be read for this account. Paste it again.';
const damagedKey = 'The key of this account is damaged. Paste it again.';

/** Two accounts that were read at noon, a quarter of an hour later. */
let scene: Scene;
let other: Account;
beforeEach(async () => {
  grantOrigins();
  scene = await readsWell();
  other = await addAccount(scene.simulator, { id: 'b', label: 'Other' }, 'key-of-the-other');
  await turn(scene);
  scene.now += 15 * minute;
  scene.simulator.clearRequests();
});
afterEach(stopAll);

const asked = () => scene.simulator.requests.map(({ key }) => key);

/** The key is pasted again, as the sentence says: the next turn reads the account. */
async function expectMendedByPasting(account: Account, key: string): Promise<void> {
  scene.now += minute;
  const pasted = { ...account, revision: 1 };
  await saveAccount({ account: pasted, key });
  await turn(scene);
  await expectShown(scene, { at: scene.now, stores: [] }, pasted);
}

test('S6 a local storage that cannot even be read hides nothing of the database', async () => {
  vi.spyOn(local, 'get').mockRejectedValue(new Error('corrupt'));
  await expectShown(scene, { at: noon });
});

describe('an upgrade of the database', { timeout: 30_000 }, () => {
  /** The database as version 1 was, with these records. */
  async function begin(records: Record<'setup' | 'reports', [IDBValidKey, unknown][]>): Promise<void> {
    await new Promise((resolve) => (indexedDB.deleteDatabase(name).onsuccess = resolve));
    const database = await openedAt(1, (fresh) => {
      for (const [each, values] of Object.entries(records)) {
        const made = fresh.createObjectStore(each);
        for (const [key, value] of values) made.put(value, key);
      }
    });
    database.close();
  }

  function openedAt(version: number, upgrade: (database: IDBDatabase) => void = () => {}): Promise<IDBDatabase> {
    return new Promise((resolve, reject) => {
      const request = indexedDB.open(name, version);
      request.onupgradeneeded = () => upgrade(request.result);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('not opened'));
    });
  }

  const recordsIn = async () => ({
    setup: await entries<IDBValidKey, unknown>(objectStore('setup', 'relaxed')),
    reports: await entries<IDBValidKey, unknown>(objectStore('reports', 'relaxed')),
  });

  test('S12 killed half way a hundred times leaves the old records as they were, and then ends well', async () => {
    const before = await recordsIn();
    await begin(before);
    const { createObjectStore } = IDBDatabase.prototype;
    for (let round = 0; round < 100; round += 1) {
      let made = 0;
      vi.spyOn(IDBDatabase.prototype, 'createObjectStore').mockImplementation(function (this: IDBDatabase, ...args) {
        made += 1;
        if (made > round % 3) throw new DOMException('killed', 'AbortError');
        return createObjectStore.apply(this, args);
      });
      await expect(recordsIn()).rejects.toMatchObject({ name: 'AbortError' });
      vi.mocked(IDBDatabase.prototype.createObjectStore).mockRestore();
      const database = await openedAt(1);
      expect([...database.objectStoreNames]).toEqual(['reports', 'setup']);
      database.close();
    }
    expect(await recordsIn()).toEqual(before);
    await expectShown(scene, { at: noon });
    await turn(scene);
    await expectShown(scene, { at: scene.now });
  });

  test('S12 keeps what version 0.1.0 has written, which had no numbers of versions and no mirror', async () => {
    const { setup, reports } = await recordsIn();
    const old = (record: unknown): object => {
      const { version: _, seq: __, cutOffs: ___, ...rest } = record as Partial<Report> & { seq?: number };
      return rest;
    };
    await begin({
      setup: setup.map(([key, record]) => [key, key === 'setup' ? old(record) : record]),
      reports: reports.map(([key, record]) => [key, old(record)]),
    });
    await local.remove(['m:setup', 'm:r:a', 'm:r:b']);
    await heal(scene.now);
    await expectShown(scene, { at: noon });
    await turn(scene);
    await expectShown(scene, { at: scene.now });
    expect(new Set(asked())).toEqual(new Set([canary, 'key-of-the-other']));
    expect(asked()).toHaveLength(2);
  });
});

describe('a wrapping key that is gone', () => {
  test('S13 makes the keys unusable and leaves the readings alone, and nothing is asked', async () => {
    await del('wrapping-key', objectStore('setup', 'strict'));
    await heal(scene.now);
    await turn(scene);
    for (const account of [scene.account, other])
      await expectShown(scene, { at: noon, status: noKey, next: scene.now + day }, account);
    expect([asked(), await alarmTime()]).toEqual([[], scene.now + day]);
    await expectMendedByPasting(scene.account, canary);
  });

  test('S13 and even one that is garbage is replaced when a key is pasted', async () => {
    await set('wrapping-key', 'garbage', objectStore('setup', 'strict'));
    await turn(scene);
    await expectShown(scene, { at: noon, status: damagedKey, next: scene.now + day });
    await expectMendedByPasting(scene.account, canary);
  });
});

describe('a key whose text is damaged', { timeout: 30_000 }, () => {
  type Sealed = Record<'iv' | 'data', string>;

  /** The record with one bit flipped. */
  function flipped(sealed: Sealed, member: keyof Sealed, bit: number): Sealed {
    const bytes = Buffer.from(sealed[member], 'base64');
    const at = bit % (bytes.length * 8);
    bytes[at >> 3] = (bytes[at >> 3] ?? 0) ^ (1 << (at & 7));
    return { ...sealed, [member]: bytes.toString('base64') };
  }

  test('S14 is found out by any one bit, is told, and harms no other key', async () => {
    const sealed = (await local.get('s:a'))['s:a'] as Sealed;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('iv', 'data'), fc.nat(4000), async (member, bit) => {
        await local.set({ 's:a': flipped(sealed, member, bit) });
        expect(await loadSecret('a')).toEqual({ kind: 'locked', defect: 'damaged' });
      }),
      { numRuns: 500 },
    );
    await turn(scene);
    await expectShown(scene, { at: noon, status: damagedKey, next: scene.now + day });
    await expectShown(scene, { at: scene.now }, other);
    expect(asked()).toEqual(['key-of-the-other']);
    await expectMendedByPasting(scene.account, canary);
  });
});

test('S15 two contexts that write at once lose nothing: 400 of 400 are kept', { timeout: 30_000 }, async () => {
  vi.resetModules();
  const elsewhere = {
    ...(await import('../../../lib/setup-store.ts')),
    ...(await import('../../../lib/report-store.ts')),
  };
  expect(elsewhere.changeReport).not.toBe(changeReport);
  const { accounts } = await loadSetup();
  const one = Array.from({ length: 200 }, (_, index) => accountOf({ id: `one${index}` }));
  const two = Array.from({ length: 200 }, (_, index) => accountOf({ id: `two${index}` }));
  const adding = (account: Account) => (setup: Setup) => ({ ...setup, accounts: [...setup.accounts, account] });
  const counting = (report: Report) => ({ ...report, failures: report.failures + 1 });
  await Promise.all([
    ...one.flatMap((account) => [changeSetup(adding(account)), changeReport('b', counting)]),
    ...two.flatMap((account) => [elsewhere.changeSetup(adding(account)), elsewhere.changeReport('b', counting)]),
  ]);
  expect((await loadReports()).get('b')?.failures).toBe(400);
  expect(new Set((await loadSetup()).accounts)).toEqual(new Set([...accounts, ...one, ...two]));
  await expectShown(scene, { at: noon });
});

test('S16 a database that was evicted while the browser was closed is restored from the mirror, and so told', async () => {
  await new Promise((resolve) => (indexedDB.deleteDatabase(name).onsuccess = resolve));
  await heal(scene.now);
  await expectShown(scene, { at: noon, stores: [restored, keysLost] });
  expect((await loadReports()).get('a')?.reading?.at).toBe(noon);
  await turn(scene);
  await expectShown(scene, { at: noon, status: noKey, next: scene.now + day, stores: [restored, keysLost] });
  expect(asked()).toEqual([]);
  for (const kind of ['restored', 'keys-lost']) await local.remove(`n:${kind}`);
  await expectMendedByPasting(scene.account, canary);
});
