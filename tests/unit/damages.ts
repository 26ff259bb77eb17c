import { del, set } from 'idb-keyval';
import { expect, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { saveAccount } from '../../lib/accounts.ts';
import { objectStore } from '../../lib/database.ts';
import {
  mirroredPauses,
  mirroredReports,
  mirroredSetup,
  mirrorPauses,
  mirrorReport,
  mirrorSetup,
} from '../../lib/mirror.ts';
import { loadNotices } from '../../lib/notices.ts';
import { emptyPauses, withPause } from '../../lib/pause.ts';
import type { NoticeKind } from '../../lib/storage-trouble.ts';
import { changePauses, loadPauses, loadRawPauses } from '../../lib/pause-store.ts';
import { changeReport, loadReports } from '../../lib/report-store.ts';
import { loadRawSetup, loadSetup } from '../../lib/setup-store.ts';
import type { StoredSetup } from '../../lib/stored.ts';
import { accountOf, balanceOf, day, emptyStores, noon, reportWith } from './given.ts';

export const ids = ['a', 'b', 'c'];
const { local } = fakeBrowser.storage;

/** Three accounts with keys, readings and a pause, in both stores; `c` was never polled. */
export async function fill(): Promise<void> {
  for (const id of ids) await saveAccount({ account: accountOf({ id, keyEnd: '0001' }), key: `key-of-${id}` });
  for (const [index, id] of ['a', 'b'].entries())
    await changeReport(id, () => reportWith([balanceOf({ remaining: index + 1 })], { told: 3, revision: 0 }));
  await changePauses((pauses) => withPause(pauses, noon + day, 'b'));
}

export const stored = (name: 'setup' | 'pauses', value: unknown) => set(name, value, objectStore('setup', 'strict'));
const storedReport = (id: string, value: unknown) => set(id, value, objectStore('reports', 'relaxed'));
const storedHost = (value: unknown) => set('https://api.crustdata.com', value, objectStore('hosts', 'relaxed'));
export const rawSetup = async () => (await loadRawSetup()) as StoredSetup;

/** Both stores hold all of it again, and this is told. */
export async function expectWhole(...notices: NoticeKind[]): Promise<void> {
  expect((await loadSetup()).accounts.map(({ id }) => id)).toEqual(ids);
  expect(await mirroredSetup()).toEqual(await rawSetup());
  const remaining = [...(await loadReports())].map(([id, { reading }]) => [id, reading?.balances[0]?.remaining]);
  expect(remaining).toEqual([
    ['a', 1],
    ['b', 2],
  ]);
  const twins = await mirroredReports(ids);
  expect([twins.get('a'), twins.get('b')]).toMatchObject([{ told: 3 }, { told: 3 }]);
  expect(await loadPauses()).toEqual({ accounts: { b: noon + day } });
  expect(await mirroredPauses()).toEqual(await loadRawPauses());
  expect(await loadNotices()).toEqual(notices);
}

/** What becomes of the stores, and what is then told. */
export const damages: Record<string, [() => Promise<unknown>, NoticeKind[]]> = {
  'nothing at all': [async () => {}, []],
  'a database that is empty': [emptyStores, ['restored', 'keys-lost']],
  'a mirror that is empty, and the keys with it': [() => local.clear(), ['keys-lost']],
  'a mirror that is empty, and no key': [() => local.remove(['m:setup', 'm:r:a', 'm:r:b', 'm:pauses']), []],
  'a mirror that is one step behind': [
    async () => {
      const before = await rawSetup();
      await mirrorSetup({ ...before, seq: before.seq - 1, accounts: before.accounts.slice(1) });
      await mirrorReport('a', reportWith([balanceOf({ remaining: 9 })], { told: 2 }));
      await mirrorPauses(emptyPauses);
    },
    [],
  ],
  'a database whose end was cut off': [
    async () => {
      const before = await rawSetup();
      await stored('setup', { ...before, seq: before.seq - 2, accounts: before.accounts.slice(0, 1) });
      await storedReport('a', reportWith([balanceOf({ remaining: 9 })], { told: 2 }));
      await del('b', objectStore('reports', 'relaxed'));
    },
    ['restored'],
  ],
  'a setup that is garbage': [() => stored('setup', { settings: 0 }), ['restored', 'set-aside']],
  'a setup of another version': [
    async () => stored('setup', { ...(await rawSetup()), version: 2, seq: 99 }),
    ['restored', 'set-aside'],
  ],
  'a setup with one account that is none': [
    async () => {
      const { accounts, ...rest } = await rawSetup();
      await stored('setup', { ...rest, accounts: [...accounts.slice(0, 2), { id: 'c', label: 7 }] });
    },
    ['restored', 'set-aside'],
  ],
  'a setup with one account that is none, newer than its twin': [
    async () => {
      const { accounts, seq, ...rest } = await rawSetup();
      await stored('setup', { ...rest, seq: seq + 3, accounts: [...accounts.slice(0, 2), { id: 'c', label: 7 }] });
    },
    ['restored', 'set-aside'],
  ],
  'a report that is garbage': [() => storedReport('a', { told: 'x' }), ['restored', 'set-aside']],
  'a report that is gone': [() => del('b', objectStore('reports', 'relaxed')), ['restored']],
  'pauses that are garbage': [() => stored('pauses', 'x'), ['set-aside']],
  'pauses of another version': [
    async () => stored('pauses', { ...((await loadRawPauses()) as object), version: 2, seq: 99 }),
    ['set-aside'],
  ],
  'pauses that are older than their twin': [() => stored('pauses', emptyPauses), []],
  'pauses as version 0.1.0 has written them, and their twin': [
    async () => {
      await stored('pauses', { accounts: { b: noon + day } });
      await local.set({ 'm:pauses': { accounts: { b: noon + day } } });
    },
    [],
  ],
  'a mirror of the pauses that is garbage': [() => local.set({ 'm:pauses': 7 }), ['set-aside']],
  'a host that is garbage': [() => storedHost({ failures: 'x' }), ['set-aside']],
  'a host of another version': [
    () => storedHost({ version: 2, failures: 1, accounts: ['a'], at: noon, opensAt: noon }),
    ['set-aside'],
  ],
  'a mirror of the setup that is garbage': [() => local.set({ 'm:setup': [] }), ['set-aside']],
};

/**
 * From the `nth` on, writes to all that outlives the browser fail, as for a worker that was ended there or on a disk that is
 * full, until `lift` is called. Without `nth` they are only counted.
 */
export function failWrites(nth = Infinity): { tried: () => number; lift: () => void } {
  let tried = 0;
  const { put, delete: drop } = IDBObjectStore.prototype;
  const { set: keep, remove } = local;
  const refuse = () => {
    tried += 1;
    if (tried >= nth) throw new DOMException('disk full', 'UnknownError');
  };
  const spies = [
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
      refuse();
      return put.apply(this, args);
    }),
    vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementation(function (this: IDBObjectStore, ...args) {
      refuse();
      return drop.apply(this, args);
    }),
    vi.spyOn(local, 'set').mockImplementation(async (...args: Parameters<typeof keep>) => {
      refuse();
      return keep(...args);
    }),
    vi.spyOn(local, 'remove').mockImplementation(async (...args: Parameters<typeof remove>) => {
      refuse();
      return remove(...args);
    }),
  ];
  return { tried: () => tried, lift: () => spies.forEach((spy) => spy.mockRestore()) };
}

/** The user has given access to these origins, beside the one that the manifest claims. */
export function grantOrigins(...given: string[]): void {
  const claimed = ['http://127.0.0.1/*'];
  Object.assign(fakeBrowser.permissions, { getAll: async () => ({ origins: [...claimed, ...given] }) });
  Object.assign(fakeBrowser.runtime, { getManifest: () => ({ host_permissions: claimed }) });
}
