// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { saveAccount } from '../../lib/accounts.ts';
import type { Fault } from '../simulator/faults.ts';
import { day, minute, noon, second } from './given.ts';
import { add, askedFor, now, pass, remainingOf, reportOf, simulator, turn } from './given-turns.ts';

describe('the last good reading', () => {
  const faults: [string, Fault, string][] = [
    ['an error status', { kind: 'answer', status: 500 }, 'server'],
    ['a refused key', { kind: 'answer', status: 401 }, 'unauthorized'],
    ['a rate limit', { kind: 'answer', status: 429 }, 'rate-limited'],
    ['a login page', { kind: 'html' }, 'unreadable'],
    ['an empty object', { kind: 'answer', status: 200, body: {} }, 'unreadable'],
    ['an empty answer', { kind: 'empty', status: 204 }, 'unreadable'],
    ['garbage', { kind: 'garbage' }, 'unreadable'],
    ['a redirect', { kind: 'redirect', status: 302, location: 'https://example.com/' }, 'redirected'],
    ['a broken connection', { kind: 'reset' }, 'offline'],
  ];
  test.each(faults)('survives %s', async (_, fault, kind) => {
    await add('a');
    await turn();
    pass(15 * minute);
    simulator.fault('all', fault);
    await turn();
    expect(await remainingOf('a')).toBe(50_000);
    expect(await reportOf('a')).toMatchObject({ reading: { at: noon }, failure: { kind, at: now }, failures: 1 });
    simulator.clearFaults();
    pass(day);
    await turn();
    expect(await reportOf('a')).toMatchObject({ reading: { at: now }, failures: 0 });
    expect(await reportOf('a')).not.toHaveProperty('failure');
  });

  test('survives that the key cannot be read any more', async () => {
    await add('a');
    await turn();
    pass(15 * minute);
    await fakeBrowser.storage.local.clear();
    await turn();
    expect(await reportOf('a')).toMatchObject({ reading: { at: noon }, failure: { kind: 'locked' } });
    expect(askedFor('a')).toBe(1);
  });
});

describe('a refused key', () => {
  test('is tried once more after 5 to 10 minutes, then once a day, and at once when it was changed', async () => {
    const account = await add('a');
    simulator.fault('all', { kind: 'answer', status: 401 });
    await turn();
    expect((await reportOf('a'))?.dueAt).toBe(noon + 5 * minute);
    pass(5 * minute);
    await turn();
    expect(await reportOf('a')).toMatchObject({ failures: 2, dueAt: now + day });
    pass(day - 1);
    await turn();
    expect(askedFor('a')).toBe(2);
    pass(1);
    await turn();
    expect(askedFor('a')).toBe(3);

    simulator.clearFaults();
    pass(minute);
    await saveAccount({ account: { ...account, revision: 1 }, key: 'key-of-a' });
    await turn();
    expect(await remainingOf('a')).toBe(50_000);
  });
});

describe('access that is given', () => {
  test('brings the account at once, however short ago it was missed', async () => {
    await add('a');
    await turn(undefined, { isAllowed: async () => false });
    expect(await reportOf('a')).toMatchObject({ failure: { kind: 'no-permission' } });
    expect(simulator.requests).toEqual([]);
    pass(3 * second);
    await turn((_, report) => report?.failure?.kind === 'no-permission');
    expect(await remainingOf('a')).toBe(50_000);
  });
});
