import { describe, expect, test } from 'vitest';
import type { Balance } from '../../lib/balance.ts';
import { begin, tell, type News, type Report } from '../../lib/report.ts';
import type { Oddity } from '../../lib/seen.ts';
import { balanceOf, day, hour, noon, reportOf } from './given.ts';
import { failure, first, readingOf, second } from './given-report.ts';

describe('what is hard to believe', () => {
  const at = noon + hour;

  function seen(balance: Balance): Report {
    return tell(reportOf(), first, { reading: { at: noon, balances: [balance] }, dueAt: noon });
  }

  function oddityAfter(before: Balance, after: Balance): Oddity | undefined {
    return tell(seen(before), second, { reading: { at, balances: [after] }, dueAt: at }).oddities['account'];
  }

  const cases: [string, number, number, 'jump' | undefined][] = [
    ['a rise to more than fifty times', 94, 9406, 'jump'],
    ['a fall to less than a fiftieth', 9406, 94, 'jump'],
    ['a rise to fifty times is believed', 10, 500, undefined],
    ['running dry is believed', 9406, 0, undefined],
    ['filling up from nothing is believed', 0, 9406, undefined],
    ['going into debt is believed', 10, -9406, undefined],
  ];
  test.each(cases)('%s', (_, before, after, kind) => {
    const known = seen(balanceOf({ remaining: before }));
    expect(tell(known, second, { reading: readingOf(after, at), dueAt: at }).oddities).toEqual(
      kind === undefined ? {} : { account: { kind, at, before } },
    );
  });

  test('a figure in another unit is told apart from a jump', () => {
    expect(oddityAfter(balanceOf({ remaining: 10 }), balanceOf({ remaining: 1000, unit: 'USD' }))).toEqual({
      kind: 'unit',
      at,
      before: 10,
    });
  });

  const limits: [string, number | undefined, number | undefined, object | undefined][] = [
    ['to more than fifty times', 100, 5001, { kind: 'limit', at, before: 100 }],
    ['to less than a fiftieth', 5001, 100, { kind: 'limit', at, before: 5001 }],
    ['to fifty times is believed', 100, 5000, undefined],
    ['to nothing is believed', 5000, undefined, undefined],
    ['from nothing is believed', undefined, 5000, undefined],
    ['from 0 is believed', 0, 5000, undefined],
  ];
  test.each(limits)('a change of the limit %s', (_, before, after, oddity) => {
    const limited = (limit?: number) => balanceOf({ remaining: 50, ...(limit !== undefined && { limit }) });
    expect(oddityAfter(limited(before), limited(after))).toEqual(oddity);
  });

  test('a change of both is told as one of the amount', () => {
    const after = balanceOf({ remaining: 9400, limit: 10_000 });
    expect(oddityAfter(balanceOf({ remaining: 94, limit: 100 }), after)).toMatchObject({ kind: 'jump', before: 94 });
  });

  const unlimited: [string, Balance, Balance][] = [
    ['now', balanceOf({ remaining: 10 }), balanceOf({ remaining: 99_999_999, unlimited: true })],
    ['before', balanceOf({ remaining: 99_999_999, unlimited: true }), balanceOf({ remaining: 10 })],
    ['and in another unit', balanceOf({ unlimited: true }), balanceOf({ unit: 'USD' })],
  ];
  test.each(unlimited)('nothing is when the balance is unlimited %s', (_, before, after) => {
    expect(oddityAfter(before, after)).toBeUndefined();
  });

  test('nothing is beside what was read with another key', () => {
    const renewed = begin(seen(balanceOf({ remaining: 94 })), 1, noon, noon);
    const report = tell(renewed, { number: 2, revision: 1 }, { reading: readingOf(9406, at), dueAt: at });
    expect(report).toMatchObject({ reading: readingOf(9406, at), oddities: {}, highWater: { account: 9406 } });
  });

  test('stays with a balance that a reading leaves out', () => {
    const known = {
      ...seen(balanceOf({ id: 'key' })),
      oddities: { key: { kind: 'jump' as const, at: noon, before: 1 } },
    };
    expect(tell(known, second, { reading: readingOf(5, at), dueAt: at }).oddities).toEqual(known.oddities);
  });

  test('is told for a day, failures or not, and then forgotten', () => {
    const oddities = { account: { kind: 'jump' as const, at: noon, before: 5000 } };
    const known = reportOf({ reading: readingOf(50), told: 1, oddities });
    const told = (news: News) => tell(known, second, news).oddities;
    expect(told({ failure, dueAt: at })).toEqual(oddities);
    expect(told({ reading: readingOf(49, noon + day - 1), dueAt: at })).toEqual(oddities);
    expect(told({ reading: readingOf(49, noon + day), dueAt: at })).toEqual({});
  });
});
