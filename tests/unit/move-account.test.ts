// @vitest-environment node
import { array, assert, asyncProperty, integer, record } from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { moveAccount } from '../../lib/accounts.ts';
import { changeSetup, loadSetup } from '../../lib/setup-store.ts';
import { accountOf, emptyStores } from './given.ts';

const ids = ['a', 'b', 'c', 'd', 'e'];

beforeEach(emptyStores);

const reset = async () =>
  await changeSetup((setup) => ({ ...setup, accounts: ids.map((id) => accountOf({ id, label: `Label of ${id}` })) }));
const order = async () => (await loadSetup()).accounts.map(({ id }) => id).join('');

test.each([
  ['a', 1, 'bacde'],
  ['a', 3, 'bcdae'],
  ['e', -1, 'abced'],
  ['c', -2, 'cabde'],
  ['c', 0, 'abcde'],
  ['b', 99, 'acdeb'],
  ['d', -99, 'dabce'],
  ['nobody', 1, 'abcde'],
])('%s moved by %i', async (id, by, wanted) => {
  await reset();
  await moveAccount(id, by);
  expect(await order()).toBe(wanted);
});

test('a move tells where the account came to stand, by what is stored and not by what is shown', async () => {
  await reset();
  expect(await Promise.all([moveAccount('a', 1), moveAccount('a', 1)])).toEqual([
    { place: 1, by: 1, of: 5 },
    { place: 2, by: 1, of: 5 },
  ]);
  expect(await moveAccount('a', 99)).toEqual({ place: 4, by: 2, of: 5 });
  expect(await moveAccount('a', 1)).toEqual({ place: 4, by: 0, of: 5 });
  expect(await moveAccount('nobody', 1)).toBeUndefined();
});

const place = integer({ min: 0, max: ids.length - 1 });

test('no sequence of moves loses, doubles or changes an account', async () => {
  await reset();
  const before = new Map((await loadSetup()).accounts.map((account) => [account.id, account]));
  const move = record({ from: place, by: integer({ min: -9, max: 9 }) });
  await assert(
    asyncProperty(array(move, { maxLength: 12 }), async (moves) => {
      for (const { from, by } of moves) await moveAccount(ids[from] ?? '', by);
      const { accounts } = await loadSetup();
      expect(accounts).toHaveLength(ids.length);
      expect(new Map(accounts.map((account) => [account.id, account]))).toEqual(before);
    }),
    { numRuns: 30 },
  );
});

test('a move within the list and the same move back leave it as it was', async () => {
  await reset();
  await assert(
    asyncProperty(place, place, async (from, to) => {
      const before = await order();
      const id = before.charAt(from);
      await moveAccount(id, to - from);
      expect((await order()).indexOf(id)).toBe(to);
      await moveAccount(id, from - to);
      expect(await order()).toBe(before);
    }),
    { numRuns: 60 },
  );
});
