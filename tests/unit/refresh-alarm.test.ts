// @vitest-environment node
import { describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { removeAccount } from '../../lib/accounts.ts';
import { defaultSettings } from '../../lib/settings.ts';
import { changeSetup } from '../../lib/setup-store.ts';
import { hour, minute, noon, second } from './given.ts';
import { add, alarm, now, pass, turn } from './given-turns.ts';

describe('the alarm', () => {
  test('stands at the earliest time that an account is due', async () => {
    await add('a');
    await turn();
    pass(5 * minute);
    await add('b');
    await turn();
    expect(await alarm()).toMatchObject({ scheduledTime: noon + 15 * minute, periodInMinutes: 15 });
  });

  test('is not set again when it stands right', async () => {
    await add('a');
    await turn();
    const create = vi.spyOn(fakeBrowser.alarms, 'create');
    pass(minute);
    await turn();
    expect(create).not.toHaveBeenCalled();
  });

  test('follows a new interval', async () => {
    await add('a');
    await turn();
    await changeSetup((setup) => ({ ...setup, settings: { ...defaultSettings, interval: 60 } }));
    await turn();
    expect(await alarm()).toMatchObject({ scheduledTime: noon + hour, periodInMinutes: 60 });
  });

  test('never stands nearer than 30 seconds', async () => {
    await add('a');
    await changeSetup((setup) => ({ ...setup, settings: { ...defaultSettings, interval: 1 } }));
    await turn();
    pass(50 * second);
    await turn();
    expect((await alarm())?.scheduledTime).toBe(now + 30 * second);
  });

  test('is set again when it was lost', async () => {
    await add('a');
    await turn();
    await fakeBrowser.alarms.clearAll();
    await turn();
    expect((await alarm())?.scheduledTime).toBe(noon + 15 * minute);
  });

  test('goes when the last account goes', async () => {
    await add('a');
    await turn();
    await removeAccount('a');
    await turn();
    expect(await alarm()).toBeUndefined();
  });
});
