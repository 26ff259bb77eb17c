// @vitest-environment node
import { beforeEach, describe, expect, test } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { saveAccount } from '../../lib/accounts.ts';
import { lockDue, lockWhenUnused } from '../../lib/auto-lock.ts';
import { lockState, noteUse, unlock } from '../../lib/passphrase.ts';
import { refresh } from '../../lib/refresh.ts';
import { defaultSettings } from '../../lib/settings.ts';
import { loadReports } from '../../lib/report-store.ts';
import { changeSetup } from '../../lib/setup-store.ts';
import { turnLockOn } from '../../lib/vault.ts';
import { deriveQuickly, restartBrowser, storeAsBrowsersDo } from './given-vault.ts';
import { accountOf, emptyStores, hour, minute, noon } from './given.ts';
import { worldOf } from './given.ts';

const words = 'correct horse battery';

beforeEach(async () => {
  await emptyStores();
  storeAsBrowsersDo();
  deriveQuickly();
  await turnLockOn(words, noon);
});

/** What the lock is after so long without use. */
async function after(elapsed: number, minutes: number | undefined): Promise<string> {
  await lockWhenUnused(minutes, noon + elapsed);
  return await lockState();
}

describe('the keys lock by themselves', () => {
  test('after as many minutes as are set, and not a moment sooner', async () => {
    expect(await lockDue(15)).toBe(noon + 15 * minute);
    expect(await after(15 * minute - 1, 15)).toBe('unlocked');
    expect(await after(15 * minute, 15)).toBe('locked');
    expect(await lockDue(15)).toBeUndefined();
  });

  test('not while the browser runs, when nothing is set', async () => {
    expect(await lockDue(undefined)).toBeUndefined();
    expect(await after(1000 * hour, undefined)).toBe('unlocked');
  });

  test('counted from the last use', async () => {
    await noteUse(noon + 10 * minute);
    expect(await after(20 * minute, 15)).toBe('unlocked');
    expect(await after(25 * minute, 15)).toBe('locked');
  });

  test('counted from the unlocking', async () => {
    await restartBrowser();
    await unlock(words, noon + hour);
    expect(await after(hour + 14 * minute, 15)).toBe('unlocked');
    expect(await after(hour + 15 * minute, 15)).toBe('locked');
  });

  test('when the clock is set back to before the last use, for nobody knows how long that was', async () => {
    expect(await after(-1, 15)).toBe('locked');
  });

  test('when the browser is closed, in any case', async () => {
    await restartBrowser();
    expect(await lockState()).toBe('locked');
  });
});

describe('use', () => {
  test('does not open what is locked', async () => {
    await restartBrowser();
    await noteUse(noon + minute);
    expect(await lockState()).toBe('locked');
    expect(await fakeBrowser.storage.session.get(null)).toEqual({});
  });
});

describe('a turn of the worker', () => {
  const turn = (now: number) => refresh(worldOf({ now: () => now }));
  const alarm = async () => (await fakeBrowser.alarms.get('lock'))?.scheduledTime;

  beforeEach(async () => {
    // Nobody answers there, and nobody is asked: the turns below are about the lock alone.
    await saveAccount({ account: accountOf({ keyEnd: '1234' }), key: 'sk-canary-1234' });
    await changeSetup((setup) => ({ ...setup, settings: { ...defaultSettings, lockAfter: 15 } }));
  });

  test('lets an alarm stand at the moment, which moves with use and goes with the lock', async () => {
    const isAllowed = async () => false;
    await refresh(worldOf({ isAllowed }));
    expect(await alarm()).toBe(noon + 15 * minute);
    await noteUse(noon + 5 * minute);
    await refresh(worldOf({ isAllowed, now: () => noon + 5 * minute }));
    expect(await alarm()).toBe(noon + 20 * minute);
    await turn(noon + 20 * minute);
    expect(await lockState()).toBe('locked');
    expect(await alarm()).toBeUndefined();
  });

  test('that comes late locks before it asks anybody', async () => {
    await turn(noon + 15 * minute);
    expect(await lockState()).toBe('locked');
    expect((await loadReports()).get('a')).toMatchObject({ failure: { kind: 'locked', defect: 'passphrase' } });
  });
});
