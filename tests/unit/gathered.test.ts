// @vitest-environment node
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { gathered } from '../../lib/gathered.ts';
import type { Wanted } from '../../lib/schedule.ts';
import { accountOf } from './given.ts';

const ids = ['a', 'b', 'c'];
const only =
  (id: string): Wanted =>
  (account) =>
    account.id === id;

/** Of each turn that has begun, what was wanted of it and whether the stores were whole. */
const begun: [string[], boolean][] = [];
let ready: PromiseWithResolvers<boolean>;
let end: PromiseWithResolvers<void>;
const turn = gathered(
  () => ready.promise,
  (wanted, isReady) => {
    begun.push([ids.filter((id) => wanted(accountOf({ id }), undefined, false)), isReady]);
    return end.promise;
  },
);

beforeEach(() => {
  begun.length = 0;
  ready = Promise.withResolvers();
  end = Promise.withResolvers();
});

describe('turns that are asked for before one can begin', () => {
  test('are one, which does what each was wanted for', async () => {
    const asked = [turn(), turn(only('a')), turn(), turn(only('c'))];
    expect(begun).toEqual([]);
    ready.resolve(true);
    end.resolve();
    await Promise.all(asked);
    expect(begun).toEqual([[['a', 'c'], true]]);
  });

  test('are one that polls nothing but what is due, if nothing was wanted', async () => {
    const asked = [turn(), turn()];
    ready.resolve(false);
    end.resolve();
    await Promise.all(asked);
    expect(begun).toEqual([[[], false]]);
  });

  test('end for all when it ends, and fail for all', async () => {
    const ended = vi.fn<() => void>();
    const asked = [turn(), turn(only('b'))].map((one) => one.finally(ended));
    ready.resolve(true);
    await vi.waitFor(() => expect(begun).toHaveLength(1));
    expect(ended).not.toHaveBeenCalled();
    end.reject(new Error('busy'));
    for (const one of asked) await expect(one).rejects.toThrow('busy');
  });
});

test('a turn that has begun is joined by none: it may have read its books before', async () => {
  ready.resolve(true);
  const first = turn(only('a'));
  await vi.waitFor(() => expect(begun).toHaveLength(1));
  const second = turn(only('b'));
  end.resolve();
  await Promise.all([first, second]);
  expect(begun).toEqual([
    [['a'], true],
    [['b'], true],
  ]);
});
