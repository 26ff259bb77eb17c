// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { untilResumed } from '../../lib/pause.ts';
import { postpone, type Report } from '../../lib/report.ts';
import {
  missedRuns,
  nextPoll,
  nextTurn,
  planOf,
  restsOf,
  type Books,
  type Plan,
  type Wanted,
} from '../../lib/schedule.ts';
import { accountAt, booksOf, booksWith, hour, minute, noon, readAt, reportOf, second } from './given.ts';

const nobody: Wanted = () => false;
const everybody: Wanted = () => true;
const half = () => 0.5;

const idsIn = ({ jobs }: Plan) => jobs.map(({ id }) => id);
const planned = (books: Books, now = noon, wanted = nobody, random = half) => planOf(books, now, random, wanted);
const polled = (books: Books, now = noon, wanted = nobody) => idsIn(planned(books, now, wanted));
const nexts = (books: Books, now = noon) => books.accounts.map((account) => nextPoll(account, books, now));
const [a, b, c] = [accountAt('a'), accountAt('b'), accountAt('c')];

describe('what is due', () => {
  test('is polled, and the next turn is when the first of the others is', () => {
    const reports = new Map([
      ['a', readAt(noon - 15 * minute)],
      ['b', readAt(noon - 5 * minute)],
      ['c', readAt(noon)],
    ]);
    const books = booksOf([a, b, c], { reports });
    expect(planned(books)).toEqual({ jobs: [a], slots: new Map() });
    expect(nexts(books)).toEqual([noon, noon + 10 * minute, noon + 15 * minute]);
    expect(nextTurn({ ...books, accounts: [c, b] }, noon)).toBe(noon + 10 * minute);
  });

  test('is not polled while it is being polled, wanted or not, unless it was changed since', () => {
    const books = booksWith([a], readAt(noon - hour, { attempt: { number: 2, at: noon - second } }));
    expect([polled(books), polled(books, noon, everybody)]).toEqual([[], []]);
    expect(polled({ ...books, accounts: [{ ...a, revision: 1 }] })).toEqual(['a']);
  });

  test('is nothing that is disabled, and no turn is needed for it', () => {
    const books = booksWith([accountAt('a', 'one', { enabled: false })], readAt(noon - hour));
    expect([polled(books), polled(books, noon, everybody), nexts(books)]).toEqual([[], [], [undefined]]);
    expect(nextTurn(books, noon)).toBeUndefined();
  });
});

const fifty = Array.from({ length: 50 }, (_, index) => accountAt(`n${index}`, `host${index}`));

/** The books after the plan has given its slots. */
function slotted(books: Books, { slots }: Plan, now: number): Books {
  const reports = [...books.reports].map(([id, report]): [string, Report] => {
    const slot = slots.get(id);
    return [id, slot === undefined ? report : postpone(report, slot, now)];
  });
  return { ...books, reports: new Map(reports) };
}

describe('after a long sleep', () => {
  const reports = new Map(fifty.map(({ id }, index) => [id, readAt(noon - 9 * hour - ((index * 7) % 50) * second)]));
  const slept = booksOf(fifty, { reports });
  let chance = 0;
  const chances = () => (chance = (chance + 0.618) % 1);

  test('the four that have waited longest are polled at once, the others within two minutes, each at its own moment', () => {
    const plan = planned(slept, noon, nobody, chances);
    expect(idsIn(plan)).toEqual(['n7', 'n14', 'n21', 'n28']);
    const slots = [...plan.slots.values()];
    expect([slots.length, new Set(slots).size]).toEqual([46, 46]);
    expect(slots.every((slot) => slot >= noon && slot < noon + 2 * minute)).toBe(true);
    expect(Math.max(...slots) - Math.min(...slots)).toBeGreaterThan(minute);
  });

  test('a slot is kept: before it nothing is polled, and after two minutes everything', () => {
    const plan = planned(slept, noon, nobody, chances);
    const rest = fifty.filter(({ id }) => plan.slots.has(id));
    const books = { ...slotted(slept, plan, noon), accounts: rest };
    expect(nexts(books)).toEqual(rest.map(({ id }) => plan.slots.get(id)));
    const first = Math.min(...plan.slots.values());
    expect([polled(books, first - 1), polled(books, first).length]).toEqual([[], 1]);
    expect(planned(books, noon + 2 * minute - 1)).toEqual({ jobs: expect.arrayContaining(rest), slots: new Map() });
  });

  test('slept through again, the slots are given anew', () => {
    const plan = planned(slept, noon);
    const again = planned(slotted(slept, plan, noon), noon + 9 * hour, nobody, chances);
    expect([again.jobs.length, again.slots.size]).toEqual([4, 46]);
    expect(Math.min(...again.slots.values())).toBeGreaterThanOrEqual(noon + 9 * hour);
  });

  test('four and fewer are all polled at once, and so are many that are hardly late', () => {
    expect(planned({ ...slept, accounts: fifty.slice(0, 4) }).slots.size).toBe(0);
    expect(polled(booksWith(fifty, readAt(noon - 17 * minute + 1)))).toHaveLength(50);
    expect(polled(booksWith(fifty, readAt(noon - 17 * minute)))).toHaveLength(4);
  });

  test('what the user wants is not put off', () => {
    expect(polled(slept, noon, everybody)).toHaveLength(50);
  });
});

describe('after the clock was set back', () => {
  const now = noon - 2 * hour;

  test('every account is polled within an interval, at a moment of its own', () => {
    const books = booksWith(fifty, readAt(noon));
    const plan = planned(books, now, nobody, () => 0.999);
    expect([plan.jobs, plan.slots.size]).toEqual([[], 50]);
    expect(new Set(plan.slots.values())).toEqual(new Set([now + 0.999 * 15 * minute]));
    const after = slotted(books, plan, now);
    expect([planned(after, now + minute), nextTurn(after, now)]).toEqual([
      { jobs: [], slots: new Map() },
      now + 0.999 * 15 * minute,
    ]);
    expect(polled(after, now + 15 * minute)).toHaveLength(50);
  });

  test('no earlier than the provider asked for, counted from now', () => {
    const books = booksWith(
      [a],
      reportOf({
        failure: { kind: 'server', at: noon },
        notBefore: noon + 40 * minute,
        asked: 40 * minute,
        dueAt: noon + 41 * minute,
      }),
    );
    const after = slotted(books, planned(books, now), now);
    expect(nexts(after, now)).toEqual([now + 40 * minute]);
    expect([polled(after, now + 40 * minute - 1, everybody), polled(after, now + 40 * minute)]).toEqual([[], ['a']]);
  });

  test('a slot that another clock gave is given anew', () => {
    const books = booksWith([a], readAt(noon, { slot: noon }));
    expect([...planned(books, now).slots.values()]).toEqual([now + 7.5 * minute]);
  });

  test('what the user wants is polled at once', () => {
    expect(polled(booksWith([a], readAt(noon)), now, everybody)).toEqual(['a']);
  });
});

describe('polls that were missed', () => {
  const missed = (report: Report | undefined, now = noon) => missedRuns(a, booksWith([a], report), now);

  test('are counted by the interval, and none is while a poll is hardly late', () => {
    expect([0, 14, 15, 30, 540].map((late) => missed(readAt(noon - (15 + late) * minute)))).toEqual([0, 0, 1, 2, 36]);
  });

  test('are none before the first poll, and before a poll is due', () => {
    expect([missed(undefined), missed(readAt(noon - minute)), missed(readAt(noon), noon - 2 * hour)]).toEqual([
      0, 0, 0,
    ]);
  });

  test('are counted as well for an account that was given a slot', () => {
    expect(missed(readAt(noon - 9 * hour, { slot: noon }))).toBe(35);
  });

  test('are none of the time in which the account was disabled or paused', () => {
    const rested = (restsUntil: number) => missed(readAt(noon - 9 * hour, { restsUntil }));
    expect([noon - hour, noon, noon + hour, untilResumed].map(rested)).toEqual([4, 0, 0, 0]);
    // It was due only after that.
    expect(missed(readAt(noon - hour, { restsUntil: noon - 2 * hour }))).toBe(3);
  });
});

describe('a rest', () => {
  const rests = (enabled: boolean, restsUntil: number | undefined, until?: number) => {
    const report = readAt(noon - hour, restsUntil === undefined ? {} : { restsUntil });
    const account = { ...a, enabled };
    const pauses = { accounts: until === undefined ? {} : { a: until } };
    return [...restsOf(booksWith([account], report, { pauses }), noon)];
  };

  test('is noted once, until its end as far as that is known', () => {
    expect(rests(false, undefined)).toEqual([['a', untilResumed]]);
    expect(rests(true, undefined, noon + hour)).toEqual([['a', noon + hour]]);
    expect(rests(true, undefined, untilResumed)).toEqual([['a', untilResumed]]);
    expect([rests(false, untilResumed), rests(true, noon + hour, noon + hour)]).toEqual([[], []]);
  });

  test('that ends before its time ends now', () => {
    expect(rests(true, untilResumed)).toEqual([['a', noon]]);
    expect(rests(true, noon + hour)).toEqual([['a', noon]]);
  });

  test('that has come to its end needs no note', () => {
    expect([rests(true, noon - hour, noon - hour), rests(true, noon), rests(true, undefined)]).toEqual([[], [], []]);
  });

  test('of an account of which nothing is known is none', () => {
    expect(restsOf(booksOf([{ ...a, enabled: false }]), noon)).toEqual(new Map());
  });
});
