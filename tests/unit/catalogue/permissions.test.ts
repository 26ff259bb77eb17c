// @vitest-environment node
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { originOf } from '../../../lib/account.ts';
import { defaultAlertRules } from '../../../lib/alert-settings.ts';
import { giveAlerts } from '../../../lib/alert-turn.ts';
import { badgeOf } from '../../../lib/badge.ts';
import { clock } from '../../../lib/format.ts';
import { isAllowed, notAllowed, onPermissionChange } from '../../../lib/permissions.ts';
import { refresh } from '../../../lib/refresh.ts';
import { defaultSettings } from '../../../lib/settings.ts';
import { loadReports } from '../../../lib/report-store.ts';
import { loadView } from '../../../lib/view.ts';
import { day, emptyStores, minute, noon, second, worldOf } from '../given.ts';
import { expectGood, expectRow, expectTrouble, held, normal, soon, type Row } from './row.ts';
import { begin, canary, hostOf, look, nextOf, readsWell, stopAll, turn, type Scene } from './scene.ts';

/** The host permissions, as the browser keeps them, and who wants to hear of changes. */
const granted = new Set<string>();
const onAdded = new Set<() => void>();
const onRemoved = new Set<() => void>();
/** The browser’s prompt. */
const request = vi.fn<() => Promise<boolean>>();

function change(listeners: Set<() => void>, deed: () => unknown): void {
  deed();
  for (const listener of listeners) listener();
}

beforeEach(() => {
  granted.clear();
  request.mockReset().mockResolvedValue(false);
  onAdded.clear();
  onRemoved.clear();
  Object.assign(fakeBrowser.permissions, {
    contains: async ({ origins = [], permissions = [] }: { origins?: string[]; permissions?: string[] }) =>
      [...origins, ...permissions].every((one) => granted.has(one)),
    request,
    onAdded: { addListener: (listener: () => void) => onAdded.add(listener) },
    onRemoved: { addListener: (listener: () => void) => onRemoved.add(listener) },
  });
});
afterEach(stopAll);

const here = 'http://127.0.0.1/*';

/** An account whose access was given by the user, and that has read well. */
async function givenAccess(): Promise<Scene> {
  const scene = await begin();
  granted.add(here);
  scene.world = { isAllowed };
  await turn(scene);
  await expectGood(scene);
  return scene;
}

const revoked: Row = {
  inject: () => change(onRemoved, () => granted.delete(here)),
  heal: () => change(onAdded, () => granted.add(here)),
  sentence: 'Access to {host} is not allowed yet. Allow it to see the balance.',
  next: held,
  // Not even a preflight.
  beyond: ({ simulator }) => expect(simulator.requests).toEqual([]),
};

test('P1 a fresh install asks nobody and shows no trouble', async () => {
  await emptyStores();
  const fetching = vi.spyOn(globalThis, 'fetch');
  await refresh(worldOf({ isAllowed }));
  await refresh(worldOf({ isAllowed }), () => true);
  expect(fetching).not.toHaveBeenCalled();
  const { accounts } = await loadView(noon);
  expect(accounts).toEqual([]);
  expect((await loadReports()).size).toBe(0);
  expect(badgeOf(accounts, noon)).toMatchObject({ text: '', title: 'Credit Gauge\nNo accounts yet' });
  expect(await fakeBrowser.alarms.get('poll')).toBeUndefined();
});

test('P2 access that the user denies keeps the account, and nothing is asked until it is allowed', async () => {
  const scene = await begin();
  scene.world = { isAllowed };
  for (const wanted of [undefined, () => true]) {
    await turn(scene, wanted);
    scene.now += minute;
  }
  scene.now -= minute;
  const { report, shown, status, row } = await look(scene);
  const next = noon + minute + day;
  expect([report.reading, shown.gauges, report.failures]).toEqual([undefined, [], 2]);
  expect(status).toBe(revoked.sentence.replace('{host}', hostOf(scene)));
  expect([report.dueAt, shown.nextAt]).toEqual([next, next]);
  expect(row).toContain(`Next try ${clock(next, scene.now)}.`);
  expect(scene.simulator.requests).toEqual([]);

  scene.now += second;
  granted.add(here);
  await turn(scene, (_, known) => known?.failure?.kind === 'no-permission');
  await expectGood(scene);
});

test('P3 access that is taken back stops every request', async () => expectRow(revoked, await givenAccess()));

test('P3 access that is taken back cannot be wished away', async () => {
  const scene = await givenAccess();
  await expectTrouble(scene, revoked);
  scene.now += minute;
  await turn(scene, () => true);
  expect(scene.simulator.requests).toEqual([]);
});

test('P4 nothing but a click asks the browser for access: no turn does, whatever is wanted of it', async () => {
  const scene = await givenAccess();
  await expectTrouble(scene, revoked);
  for (const wanted of [undefined, () => true]) {
    scene.now = await nextOf(scene);
    await turn(scene, wanted);
  }
  await expectTrouble(scene, { ...revoked, failures: 4 });
  expect(request).not.toHaveBeenCalled();
});

test('P5 a host that an update adds is not asked before the user allows it, and nothing asks for him', async () => {
  const scene = await givenAccess();
  // What the browser grants silently is what it was granted before; it tells nobody.
  await expectRow({ ...revoked, inject: () => granted.delete(here), heal: () => granted.add(here) }, scene);
  expect(request).not.toHaveBeenCalled();
});

describe('P6 notifications', () => {
  const create = vi.fn<(id: string) => Promise<string>>(async (id) => id);
  const rules = { ...defaultAlertRules, notifications: true };

  /** The account runs low after a good reading, which is worth an alert. */
  async function runLow(): Promise<void> {
    create.mockClear();
    Object.assign(fakeBrowser, { notifications: { getAll: async () => ({}), create } });
    const scene = await givenAccess();
    const alerts = async () => {
      const { accounts } = await loadView(scene.now);
      return giveAlerts(
        { accounts, settings: { ...defaultSettings, alerts: rules } },
        worldOf({ now: () => scene.now }),
        (error) => {
          throw error;
        },
      );
    };
    await alerts();
    scene.simulator.account(canary).drain(54_000);
    scene.now += normal[0];
    await turn(scene);
    await alerts();
    const { shown, row, status } = await expectGood(scene);
    expect([shown.report?.reading?.at, status]).toEqual([scene.now, undefined]);
    expect(row).toContain('1,000 of 100,000 credits left');
  }

  test('that are denied are not shown, and the rest works', async () => {
    await runLow();
    expect(create).not.toHaveBeenCalled();
    expect(request).not.toHaveBeenCalled();
  });

  test('that are allowed are shown', async () => {
    granted.add('notifications');
    await runLow();
    expect(create).toHaveBeenCalledOnce();
  });
});

describe('with a worker that hears of it', () => {
  /** Listens as the worker does; returns what waits for all that came of it. */
  function listen(scene: Scene): () => Promise<unknown> {
    const turns: Promise<void>[] = [];
    const origin = originOf(scene.account) ?? '';
    onPermissionChange(
      () => turns.push(turn(scene, (_, report) => report?.failure?.kind === 'no-permission')),
      () => turns.push(notAllowed([origin]).then((lost) => turn(scene, () => lost.has(origin)))),
    );
    return () => Promise.all(turns);
  }

  /** Long before the account is due. */
  const early = (heard: () => Promise<unknown>): Row => ({
    ...revoked,
    async inject(scene) {
      scene.now -= normal[0] - minute;
      await revoked.inject(scene);
      await heard();
    },
  });

  test('P3 access that is taken back is told at once', async () => {
    const scene = await givenAccess();
    await expectTrouble(scene, early(listen(scene)));
  });

  test('P3 access that is given again brings the account at once', async () => {
    const scene = await givenAccess();
    const heard = listen(scene);
    await expectTrouble(scene, early(heard));
    scene.now += second;
    change(onAdded, () => granted.add(here));
    await heard();
    expect(scene.simulator.requests).toHaveLength(1);
    await expectGood(scene);
  });
});

test('P7 a host that a policy blocks looks like one that cannot be reached', async () => {
  // The access is there, and the browser refuses all the same.
  const blocked = () => vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('Failed to fetch'));
  await expectRow(
    {
      inject: blocked,
      heal: () => vi.mocked(fetch).mockRestore(),
      sentence: 'Could not reach {host}. Check the network and the base URL.',
      next: soon,
      beyond: ({ simulator }) => expect(simulator.requests).toEqual([]),
    },
    await readsWell(),
  );
});
