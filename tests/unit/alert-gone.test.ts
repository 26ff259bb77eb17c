// @vitest-environment node
import { entries } from 'idb-keyval';
import { beforeEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { removeAccount } from '../../lib/accounts.ts';
import { snoozeAlerts } from '../../lib/alert-actions.ts';
import { giveAlerts } from '../../lib/alert-turn.ts';
import { objectStore } from '../../lib/database.ts';
import { eraseAll } from '../../lib/erase.ts';
import { changeSetup } from '../../lib/setup-store.ts';
import { dropWebhook } from '../../lib/webhook-settings.ts';
import { storeAsBrowsersDo } from './given-vault.ts';
import { answerBy, bodies, fail, look, shown, watched, world } from './given-alerts.ts';

const view = () => watched(50);
const id = view().accounts[0]?.account.id ?? '';
const kept = async () => (await entries(objectStore('alerts', 'strict'))).map(([name]) => name);

beforeEach(async () => {
  storeAsBrowsersDo();
  vi.spyOn(fakeBrowser.runtime, 'getManifest').mockReturnValue({} as never);
  Object.assign(fakeBrowser.permissions, {
    getAll: async () => ({ origins: [], permissions: [] }),
    remove: async () => true,
  });
  const { accounts, settings } = view();
  await changeSetup(() => ({ accounts: accounts.map(({ account }) => account), settings }));
});

const gone: [string, () => Promise<unknown>][] = [
  ['the account is removed', () => removeAccount(id)],
  ['everything is deleted', eraseAll],
];

test.each(gone)('an alert of what was there a moment ago is neither noted nor told when %s', async (_, happen) => {
  await look(50);
  expect(await kept()).toEqual([id]);
  const seen = watched(15);
  await happen();
  const before = await kept();
  await giveAlerts(seen, world(), fail);
  expect([await kept(), shown, bodies]).toEqual([before, [], []]);
});

test('nothing is left when everything is deleted while an alert is told', async () => {
  await look(50);
  Object.assign(fakeBrowser.notifications, {
    create: async (name: string) => {
      await eraseAll();
      return name;
    },
  });
  answerBy((response) => response.writeHead(500).end());
  await look(15);
  expect(await kept()).toEqual([]);
  await snoozeAlerts([id], 'next-level');
  expect(await kept()).toEqual([]);
});

test('a webhook that is removed while it fails leaves no trouble behind', async () => {
  await look(50);
  answerBy((response) => void dropWebhook().then(() => response.writeHead(500).end()));
  await look(15);
  expect(bodies).toHaveLength(1);
  expect(await kept()).toEqual([id]);
});
