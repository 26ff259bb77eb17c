// @vitest-environment node
import { entries, set } from 'idb-keyval';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { saveAccount, sweepKeys } from '../../lib/accounts.ts';
import { objectStore, type StoreName } from '../../lib/database.ts';
import { eraseAll } from '../../lib/erase.ts';
import { heal } from '../../lib/heal.ts';
import { loadNotices, tellOnce } from '../../lib/notices.ts';
import { refresh } from '../../lib/refresh.ts';
import { defaultSettings } from '../../lib/settings.ts';
import { changeHost } from '../../lib/host-store.ts';
import { changePauses } from '../../lib/pause-store.ts';
import { setAside } from '../../lib/quarantine.ts';
import { loadReports } from '../../lib/report-store.ts';
import { changeSetup, loadSetup } from '../../lib/setup-store.ts';
import { loadSecret, turnLockOn } from '../../lib/vault.ts';
import { deriveQuickly, restartBrowser, storeAsBrowsersDo } from './given-vault.ts';
import { accountOf, emptyStores, noon, worldOf } from './given.ts';
import { withFailingWrite } from './given-vault.ts';

const { local, session } = fakeBrowser.storage;
const claimed = ['http://127.0.0.1/*'];
let granted: string[] = [];

beforeEach(() => {
  storeAsBrowsersDo();
  deriveQuickly();
  vi.spyOn(fakeBrowser.runtime, 'getManifest').mockReturnValue({
    permissions: ['alarms', 'storage'],
    host_permissions: claimed,
  } as never);
  Object.assign(fakeBrowser.permissions, {
    getAll: async () => ({ origins: [...claimed, ...granted], permissions: ['alarms', 'storage'] }),
    remove: async ({ origins }: { origins: string[] }) => {
      granted = granted.filter((origin) => !origins.includes(origin));
      return true;
    },
  });
});

/** Something in every store there is. */
async function begin(): Promise<void> {
  await emptyStores();
  await local.clear();
  await restartBrowser();
  granted = ['https://api.crustdata.com/*', 'https://gateway.example.com/*'];
  await saveAccount({ account: accountOf({ id: 'a', keyEnd: '6789' }), key: 'sk-canary-0123456789' });
  await saveAccount({ account: accountOf({ id: 'f', forget: true, keyEnd: '6789' }), key: 'sk-canary-0123456789' });
  await changeSetup((setup) => ({ ...setup, settings: { ...setup.settings, interval: 30 } }));
  await turnLockOn('correct horse battery', noon);
  await changePauses(() => ({ all: noon, accounts: {} }));
  await setAside('setup/1/0', 'garbage');
  await tellOnce('set-aside', noon);
  await set('wrapping-key', 'as before the lock', objectStore('setup', 'relaxed'));
  await refresh(worldOf({ isAllowed: async () => false }));
  await changeHost('https://api.crustdata.com', () => ({ failures: 1 }) as never);
  await fakeBrowser.alarms.create('poll', { when: noon });
  for (const store of await allStores()) await set('something', 1, objectStore(store, 'relaxed'));
}

/** Every store that the database has, those that are thought of later as well. */
async function allStores(): Promise<StoreName[]> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('credit-gauge');
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new Error('the database was not opened'));
  });
  const names = [...database.objectStoreNames] as StoreName[];
  database.close();
  return names;
}

async function records(): Promise<string[]> {
  const found = await Promise.all(
    (await allStores()).map(async (store) =>
      (await entries<string, unknown>(objectStore(store, 'relaxed'))).map(([name]) => `${store}/${name}`),
    ),
  );
  return found.flat().toSorted();
}

describe('deleting everything', () => {
  test('begins with something in every place', async () => {
    await begin();
    expect(await allStores()).toEqual(expect.arrayContaining(['setup', 'reports', 'hosts', 'journal', 'quarantine']));
    expect(await records()).toEqual(
      expect.arrayContaining([
        ...(await allStores()).map((store) => `${store}/something`),
        'setup/setup',
        'setup/pauses',
        'setup/wrapping-key',
        'reports/a',
        'journal/a',
      ]),
    );
    expect(Object.keys(await local.get(null))).toEqual(
      expect.arrayContaining(['m:pauses', 'm:r:a', 'm:r:f', 'm:setup', 'n:set-aside', 's:a', 'v:lock']),
    );
    expect(Object.keys(await session.get(null))).toEqual(expect.arrayContaining(['s:f', 'v:data-key', 'v:used']));
  });

  test('leaves nothing in any store but the mark that nothing is missing', async () => {
    await begin();
    await eraseAll();
    expect(await records()).toEqual(['setup/setup']);
    expect(await loadSetup()).toEqual({ accounts: [], settings: defaultSettings });
    expect(await local.get(null)).toEqual({});
    expect(await session.get(null)).toEqual({});
    expect(await fakeBrowser.alarms.getAll()).toEqual([]);
  });

  test('gives back the access to every site that was given, and no more', async () => {
    await begin();
    const remove = vi.spyOn(fakeBrowser.permissions, 'remove');
    await eraseAll();
    expect(granted).toEqual([]);
    expect(remove).toHaveBeenCalledWith({
      origins: ['https://api.crustdata.com/*', 'https://gateway.example.com/*'],
      permissions: [],
    });
    remove.mockClear();
    await eraseAll();
    expect(remove).not.toHaveBeenCalled();
  });

  test('goes on when a part of it fails, and tells that in the end', async () => {
    await begin();
    vi.spyOn(IDBObjectStore.prototype, 'clear').mockImplementation(() => {
      throw new DOMException('disk full', 'QuotaExceededError');
    });
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('disk full', 'QuotaExceededError');
    });
    await expect(eraseAll()).rejects.toThrow('not everything was deleted');
    expect(put).toHaveBeenCalled();
    expect(await local.get(null)).toEqual({});
    expect(await session.get(null)).toEqual({});
    expect(await records()).not.toContain('setup/wrapping-key');
    expect(await fakeBrowser.alarms.getAll()).toEqual([]);
    expect(granted).toEqual([]);
  });

  test('is not told as a loss afterwards, nor after a restart', async () => {
    await begin();
    await eraseAll();
    for (let start = 0; start < 2; start += 1) {
      await restartBrowser();
      await heal(noon);
      await refresh(worldOf());
      expect(await loadNotices()).toEqual([]);
      expect((await loadSetup()).accounts).toEqual([]);
    }
  });

  test('lets accounts be added anew, as on the first day', async () => {
    await begin();
    await eraseAll();
    await saveAccount({ account: accountOf({ id: 'n', keyEnd: '6789' }), key: 'sk-canary-new' });
    await restartBrowser();
    expect(await loadSecret('n')).toMatchObject({ key: 'sk-canary-new' });
    await heal(noon);
    expect(await loadNotices()).toEqual([]);
  });
});

describe('deleting everything that is cut off', () => {
  test.each([
    ['fails at any one of its writes', false],
    ['ends before any of its writes', true],
  ])('because it %s leaves no account that is asked for, or all is as it was', async (_, dies) => {
    await begin();
    const writes = await withFailingWrite(0, false, eraseAll);
    expect(writes).toBeGreaterThan(7);
    for (let nth = 1; nth <= writes; nth += 1) {
      await begin();
      await withFailingWrite(nth, dies, eraseAll);
      const before = (await loadSetup()).accounts.length;
      await restartBrowser();
      await heal(noon);
      await refresh(worldOf({ isAllowed: async () => false }));
      await sweepKeys();
      const { accounts } = await loadSetup();
      // What was gone stays gone: the copy must not bring it back.
      expect(accounts, `write ${nth} of ${writes}`).toHaveLength(before);
      if (accounts.length > 0) continue;
      expect([...(await loadReports()).keys()]).toEqual([]);
      expect(Object.keys(await local.get(null)).filter((name) => name.startsWith('s:'))).toEqual([]);
    }
  });
});
