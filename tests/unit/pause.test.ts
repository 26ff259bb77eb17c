// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { clock } from '../../lib/format.ts';
import {
  noPauses,
  pausedUntil,
  pausesFrom,
  pausesFromNow,
  untilResumed,
  withoutPause,
  withPause,
} from '../../lib/pause.ts';
import { nextPoll, nextTurn, planOf, type Books, type Wanted } from '../../lib/schedule.ts';
import { pauseSentence } from '../../lib/sentences.ts';
import { accountAt, booksWith, day, hour, minute, noon, readAt } from './given.ts';

const everybody: Wanted = () => true;
const [a, b] = [accountAt('a'), accountAt('b')];
const polled = (books: Books, now = noon, wanted: Wanted = () => false) =>
  planOf(books, now, () => 0, wanted).jobs.map(({ id }) => id);
const nexts = (books: Books, now = noon) => books.accounts.map((account) => nextPoll(account, books, now));

describe('pauses', () => {
  test('are put on and taken off one by one', () => {
    const one = withPause(noPauses, noon + hour, 'a');
    const both = withPause(withPause(one, untilResumed, 'b'), noon + day);
    expect(both).toEqual({ all: noon + day, accounts: { a: noon + hour, b: untilResumed } });
    expect(withoutPause(both, 'b')).toEqual({ all: noon + day, accounts: { a: noon + hour } });
    expect(withoutPause(both)).toEqual({ accounts: { a: noon + hour, b: untilResumed } });
    expect(withoutPause(withoutPause(one, 'a'))).toEqual(noPauses);
  });

  test('take the place of the one before', () => {
    expect(withPause(withPause(noPauses, noon, 'a'), noon + hour, 'a')).toEqual({ accounts: { a: noon + hour } });
    expect(withPause({ all: untilResumed, accounts: {} }, noon + hour)).toEqual({ all: noon + hour, accounts: {} });
  });

  test('leave alone what they were made from', () => {
    const before = Object.freeze({ all: noon, accounts: Object.freeze({ a: noon }) });
    withPause(before, noon + hour, 'a');
    withoutPause(before, 'a');
    expect(before).toEqual({ all: noon, accounts: { a: noon } });
  });

  test('are over at their moment', () => {
    const pauses = { all: noon + minute, accounts: { a: noon + hour } };
    expect([pausedUntil('a', pauses, noon), pausedUntil('b', pauses, noon)]).toEqual([noon + hour, noon + minute]);
    expect(pausedUntil('b', pauses, noon + minute - 1)).toBe(noon + minute);
    expect([pausedUntil('b', pauses, noon + minute), pausedUntil('a', pauses, noon + hour)]).toEqual([
      undefined,
      undefined,
    ]);
    expect(pausedUntil('b', noPauses, noon)).toBeUndefined();
  });

  test('are put into words, with their end if they have one', () => {
    expect(pauseSentence(untilResumed, noon)).toBe('paused');
    expect(pauseSentence(noon + hour, noon)).toBe(`paused until ${clock(noon + hour, noon)}`);
  });

  test('of a future that the clock was set back from last as long as was left, and end', () => {
    const pauses = { at: noon, all: noon + hour, accounts: { a: noon + 2 * hour, b: untilResumed, c: noon - 1 } };
    const now = noon - 9 * hour;
    const after = pausesFromNow(pauses, now);
    expect(after).toEqual({ at: now, all: now + hour, accounts: { a: now + 2 * hour, b: untilResumed, c: now } });
    expect(pausedUntil('a', pauses, now)).toBe(now + 2 * hour);
    expect(pausedUntil('a', after, now + 2 * hour)).toBeUndefined();
    expect(pausesFromNow(pauses, noon - minute)).toBe(pauses);
  });

  test('that tell no moment at which they were made, as the first that were stored, stay as they are', () => {
    const stored = { accounts: { a: noon + hour } };
    const pauses = pausesFrom(stored);
    expect(pauses).toEqual(stored);
    expect(pausesFromNow(pauses, noon - day)).toBe(pauses);
  });

  test('that cannot be read are none', () => {
    for (const stored of [
      undefined,
      null,
      [],
      'x',
      { all: 'x', accounts: {} },
      { at: 'x', accounts: {} },
      { accounts: { a: null } },
      {},
    ])
      expect(pausesFrom(stored)).toEqual(noPauses);
  });
});

describe('a pause', () => {
  const due = readAt(noon - hour);
  const paused = (pauses: Books['pauses']) => booksWith([a, b], due, { pauses });

  test('of one account holds it alone, until its moment', () => {
    const books = paused({ accounts: { a: noon + hour } });
    expect([polled(books), nexts(books)]).toEqual([['b'], [noon + hour, noon - 45 * minute]]);
    expect(polled(books, noon + hour - 1)).toEqual(['b']);
    expect(polled(books, noon + hour)).toEqual(['a', 'b']);
  });

  test('of all holds every account, until its moment', () => {
    const books = paused({ all: noon + hour, accounts: {} });
    expect([polled(books), nextTurn(books, noon)]).toEqual([[], noon + hour]);
    expect(polled(books, noon + hour)).toEqual(['a', 'b']);
  });

  test('until the user resumes has no end, and needs no turn', () => {
    const books = paused({ all: untilResumed, accounts: {} });
    expect([nexts(books), nextTurn(books, noon)]).toEqual([[undefined, undefined], undefined]);
    expect(polled(books, noon + 1000 * day)).toEqual([]);
    const one = paused({ accounts: { a: untilResumed } });
    expect([nexts(one)[0], polled(one, noon + 1000 * day)]).toEqual([undefined, ['b']]);
  });

  test('of an account and of all end with the later of the two', () => {
    expect(nexts(paused({ all: noon + minute, accounts: { a: noon + hour } }))).toEqual([noon + hour, noon + minute]);
    expect(nexts(paused({ all: noon + hour, accounts: { a: noon + minute } }))[0]).toBe(noon + hour);
  });

  test('does not bring a poll forward', () => {
    const books = booksWith([a], readAt(noon), { pauses: { all: noon + minute, accounts: {} } });
    expect(nexts(books)).toEqual([noon + 15 * minute]);
  });

  test('does not stand in the way of “Refresh”', () => {
    expect(polled(paused({ all: untilResumed, accounts: { a: untilResumed } }), noon, everybody)).toEqual(['a', 'b']);
  });
});
