// @vitest-environment node
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { originOf } from '../../../lib/account.ts';
import { badgeOf } from '../../../lib/badge.ts';
import { isAllowed, notAllowed, onPermissionChange } from '../../../lib/permissions.ts';
import { refresh } from '../../../lib/refresh.ts';
import { loadReports } from '../../../lib/store.ts';
import { loadView } from '../../../lib/view.ts';
import { emptyStores, minute, noon, second, worldOf } from '../given.ts';
import { expectGood, expectRow, expectTrouble, held, normal, soon, type Row } from './row.ts';
import { begin, readsWell, stopAll, turn, type Scene } from './scene.ts';

/** The host permissions, as the browser keeps them, and who wants to hear of changes. */
const granted = new Set<string>();
const onAdded = new Set<() => void>();
const onRemoved = new Set<() => void>();

function change(listeners: Set<() => void>, deed: () => unknown): void {
  deed();
  for (const listener of listeners) listener();
}

beforeEach(() => {
  granted.clear();
  onAdded.clear();
  onRemoved.clear();
  Object.assign(fakeBrowser.permissions, {
    contains: async ({ origins }: { origins: string[] }) => origins.every((origin) => granted.has(origin)),
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

test('P3 access that is taken back stops every request', async () => expectRow(revoked, await givenAccess()));

test('P3 access that is taken back cannot be wished away', async () => {
  const scene = await givenAccess();
  await expectTrouble(scene, revoked);
  scene.now += minute;
  await turn(scene, () => true);
  expect(scene.simulator.requests).toEqual([]);
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
