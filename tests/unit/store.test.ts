// @vitest-environment node
import { get, keys, set } from 'idb-keyval';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { removeAccount, saveAccount } from '../../lib/accounts.ts';
import { freshState } from '../../lib/alert-state.ts';
import { changeAlerts, loadAlerts } from '../../lib/alert-store.ts';
import { objectStore } from '../../lib/database.ts';
import { defaultSettings } from '../../lib/settings.ts';
import { onAnnounce } from '../../lib/signal.ts';
import { changeHost } from '../../lib/host-store.ts';
import { changeReport, dropReports, loadReports } from '../../lib/report-store.ts';
import { changeSetup, loadSetup } from '../../lib/setup-store.ts';
import { loadView } from '../../lib/view.ts';
import { accountOf, balanceOf, emptyStores, noon, reportWith } from './given.ts';

const announced = vi.fn<(...args: unknown[]) => void>();
let stopListening: () => void;
beforeEach(async () => {
  await emptyStores();
  announced.mockReset();
  stopListening = onAnnounce(announced);
});
afterEach(() => stopListening());

describe('the setup', () => {
  test('is empty at first, with the settings that are the defaults', async () => {
    expect(await loadSetup()).toEqual({ accounts: [], settings: defaultSettings });
  });

  test('is changed in one step, even by many at once', async () => {
    const ids = Array.from({ length: 50 }, (_, index) => `a${index}`);
    await Promise.all(
      ids.map((id) => changeSetup((setup) => ({ ...setup, accounts: [...setup.accounts, accountOf({ id })] }))),
    );
    expect((await loadSetup()).accounts.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  });

  test('is as it was when a change fails', async () => {
    await changeSetup((setup) => ({ ...setup, accounts: [accountOf()] }));
    const failing = changeSetup(() => {
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect((await loadSetup()).accounts).toEqual([accountOf()]);
  });

  test('is made whole from a record that is not', async () => {
    await set('setup', { settings: { interval: 0 } }, objectStore('setup', 'strict'));
    expect(await loadSetup()).toEqual({ accounts: [], settings: defaultSettings });
  });
});

describe('an account', () => {
  test('takes the place of the one with its id, in the same place of the list', async () => {
    for (const id of ['a', 'b', 'c']) await saveAccount({ account: accountOf({ id }) });
    await saveAccount({ account: accountOf({ id: 'b', label: 'Changed' }) });
    const { accounts } = await loadSetup();
    expect(accounts.map(({ id, label }) => [id, label])).toEqual([
      ['a', 'Work'],
      ['b', 'Changed'],
      ['c', 'Work'],
    ]);
  });

  test('is not saved when its key cannot be', async () => {
    vi.spyOn(fakeBrowser.storage.local, 'set').mockRejectedValue(new Error('disk full'));
    await expect(saveAccount({ account: accountOf(), key: 'a-key' })).rejects.toThrow('disk full');
    expect((await loadSetup()).accounts).toEqual([]);
  });

  test('takes its key along when it goes', async () => {
    await saveAccount({ account: accountOf({ id: 'a', keyEnd: 'a' }), key: 'a-key' });
    await saveAccount({ account: accountOf({ id: 'b', keyEnd: 'b' }), key: 'b-key' });
    await removeAccount('a');
    expect((await loadSetup()).accounts.map(({ id }) => id)).toEqual(['b']);
    expect(await fakeBrowser.storage.local.get('s:a')).toEqual({ 's:a': undefined });
    expect((await fakeBrowser.storage.local.get('s:b'))['s:b']).toBeDefined();
  });
});

describe('a report', () => {
  test('is changed in one step, even by many at once', async () => {
    await Promise.all(
      Array.from({ length: 100 }, () => changeReport('a', (report) => ({ ...report, failures: report.failures + 1 }))),
    );
    expect((await loadReports()).get('a')?.failures).toBe(100);
  });

  test('is kept for each account by itself, and dropped by its id', async () => {
    for (const id of ['a', 'b', 'c']) await changeReport(id, (report) => ({ ...report, told: id.charCodeAt(0) }));
    await dropReports(['a', 'c', 'never']);
    const reports = await loadReports();
    expect([...reports].map(([id, { told }]) => [id, told])).toEqual([['b', 98]]);
  });
});

describe('every change', () => {
  const changes: [string, () => Promise<void>][] = [
    ['of the setup', () => changeSetup((setup) => setup)],
    ['of a report', () => changeReport('a', (report) => report)],
    ['that drops reports', () => dropReports(['a'])],
  ];
  test.each(changes)('%s is announced, when it is done and without data', async (_, change) => {
    await change();
    await vi.waitFor(() => expect(announced).toHaveBeenCalledOnce());
    expect(announced.mock.calls[0]?.[0]).toHaveProperty('data', null);
  });

  test('that drops nothing is not announced', async () => {
    await dropReports([]);
    await changeReport('a', (report) => report);
    await vi.waitFor(() => expect(announced).toHaveBeenCalledOnce());
  });

  test('is not heard by who has stopped to listen', async () => {
    const other = vi.fn<() => void>();
    onAnnounce(other)();
    await changeSetup((setup) => setup);
    await vi.waitFor(() => expect(announced).toHaveBeenCalledOnce());
    expect(other).not.toHaveBeenCalled();
  });
});

test('the view shows every account in the order of the user, with what is known of it', async () => {
  for (const id of ['b', 'a']) await saveAccount({ account: accountOf({ id }) });
  await changeReport('a', () => reportWith([balanceOf({ remaining: 47, limit: 100 })]));
  const { accounts, settings } = await loadView(noon);
  expect(settings).toEqual(defaultSettings);
  expect(accounts.map(({ account, gauges }) => [account.id, gauges[0]?.share?.text])).toEqual([
    ['b', undefined],
    ['a', '47%'],
  ]);
});

test('a host that is well again leaves nothing behind', async () => {
  const origin = 'https://api.crustdata.com';
  await changeHost(origin, () => ({ failures: 2, accounts: ['a'], at: noon, opensAt: noon }));
  const hosts = objectStore('hosts', 'relaxed');
  expect(await keys(hosts)).toEqual([origin]);
  await changeHost(origin, () => undefined);
  expect(await keys(hosts)).toEqual([]);
});

test('marks of alerts that cannot be read are set aside before others take their place', async () => {
  await set('a', { version: 9 }, objectStore('alerts', 'strict'));
  await changeAlerts('a', (state = freshState) => state);
  expect((await loadAlerts()).get('a')).toEqual(freshState);
  expect(await get('alerts/a', objectStore('quarantine', 'strict'))).toEqual({ version: 9 });
});
