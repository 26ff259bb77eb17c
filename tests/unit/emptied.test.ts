// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { enableAccount } from '../../lib/accounts.ts';
import { mirroredReports } from '../../lib/mirror.ts';
import { changePauses } from '../../lib/pause-store.ts';
import { withPause } from '../../lib/pause.ts';
import { loadBooks } from '../../lib/store.ts';
import { stored } from './damages.ts';
import { day, emptyStores, hour, minute, noon } from './given.ts';
import { add, everything, now, pass, remainingOf, reportOf, simulator, turn } from './given-turns.ts';

/** The browser hands out an empty database while the worker lives, and nothing has compared the stores since. */
describe('a database that is emptied between two turns', () => {
  test('costs no reading, neither in it nor in its mirror, though the keys are lost', async () => {
    await add('a');
    await turn();
    pass(15 * minute);
    await turn();
    await emptyStores();
    pass(15 * minute);
    await turn();
    const kept = { reading: { at: noon + 15 * minute }, failure: { kind: 'locked', at: now }, told: 3 };
    expect(await reportOf('a')).toMatchObject(kept);
    expect((await mirroredReports(['a'])).get('a')).toMatchObject(kept);
    expect(await remainingOf('a')).toBe(50_000);
    expect(simulator.requests).toHaveLength(2);
  });

  test('makes nothing due that is not', async () => {
    await add('a');
    await turn();
    await emptyStores();
    pass(minute);
    await turn();
    expect(await reportOf('a')).toBeUndefined();
    expect((await mirroredReports(['a'])).get('a')).toMatchObject({ reading: { at: noon }, told: 1 });
  });

  test('costs no reading when it is emptied under the turn', async () => {
    await add('a');
    await turn();
    pass(hour);
    const empty = async () => {
      await emptyStores();
      return true;
    };
    await turn(everything, { isAllowed: empty });
    const kept = { reading: { balances: [{ remaining: 50_000 }] } };
    expect((await mirroredReports(['a'])).get('a')).toMatchObject(kept);
    expect(await reportOf('a')).toMatchObject(kept);
  });
});

describe('the books', () => {
  test.each([
    ['is gone', emptyStores],
    ['is garbage', () => stored('setup', 'x')],
  ])('are those of the mirror as a whole when the setup %s', async (_, damage) => {
    for (const id of ['a', 'b']) await add(id);
    await enableAccount('b', false);
    await turn();
    await changePauses((pauses) => withPause(pauses, noon + day, 'a'));
    const { accounts, settings, pauses, reports } = await loadBooks();
    await damage();
    expect(await loadBooks()).toEqual({ accounts, settings, pauses, reports, hosts: new Map() });
  });
});
