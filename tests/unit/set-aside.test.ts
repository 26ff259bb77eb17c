// @vitest-environment node
import { keys } from 'idb-keyval';
import { beforeEach, describe, expect, test } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { removeAccount } from '../../lib/accounts.ts';
import { freshState } from '../../lib/alert-state.ts';
import { changeAlerts } from '../../lib/alert-store.ts';
import { giveAlerts } from '../../lib/alert-turn.ts';
import { objectStore } from '../../lib/database.ts';
import { heal } from '../../lib/heal.ts';
import { changeHost } from '../../lib/host-store.ts';
import { countSetAside, loadIdsSetAside, setAside } from '../../lib/quarantine.ts';
import { loadGlance } from '../../lib/view.ts';
import { grantOrigins, rawSetup, stored } from './damages.ts';
import { minute, noon, worldOf } from './given.ts';
import { add, now, pass, remainingOf, turn } from './given-turns.ts';

const { local } = fakeBrowser.storage;
const host = 'https://of-b.example';

/** Whatever is kept by the name of the account or of its host. */
async function keptOf(id: string): Promise<string[]> {
  const stores = ['reports', 'hosts', 'journal', 'history', 'trends', 'alerts'] as const;
  const kept = await Promise.all(
    stores.map(async (name) => {
      // In the history they are lists that begin with the account's id.
      const names = new Set((await keys<string | string[]>(objectStore(name, 'relaxed'))).flatMap((key) => key));
      return names.has(id) || names.has(host) ? [name] : [];
    }),
  );
  return [...kept.flat(), ...Object.keys(await local.get(null)).filter((key) => key === `m:r:${id}`)];
}
const everywhere = ['reports', 'hosts', 'journal', 'history', 'trends', 'alerts', 'm:r:b'];

/** All that the worker does in a turn. */
async function wholeTurn(): Promise<void> {
  await turn();
  await giveAlerts(await loadGlance(now), worldOf({ now: () => now }), (error) => {
    throw error;
  });
}

beforeEach(async () => {
  await local.clear();
  grantOrigins();
  Object.assign(fakeBrowser, { permissions: { ...fakeBrowser.permissions, contains: async () => false } });
  for (const id of ['a', 'b']) await add(id);
  await turn();
  await changeAlerts('b', (state = freshState) => state);
  await changeHost(host, () => ({ failures: 1, accounts: ['b'], at: noon, opensAt: noon }));
});

/** The record of `b` is none, in both copies: nothing of it is left but what was set aside. */
async function damageB(): Promise<void> {
  const setup = await rawSetup();
  const damaged = {
    ...setup,
    accounts: setup.accounts.map((account) => (account.id === 'b' ? { ...account, label: 7 } : account)),
  };
  await stored('setup', damaged);
  await local.set({ 'm:setup': damaged });
  await heal(noon);
  expect((await rawSetup()).accounts.map(({ id }) => id)).toEqual(['a']);
}

describe('an account that was set aside', () => {
  test('keeps its last reading, its history and all else, and the others are polled', async () => {
    await damageB();
    pass(15 * minute);
    await wholeTurn();
    expect(await keptOf('b')).toEqual(everywhere);
    expect(await remainingOf('b')).toBe(50_000);
  });

  test('keeps nothing once it is there again and the user removes it', async () => {
    const whole = await rawSetup();
    await damageB();
    await stored('setup', { ...whole, seq: 99 });
    await removeAccount('b');
    expect(await countSetAside()).toBe(0);
    await wholeTurn();
    expect(await keptOf('b')).toEqual([]);
    expect(await keptOf('a')).not.toEqual([]);
  });
});

test('of a setup that was set aside as a whole only the account that the user removes is forgotten', async () => {
  await setAside('setup/1/0', { ...(await rawSetup()), version: 2 });
  await setAside('setup/1/1', 'x');
  await removeAccount('b');
  expect([...(await loadIdsSetAside())]).toEqual(['a']);
  expect(await countSetAside()).toBe(2);
});
