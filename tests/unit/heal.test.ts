// @vitest-environment node
import { entries, set } from 'idb-keyval';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { sourceOf } from '../../lib/account.ts';
import { saveAccount } from '../../lib/accounts.ts';
import { standAlarm } from '../../lib/alarm.ts';
import { objectStore } from '../../lib/database.ts';
import { heal } from '../../lib/heal.ts';
import { forgetHistory } from '../../lib/history-forget.ts';
import { loadHistory } from '../../lib/history-store.ts';
import { eventsOf, pointsOf } from '../../lib/history.ts';
import { mirroredPauses, mirroredSetup, mirrorPauses } from '../../lib/mirror.ts';
import { dismiss, loadNotices } from '../../lib/notices.ts';
import { dropJournals, loadJournals } from '../../lib/journal-store.ts';
import { keepPast } from '../../lib/past-store.ts';
import { emptyPauses, noPauses, withPause } from '../../lib/pause.ts';
import { changeHost, loadHost, loadRawHosts } from '../../lib/host-store.ts';
import { lockState } from '../../lib/passphrase.ts';
import { changePauses, loadPauses, loadRawPauses, restorePauses } from '../../lib/pause-store.ts';
import { countSetAside } from '../../lib/quarantine.ts';
import { loadReports, restoreReport } from '../../lib/report-store.ts';
import { changeSetup, emptySetup, loadRawSetup, loadSetup, restoreSetup } from '../../lib/setup-store.ts';
import { saveWebhook } from '../../lib/webhook-settings.ts';
import { loadTrends } from '../../lib/trend-store.ts';
import { turnLockOn } from '../../lib/vault.ts';
import { damages, expectWhole, failWrites, fill, grantOrigins, ids, rawSetup, stored } from './damages.ts';
import { deriveQuickly } from './given-vault.ts';
import { accountOf, balanceOf, day, emptyStores, hour, minute, noon, reportOf } from './given.ts';

const { local } = fakeBrowser.storage;
const asides = () => entries(objectStore('quarantine', 'relaxed'));

beforeEach(async () => {
  await emptyStores();
  grantOrigins();
});

describe('a fresh install', () => {
  test('is written down in both stores, and nothing is told', async () => {
    await heal(noon);
    expect([await loadRawSetup(), await mirroredSetup()]).toEqual([emptySetup, emptySetup]);
    expect(await loadNotices()).toEqual([]);
  });

  test('is none when an alarm still stands: all was lost', async () => {
    await standAlarm(noon + hour, noon, 15);
    await heal(noon);
    expect(await loadNotices()).toEqual(['all-lost']);
    expect([await loadRawSetup(), await mirroredSetup()]).toEqual([emptySetup, emptySetup]);
  });

  test('is none when both copies are as at the beginning and an alarm still stands: what was written since was lost', async () => {
    await heal(noon);
    await standAlarm(noon + hour, noon, 15);
    await heal(noon + minute);
    expect(await loadNotices()).toEqual(['all-lost']);
  });

  test('that has lost its accounts because they were removed has lost nothing', async () => {
    await fill();
    await changeSetup((setup) => ({ ...setup, accounts: [] }));
    await standAlarm(noon + hour, noon, 15);
    await heal(noon);
    expect(await loadNotices()).toEqual([]);
  });

  test('is none when the user has once given access, which the manifest does not claim', async () => {
    grantOrigins('https://api.crustdata.com/*');
    await heal(noon);
    expect(await loadNotices()).toEqual(['all-lost']);
    await dismiss('all-lost');
    await heal(noon + minute);
    expect(await loadNotices()).toEqual([]);
  });
});

describe.each(Object.entries(damages))('%s', { timeout: 20_000 }, (_, [damage, notices]) => {
  beforeEach(async () => {
    await fill();
    await damage();
  });

  test('is put right', async () => {
    await heal(noon);
    await expectWhole(...notices);
  });

  test('is put right once: then there is nothing more to do, and nothing to tell', async () => {
    await heal(noon);
    for (const kind of notices) await dismiss(kind);
    const writes = failWrites();
    await heal(noon + minute);
    writes.lift();
    expect(writes.tried()).toBe(0);
    expect(await loadNotices()).toEqual([]);
  });

  test('is put right by two at once', async () => {
    await Promise.all([heal(noon), heal(noon)]);
    await expectWhole(...notices);
  });

  test('is put right in the end, wherever the worker is ended on the way', async () => {
    const counting = failWrites();
    await heal(noon);
    counting.lift();
    for (let nth = 1; nth <= counting.tried(); nth += 1) {
      await emptyStores();
      await local.clear();
      await fill();
      await damage();
      const writes = failWrites(nth);
      await heal(noon).catch(() => undefined);
      writes.lift();
      await heal(noon + minute);
      await expectWhole(...notices);
    }
  });
});

describe('what neither store holds whole', () => {
  test('goes on without the account that is damaged in both, which is set aside', async () => {
    await fill();
    const { accounts, ...rest } = await rawSetup();
    const damaged = { ...rest, accounts: [...accounts.slice(0, 2), { id: 'c' }] };
    await stored('setup', damaged);
    await local.set({ 'm:setup': damaged });
    await heal(noon);
    expect((await loadSetup()).accounts.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(await mirroredSetup()).toEqual(await rawSetup());
    expect(await loadNotices()).toEqual(['set-aside']);
    expect(await countSetAside()).toBe(2);
  });

  test('begins anew when both setups are garbage, and says that they were set aside', async () => {
    await stored('setup', 'x');
    await local.set({ 'm:setup': 'y' });
    await heal(noon);
    expect([await loadRawSetup(), await mirroredSetup()]).toEqual([emptySetup, emptySetup]);
    expect(await loadNotices()).toEqual(['set-aside']);
    expect(await countSetAside()).toBe(2);
  });
});

test.each([{ of: 'both stores' }, { of: 'the database', twin: undefined }])(
  'pauses that are garbage in $of are set aside, and nothing is paused',
  async ({ twin = 'y' }) => {
    await fill();
    await stored('pauses', 'x');
    if (twin) await local.set({ 'm:pauses': twin });
    else await local.remove('m:pauses');
    await heal(noon);
    expect(await loadPauses()).toEqual(noPauses);
    expect([await loadRawPauses(), await mirroredPauses()]).toEqual([emptyPauses, emptyPauses]);
    expect(await loadNotices()).toEqual(['set-aside']);
  },
);

test.each([
  ['lost', () => local.clear(), ['keys-lost']],
  ['there', () => local.remove('m:setup'), []],
] as const)('the address of the webhook counts as a key: it is %s', async (_, damage, notices) => {
  await saveAccount({ account: accountOf() });
  await saveWebhook({ preset: 'json', url: 'https://hooks.example.com/x' });
  await damage();
  await heal(noon);
  expect(await loadNotices()).toEqual(notices);
});

test('a host that cannot be read is set aside alone', async () => {
  await fill();
  const trouble = { failures: 1, accounts: ['a'], at: noon, opensAt: noon + minute };
  await changeHost('https://good.example', () => trouble);
  await set('https://bad.example', { ...trouble, version: 2 }, objectStore('hosts', 'relaxed'));
  await heal(noon);
  expect(await loadHost('https://good.example')).toEqual({ ...trouble, version: 1 });
  expect((await loadRawHosts()).map(([origin]) => origin)).toEqual(['https://good.example']);
  expect(await asides()).toEqual([['hosts/https://bad.example', { ...trouble, version: 2 }]]);
});

describe('what the user pauses', () => {
  const twin = { ...emptyPauses, seq: 7, accounts: { a: noon + hour } };

  test('counts on from the newer of the two copies, should the stores not have been compared yet', async () => {
    await fill();
    await mirrorPauses(twin);
    await changePauses((pauses) => withPause(pauses, noon + day, 'c'));
    const both = { ...twin, seq: 8, accounts: { a: noon + hour, c: noon + day } };
    expect([await loadRawPauses(), await mirroredPauses()]).toEqual([both, both]);
  });

  test('sets aside first what cannot be read', async () => {
    await fill();
    await stored('pauses', 'x');
    await changePauses((pauses) => withPause(pauses, noon + day));
    expect(await loadPauses()).toEqual({ all: noon + day, accounts: { b: noon + day } });
    expect(await asides()).toEqual([['pauses/pauses', 'x']]);
  });

  test('stays when it is newer than what is put back', async () => {
    await fill();
    await restorePauses(emptyPauses);
    expect(await loadPauses()).toEqual({ accounts: { b: noon + day } });
    await restorePauses(twin);
    expect(await loadPauses()).toEqual({ accounts: { a: noon + hour } });
  });
});

test('what is put back takes the place of nothing that is newer', async () => {
  await fill();
  await restoreReport('a', reportOf({ told: 2 }));
  expect((await loadReports()).get('a')?.told).toBe(3);
  await restoreSetup({ ...(await rawSetup()), seq: 1, accounts: [] });
  expect((await loadSetup()).accounts).toHaveLength(3);
});

test('what the user changes while the stores are compared stays', async () => {
  await fill();
  await stored('setup', 'x');
  const healing = heal(noon);
  await changeSetup((setup) => ({ ...setup, accounts: [...setup.accounts, accountOf({ id: 'd' })] }));
  await healing;
  expect((await loadSetup()).accounts.map(({ id }) => id)).toEqual([...ids, 'd']);
});

describe('a reading that a worker has left out of the history', () => {
  const readings = [noon, noon + hour].map((at, index) => ({ at, balances: [balanceOf({ remaining: 47 - index })] }));
  const [first, second] = readings as [(typeof readings)[0], (typeof readings)[0]];

  beforeEach(async () => {
    await changeSetup((setup) => ({ ...setup, accounts: [accountOf()] }));
    await keepPast('a', {
      reading: { reading: first, keptDays: 30 },
      attempt: { entry: [1, noon, 200, 'reading', noon + hour], missed: 0 },
    });
    await restoreReport('a', reportOf({ reading: second, told: 2 }));
  });

  test('is added to it, once', async () => {
    await heal(second.at);
    const whole = await loadHistory('a');
    expect(whole.flatMap(({ tracks }) => Object.values(tracks)).map(({ last }) => last.remaining)).toEqual([46]);
    expect((await loadTrends()).get('a')?.at).toBe(second.at);
    await heal(second.at + minute);
    expect(await loadHistory('a')).toEqual(whole);
    expect((await loadJournals()).get('a')?.entries.map(([number]) => number)).toEqual([1, 2]);
  });

  test('is not taken for one of the key that the account has by now', async () => {
    const reading = { at: noon + minute, balances: [balanceOf()] };
    await keepPast('a', { reading: { reading, keptDays: 30, source: sourceOf(accountOf()) } });
    await changeSetup((setup) => ({ ...setup, accounts: [accountOf({ revision: 1, keyEnd: '0002' })] }));
    await heal(second.at);
    const whole = await loadHistory('a');
    expect(pointsOf(whole, 'account').at(-1)).toMatchObject({ remaining: 46, spent: 1 });
    expect(eventsOf(whole, 'account')).toEqual([]);
  });

  test('is added to it when it was the first of all', async () => {
    await forgetHistory('a');
    await dropJournals(['a']);
    await heal(second.at);
    expect(await loadHistory('a')).toHaveLength(1);
    expect((await loadTrends()).get('a')?.at).toBe(second.at);
  });

  test('is told as an attempt when it failed, and adds nothing', async () => {
    const failure = { kind: 'timeout' as const, at: second.at + minute, host: 'api.crustdata.com' };
    await heal(second.at);
    const whole = await loadHistory('a');
    await restoreReport('a', reportOf({ reading: second, failure, told: 3 }));
    await heal(second.at + minute);
    expect(await loadHistory('a')).toEqual(whole);
    expect((await loadJournals()).get('a')?.entries.at(-1)).toEqual([3, failure.at, 0, 'timeout', expect.any(Number)]);
  });

  test('stands in the way of no other account when it cannot be written', async () => {
    await changeSetup((setup) => ({ ...setup, accounts: [accountOf(), accountOf({ id: 'b', label: 'Home' })] }));
    await restoreReport('b', reportOf({ reading: second, told: 2 }));
    const { put } = IDBObjectStore.prototype;
    const refusing = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      ...args
    ) {
      if (this.name === 'journal' && args[1] === 'a') throw new DOMException('refused', 'DataError');
      return put.apply(this, args);
    });
    await heal(second.at);
    const attempts = async () =>
      [...(await loadJournals())].map(([id, { entries: all }]) => [id, all.map(([number]) => number)]);
    expect(await attempts()).toEqual([
      ['a', [1]],
      ['b', [2]],
    ]);
    refusing.mockRestore();
    await heal(second.at + minute);
    expect(await attempts()).toEqual([
      ['a', [1, 2]],
      ['b', [2]],
    ]);
  });

  test('does not come back after the history was deleted', async () => {
    await forgetHistory('a');
    await heal(second.at);
    expect([await loadHistory('a'), (await loadTrends()).size]).toEqual([[], 0]);
  });
});

test('a lock that is turned on while a broken one is set aside stays', async () => {
  deriveQuickly();
  await local.set({ 'v:lock': 'broken' });
  let turning = Promise.resolve();
  const write = local.set.bind(local);
  vi.spyOn(local, 'set').mockImplementationOnce(async (notice) => {
    await write(notice);
    turning = turnLockOn('correct horse battery', noon);
    await new Promise((resolve) => setTimeout(resolve, 100));
  });
  await heal(noon);
  await turning;
  expect(await lockState()).toBe('unlocked');
});
