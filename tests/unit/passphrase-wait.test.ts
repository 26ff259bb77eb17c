// @vitest-environment node
import { beforeEach, describe, expect, test } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { lock, lockState, unlock } from '../../lib/passphrase.ts';
import { turnLockOn } from '../../lib/vault.ts';
import { deriveQuickly, restartBrowser, storeAsBrowsersDo } from './given-vault.ts';
import { emptyStores, minute, noon, second } from './given.ts';

const words = 'correct horse battery';
const others = 'quite another staple';
const { local } = fakeBrowser.storage;

const outcomeOf = async (passphrase: string, now = noon) => (await unlock(passphrase, now)).outcome;

beforeEach(async () => {
  await emptyStores();
  storeAsBrowsersDo();
  deriveQuickly();
  await turnLockOn(words, noon);
  await lock();
});

describe('waiting after a wrong passphrase', () => {
  /** Tries as soon as it may, so often; returns the waits in seconds. */
  async function guess(times: number): Promise<number[]> {
    const waits: number[] = [];
    let now = noon;
    for (let count = 0; count < times; count += 1) {
      const unlocking = await unlock(others, now);
      const until = 'until' in unlocking ? unlocking.until : Number.NaN;
      expect(unlocking.outcome).toBe('wrong');
      waits.push((until - now) / second);
      now = until;
    }
    return waits;
  }

  test('begins with the third, doubles, and ends at a minute', async () => {
    expect(await guess(11)).toEqual([0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  test('is kept when the browser is closed, and not even the right one is tried before its end', async () => {
    const waits = await guess(9);
    const began = noon + second * waits.slice(0, -1).reduce((sum, wait) => sum + wait, 0);
    await restartBrowser();
    expect(await unlock(words, began + minute - 1)).toEqual({ outcome: 'wait', until: began + minute });
    expect(await lockState()).toBe('locked');
    expect(await outcomeOf(words, began + minute)).toBe('unlocked');
  });

  test('is not prolonged by trying while it lasts', async () => {
    await guess(3);
    for (let ms = 0; ms < second; ms += 100)
      expect(await unlock(others, noon + ms)).toEqual({ outcome: 'wait', until: noon + second });
    expect(await outcomeOf(words, noon + second)).toBe('unlocked');
  });

  test('does not last for years when the clock was wrong and is set back', async () => {
    await guess(9);
    expect(await outcomeOf(words, noon - 365 * 24 * 60 * minute)).toBe('unlocked');
  });

  test('begins anew after the right one', async () => {
    await guess(9);
    expect(await outcomeOf(words, noon + 10 * minute)).toBe('unlocked');
    expect(await local.get('v:tries')).toEqual({});
    await lock();
    expect((await guess(3)).at(-1)).toBe(1);
  });
});
