// @vitest-environment node
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Account } from '../../lib/account.ts';
import { saveAccount } from '../../lib/accounts.ts';
import { grant, type Work } from '../../lib/grant.ts';
import type { Found } from '../../lib/poll.ts';
import { changeReport } from '../../lib/report-store.ts';
import { withAsked } from '../../lib/tested.ts';
import { accountOf, hour, minute, noon, worldOf } from './given.ts';
import { add, alarm, askedFor, everything, now, pass, remainingOf, reportOf, simulator, turn } from './given-turns.ts';

/** What a provider asks for when a key is tested is held to by polling, whatever is under way meanwhile. */

const work = (): Work => ({ world: worldOf({ now: () => now }), turn, alert: () => {}, complain: () => {} });
const testOf = (account: Account, key?: string) =>
  grant({ wish: 'test', target: account, account: account.id, ...(key !== undefined && { key }) }, work());
const askToWait = (status: number) =>
  simulator.fault('all', { kind: 'answer', status, headers: { 'retry-after': '3600' } }, 1);

describe('a test that is told to wait', () => {
  test('while a poll of the account is under way outlasts the good answer to that', async () => {
    const account = await add('a');
    simulator.fault('all', { kind: 'delay', ms: 150 }, 1);
    const turning = turn();
    await vi.waitFor(() => expect(askedFor('a')).toBe(1));
    askToWait(429);
    await testOf(account);
    await turning;
    const until = noon + hour;
    expect(await reportOf('a')).toMatchObject({ reading: { at: noon }, notBefore: until, asked: hour, dueAt: until });
    pass(hour - 1);
    await turn(everything);
    expect(askedFor('a')).toBe(2);
    pass(1);
    await turn();
    expect(askedFor('a')).toBe(3);
  });

  test.each([429, 503])('with %d keeps the account from being asked that waits behind it', async (status) => {
    const account = await add('a');
    await add('b');
    await turn();
    // Of the two lanes to the one origin this takes one.
    simulator.fault({ key: 'key-of-b' }, { kind: 'delay', ms: 300 });
    const turning = [turn(({ id }) => id === 'b')];
    await vi.waitFor(() => expect(askedFor('b')).toBe(2));
    simulator.fault({ key: 'key-of-a' }, { kind: 'answer', status, headers: { 'retry-after': '3600' } }, 1);
    const testing = testOf(account);
    turning.push(turn(everything));
    await Promise.all([testing, ...turning]);
    expect(askedFor('a')).toBe(2);
    pass(hour - 1);
    await turn(everything);
    expect(askedFor('a')).toBe(2);
  });

  test('before the first poll of the account holds that as well', async () => {
    const account = await add('a');
    askToWait(429);
    await testOf(account);
    await turn(everything);
    expect(askedFor('a')).toBe(1);
    expect(await reportOf('a')).toMatchObject({ failure: { kind: 'rate-limited' }, dueAt: noon + hour, revision: 0 });
  });

  test('by the host itself holds every account there', async () => {
    const account = await add('a');
    await add('b');
    askToWait(503);
    await testOf(account, 'key-of-a');
    await turn(everything);
    expect(simulator.requests).toHaveLength(1);
    pass(hour);
    await turn();
    expect([askedFor('a'), askedFor('b')]).toEqual([2, 1]);
  });

  test('is told no more than it was told before by another', async () => {
    const account = await add('a');
    await turn();
    askToWait(429);
    const testing = testOf(account);
    await vi.waitFor(() => expect(askedFor('a')).toBe(2));
    await changeReport('a', (report) => ({ ...report, notBefore: noon + 2 * hour, asked: 2 * hour }));
    await testing;
    expect(await reportOf('a')).toMatchObject({ notBefore: noon + 2 * hour, asked: 2 * hour });
    pass(minute);
    expect(await testOf(account)).toMatchObject({ failure: { kind: 'rate-limited' } });
    expect(askedFor('a')).toBe(2);
  });
});

describe('a test of a typed key that was told to wait', () => {
  /** As the form does: the key is tested, and then saved with what the test was told. */
  async function testAndSave(account: Account, typed: string, saved: string): Promise<void> {
    askToWait(429);
    const submission = { account, key: typed };
    const found = (await testOf(account, typed)) as Found;
    const wait = found.wait ?? 0;
    await saveAccount(withAsked({ ...submission, key: saved }, [{ submission, at: now, wait }]));
  }
  const requests = () => simulator.requests.length;
  const fresh = () => accountOf({ provider: 'coinstats', baseUrl: simulator.url, keyEnd: '0001' });

  beforeEach(() => {
    simulator.addAccount('coinstats', 'typed-key', { remaining: 7 });
  });

  test('keeps the account from being asked once it is saved, and says why', async () => {
    await testAndSave(fresh(), 'typed-key', 'typed-key');
    await turn(everything);
    expect((await alarm())?.scheduledTime).toBe(noon + hour);
    pass(hour - 1);
    await turn(everything);
    expect(requests()).toBe(1);
    expect(await reportOf('a')).toMatchObject({ failure: { kind: 'rate-limited', at: noon }, dueAt: noon + hour });
    pass(1);
    await turn();
    expect(await remainingOf('a')).toBe(7);
  });

  test('does so in the place of another key, of which nothing counts any more', async () => {
    const account = await add('a');
    simulator.fault('all', { kind: 'answer', status: 401 }, 1);
    await turn();
    await testAndSave({ ...account, revision: 1 }, 'typed-key', 'typed-key');
    await turn(everything);
    expect(requests()).toBe(2);
    expect(await reportOf('a')).toMatchObject({ failure: { kind: 'rate-limited' }, failures: 0, dueAt: noon + hour });
    pass(hour);
    await turn();
    expect(await remainingOf('a')).toBe(7);
  });

  test('counts from now where the clock was set back since, and ends', async () => {
    await testAndSave(fresh(), 'typed-key', 'typed-key');
    pass(-9 * hour);
    await turn(everything);
    expect(await reportOf('a')).toMatchObject({ notBefore: now + hour, dueAt: now + hour });
    pass(hour);
    await turn();
    expect(await remainingOf('a')).toBe(7);
  });

  test('holds no other key', async () => {
    await testAndSave(fresh(), 'other-key', 'typed-key');
    await turn();
    expect(await remainingOf('a')).toBe(7);
  });
});
