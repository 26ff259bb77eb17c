// @vitest-environment node
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { saveAccount } from '../../lib/accounts.ts';
import { standAlarm, standGuard } from '../../lib/alarm.ts';
import { loadDiagnostics, reportText } from '../../lib/diagnostics.ts';
import { emptyJournal, type Entry } from '../../lib/journal.ts';
import { untilResumed, withPause } from '../../lib/pause.ts';
import { changeHost } from '../../lib/host-store.ts';
import { noteAlarm } from '../../lib/journal-store.ts';
import { keepPast } from '../../lib/past-store.ts';
import { changePauses } from '../../lib/pause-store.ts';
import { setAside } from '../../lib/quarantine.ts';
import { changeReport } from '../../lib/report-store.ts';
import { changeSettings } from '../../lib/setup-store.ts';
import { accountOf, balanceOf, emptyStores, hour, minute, noon, reportWith } from './given.ts';

/** Whatever must not leave with the report has one of these in it. */
const canary = /canary|9182736|Zq9x/i;

const entries: Entry[] = [
  [1, noon - hour, 320, 'reading', noon - 45 * minute],
  [2, noon - 45 * minute, 0, 'interrupted', noon - 44 * minute],
  [3, noon - 44 * minute, 2400, 'rate-limited', noon + 16 * minute],
];

beforeEach(async () => {
  await emptyStores();
  vi.stubGlobal(
    'navigator',
    Object.create(navigator, {
      storage: { value: { estimate: async () => ({ usage: 52_300 }) } },
      locks: { value: navigator.locks },
    }),
  );
});
afterEach(() => vi.unstubAllGlobals());

/** An account with a canary in every place that holds words or amounts, and a second one; and canaries in the settings. */
async function fill(): Promise<void> {
  await changeSettings({
    alerts: { amount: 9_182_736, webhook: { preset: 'json', origin: 'https://canary.example' } },
  });
  const account = accountOf({
    id: 'canary-id',
    label: 'canary-label',
    baseUrl: 'https://canary.example/canary',
    full: { 'canary-balance': 9_182_736 },
    muted: ['canary-balance'],
    fields: { teamspace: 'canary-team' },
    alerts: { amounts: { 'canary-balance': 9_182_736 } },
    keyEnd: 'Zq9x',
  });
  await saveAccount({ account, key: 'sk-canary-Zq9x' });
  await saveAccount({ account: accountOf({ id: 'b', provider: 'firecrawl' }) });
  const part = { kind: 'wallet' as const, name: 'canary-part', remaining: 9_182_736 };
  const amounts = { remaining: 9_182_736, used: 9_182_736.5, limit: 91_827_365, unit: 'canary', plan: 'canary-plan' };
  await changeReport('canary-id', () =>
    reportWith([balanceOf({ id: 'canary-balance', ...amounts, parts: [part] })], {
      failure: { kind: 'rate-limited', at: noon, host: 'canary.example', path: 'canary.path', said: 'canary said' },
      failures: 2,
      told: 3,
      dueAt: noon + 16 * minute,
      highWater: { 'canary-balance': 91_827_364 },
      oddities: { 'canary-balance': { kind: 'jump', at: noon, before: 9_182_736 } },
    }),
  );
  for (const entry of entries) await keepPast('canary-id', { attempt: { entry, missed: 1 } });
  await changeHost('https://canary.example', () => ({ failures: 2, accounts: ['canary-id'], at: noon, opensAt: noon }));
  await changePauses((pauses) => withPause(pauses, untilResumed, 'b'));
  await noteAlarm({ scheduled: noon - minute, at: noon - minute + 62 });
  await standAlarm(noon + 16 * minute, noon, 15);
  await setAside('reports/canary', { canary: 9_182_736 });
}

describe('the facts', () => {
  test('are those of the alarm, of each account, and of the stores', async () => {
    await fill();
    const { alarm, accounts, storage } = await loadDiagnostics(noon);
    expect(alarm).toEqual({ last: { scheduled: noon - minute, at: noon - minute + 62 }, next: noon + 16 * minute });
    expect(accounts.map(({ account, journal, nextAt }) => [account.id, journal, nextAt])).toEqual([
      ['canary-id', { version: 1, missed: 3, entries }, noon + 16 * minute],
      ['b', emptyJournal, undefined],
    ]);
    expect(storage).toEqual({ isMirrored: true, setAside: 1, bytes: 52_300 });
  });

  test('are few where nothing has happened, and where the browser does not tell', async () => {
    vi.spyOn(navigator.storage, 'estimate').mockRejectedValue(new Error('no'));
    expect(await loadDiagnostics(noon)).toEqual({
      alarm: {},
      accounts: [],
      storage: { isMirrored: true, setAside: 0 },
    });
  });

  test('leave out an alarm whose times no date can tell', async () => {
    await noteAlarm({ scheduled: 1e300, at: noon });
    expect((await loadDiagnostics(noon)).alarm).toEqual({});
  });

  test('say when the mirror is behind, with the setup or with a report', async () => {
    const { local } = fakeBrowser.storage;
    const isMirrored = async () => (await loadDiagnostics(noon)).storage.isMirrored;
    await fill();
    const whole = await local.get(['m:setup', 'm:r:canary-id']);
    await local.set({ 'm:setup': { ...(whole['m:setup'] as object), seq: 1 } });
    expect(await isMirrored()).toBe(false);
    await local.set(whole);
    expect(await isMirrored()).toBe(true);
    await local.remove('m:r:canary-id');
    expect(await isMirrored()).toBe(false);
  });
});

/** From now on nothing of the database can be read, as on a disk that is full. */
function breakDatabase(): void {
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(() => {
    throw new DOMException('disk full', 'UnknownError');
  });
}

describe('while the database cannot be read', () => {
  beforeEach(async () => {
    await fill();
    breakDatabase();
  });

  test('the facts are those of the alarm and of the mirror, and why there are no others', async () => {
    expect(await loadDiagnostics(noon)).toEqual({
      alarm: { next: noon + 16 * minute },
      accounts: [
        { account: expect.objectContaining({ id: 'canary-id' }), nextAt: noon + 16 * minute },
        { account: expect.objectContaining({ id: 'b' }) },
      ],
      storage: { error: 'UnknownError', bytes: 52_300 },
    });
  });

  test('the facts are those of the alarm when there is no mirror either', async () => {
    await fakeBrowser.storage.local.clear();
    expect(await loadDiagnostics(noon)).toEqual({
      alarm: { next: noon + 16 * minute },
      accounts: [],
      storage: { error: 'UnknownError', bytes: 52_300 },
    });
  });

  test('the next alarm is the one by which it is tried again', async () => {
    await standGuard(noon);
    expect((await loadDiagnostics(noon)).alarm).toEqual({ next: noon + minute / 2 });
  });

  test('the report tells the same, and holds nothing that it must not', async () => {
    const text = await reportText({ product: 'Credit Gauge' }, noon);
    expect(text).not.toMatch(canary);
    expect(JSON.parse(text)).toMatchObject({
      settings: { interval: 15 },
      alarm: { next: '2026-06-17T12:16:00.000Z' },
      storage: { error: 'UnknownError', bytes: 52_300 },
      accounts: [
        { provider: 'crustdata', failures: 2, failure: 'rate-limited', next: '2026-06-17T12:16:00.000Z' },
        { provider: 'firecrawl', isPaused: true },
      ],
    });
    for (const unknown of ['troubledHosts', 'accounts.0.missed', 'accounts.0.attempts'])
      expect(JSON.parse(text)).not.toHaveProperty(unknown);
  });

  test('the report can be made without the mirror', async () => {
    await fakeBrowser.storage.local.clear();
    const report = JSON.parse(await reportText({ product: 'Credit Gauge' }, noon)) as object;
    expect(report).toMatchObject({ storage: { error: 'UnknownError' }, accounts: [] });
    expect(report).not.toHaveProperty('settings');
  });
});

test('one store that cannot be read leaves the facts of the others', async () => {
  await fill();
  const transaction = IDBDatabase.prototype.transaction;
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, names, ...rest) {
    if (names === 'journal') throw new DOMException('damaged', 'DataError');
    return transaction.call(this, names, ...rest);
  });
  const { accounts, storage } = await loadDiagnostics(noon);
  expect(accounts.map(({ account, nextAt }) => [account.id, nextAt])).toEqual([
    ['canary-id', noon + 16 * minute],
    ['b', undefined],
  ]);
  expect(storage).toEqual({ error: 'DataError', setAside: 1, bytes: 52_300 });
});

test('a mirror that cannot be read is not told to be in order', async () => {
  await fill();
  vi.spyOn(fakeBrowser.storage.local, 'get').mockRejectedValue(new Error('no'));
  expect((await loadDiagnostics(noon)).storage).toEqual({ isMirrored: false, setAside: 1, bytes: 52_300 });
});

describe('the report for others', () => {
  test('holds no label, host, key, key end, id, word of a provider or amount', async () => {
    await fill();
    expect(await reportText({ product: 'Credit Gauge' }, noon)).not.toMatch(canary);
  });

  test('says how polling went, account by account in the order of the user', async () => {
    await fill();
    const report = JSON.parse(await reportText({ product: 'Credit Gauge', version: '1.2.3' }, noon)) as object;
    expect(report).toMatchObject({
      product: 'Credit Gauge',
      version: '1.2.3',
      at: '2026-06-17T12:00:00.000Z',
      settings: { interval: 15, low: 20, critical: 5, alerts: { days: 3 } },
      alarm: {
        scheduled: '2026-06-17T11:59:00.000Z',
        wentOff: '2026-06-17T11:59:00.062Z',
        next: '2026-06-17T12:16:00.000Z',
      },
      storage: { isMirrored: true, setAside: 1, bytes: 52_300 },
      troubledHosts: 1,
      accounts: [
        { provider: 'crustdata', hasOwnAddress: true, hasKey: true, enabled: true, isPaused: false, failures: 2 },
        {
          provider: 'firecrawl',
          hasOwnAddress: false,
          hasKey: false,
          isPaused: true,
          failures: 0,
          missed: 0,
          attempts: [],
        },
      ],
    });
    expect(report).toHaveProperty('accounts.0.failure', 'rate-limited');
    expect(report).toHaveProperty('accounts.0.readAt', '2026-06-17T12:00:00.000Z');
    expect(report).toHaveProperty('accounts.0.missed', 3);
    expect(report).toHaveProperty('accounts.0.attempts.2', {
      number: 3,
      at: '2026-06-17T11:16:00.000Z',
      took: 2400,
      ending: 'rate-limited',
      next: '2026-06-17T12:16:00.000Z',
    });
  });
});
