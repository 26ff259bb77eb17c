// @vitest-environment node
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { saveAccount } from '../../lib/accounts.ts';
import { grantExport, grantLock } from '../../lib/lock-wishes.ts';
import { changeLock, type LockWish } from '../../lib/messages.ts';
import { lock, lockState, unlock } from '../../lib/passphrase.ts';
import { loadSecret, saveSecrets } from '../../lib/vault.ts';
import { deriveQuickly, restartBrowser, storeAsBrowsersDo, withFailingWrite } from './given-vault.ts';
import { accountOf, emptyStores, noon, second } from './given.ts';

/** What a page wishes for about the passphrase is done by the worker, and what came of it is told truly. */

const words = 'correct horse battery';
const others = 'quite another staple';
const secret = { key: 'sk-canary-a-0123456789', origin: 'https://api.crustdata.com' };
const turnOn: LockWish = { wish: 'lock-on', passphrase: words };
const turnOff: LockWish = { wish: 'lock-off' };
const change: LockWish = { wish: 'lock-change', passphrase: others, old: words };
const complain = vi.fn<(error: unknown) => void>();
const grant = (wish: LockWish, now = noon) => grantLock(wish, now, complain);

beforeEach(async () => {
  await emptyStores();
  storeAsBrowsersDo();
  deriveQuickly();
  complain.mockReset();
  await saveSecrets(new Map([['a', secret]]));
});

describe('the worker', () => {
  test('turns the passphrase on, changes it and turns it off, and every key stays', async () => {
    expect(await grant(turnOn)).toBe('done');
    expect(await lockState()).toBe('unlocked');
    expect(await grant(change)).toBe('done');
    await restartBrowser();
    expect((await unlock(words, noon)).outcome).toBe('wrong');
    expect((await unlock(others, noon)).outcome).toBe('unlocked');
    expect(await grant(turnOff)).toBe('done');
    expect([await lockState(), await loadSecret('a')]).toEqual(['off', secret]);
    expect(complain).not.toHaveBeenCalled();
  });

  test('tells that the old passphrase is wrong, and when it is too soon', async () => {
    await grant(turnOn);
    const wrong: LockWish = { ...change, old: others };
    for (let count = 0; count < 3; count += 1) expect(await grant(wrong)).toBe('wrong');
    expect(await grant(change)).toBe('wait');
    expect(await grant(change, noon + second)).toBe('done');
  });

  test('tells that there is no passphrase any more, and makes none', async () => {
    expect(await grant(change)).toBe('off');
    expect(await lockState()).toBe('off');
  });

  test('tells that the keys are locked, and leaves them', async () => {
    await grant(turnOn);
    await lock();
    expect([await grant(turnOn), await grant(turnOff)]).toEqual(['locked', 'locked']);
    await unlock(words, noon);
    expect(await loadSecret('a')).toEqual(secret);
  });

  test('tells that it could not be written', async () => {
    let outcome: unknown;
    await withFailingWrite(1, true, async () => (outcome = await grant(turnOn)));
    expect(outcome).toBe('failed');
    expect(complain).toHaveBeenCalledOnce();
    expect([await lockState(), await loadSecret('a')]).toEqual(['off', secret]);
  });

  test('hands out the file with the keys, and tells whether it is the lock that keeps it from doing so', async () => {
    expect(await grantExport(words, complain)).toEqual({ text: expect.stringContaining('"vault"'), without: [] });
    await saveAccount({ account: accountOf({ id: 'a', keyEnd: '6789' }), key: secret.key });
    await grant(turnOn);
    await lock();
    expect(await grantExport(words, complain)).toEqual({ failure: 'locked' });
    expect(complain).not.toHaveBeenCalled();
    await unlock(words, noon);
    vi.spyOn(crypto.subtle, 'encrypt').mockRejectedValue(new DOMException('no', 'OperationError'));
    expect(await grantExport(words, complain)).toEqual({ failure: 'failed' });
    expect(complain).toHaveBeenCalledOnce();
  });

  test('does one after the other when two pages wish at once', async () => {
    await grant(turnOn);
    const again: LockWish = { ...change, passphrase: 'a third of them all' };
    expect((await Promise.all([grant(change), grant(again)])).toSorted()).toEqual(['done', 'wrong']);
    await restartBrowser();
    expect((await unlock(others, noon)).outcome).toBe('unlocked');
    expect(await loadSecret('a')).toEqual(secret);
  });
});

describe('the page', () => {
  const { runtime } = fakeBrowser;

  test.each(['done', 'wrong', 'wait', 'locked', 'off', 'failed'])('hears “%s”', async (outcome) => {
    const send = vi.spyOn(runtime, 'sendMessage').mockImplementation(async () => outcome as never);
    expect(await changeLock(turnOn)).toBe(outcome);
    expect(send).toHaveBeenCalledExactlyOnceWith(turnOn);
  });

  test.each([undefined, null, 'unlocked', { outcome: 'done' }])('takes %j for no answer', async (told) => {
    vi.spyOn(runtime, 'sendMessage').mockImplementation(async () => told as never);
    expect(await changeLock(turnOn)).toBeUndefined();
  });

  test('does not mind a worker that does not live to answer', async () => {
    vi.spyOn(runtime, 'sendMessage').mockRejectedValue(new Error('message channel closed'));
    expect(await changeLock(turnOn)).toBeUndefined();
  });

  test('waits for 30 s at most', async () => {
    vi.useFakeTimers();
    vi.spyOn(runtime, 'sendMessage').mockImplementation(() => new Promise(() => {}));
    let told: unknown = 'nothing yet';
    const asking = changeLock(turnOn).then((outcome) => (told = outcome));
    await vi.advanceTimersByTimeAsync(29_999);
    expect(told).toBe('nothing yet');
    await vi.advanceTimersByTimeAsync(1);
    expect(await asking).toBeUndefined();
    vi.useRealTimers();
  });
});
