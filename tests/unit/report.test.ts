import { describe, expect, test } from 'vitest';
import type { Balance } from '../../lib/balance.ts';
import type { Failure } from '../../lib/failure.ts';
import type { Reading } from '../../lib/reading.ts';
import { begin, emptyReport, failuresAfter, tell, type News, type Oddity, type Report } from '../../lib/report.ts';
import { balanceOf, day, hour, minute, noon, reportOf } from './given.ts';

const failure: Failure = { kind: 'timeout', at: noon };
const readingOf = (remaining: number, at = noon): Reading => ({ at, balances: [balanceOf({ remaining })] });
const first = { number: 1, revision: 0 };
const second = { number: 2, revision: 0 };

describe('news', () => {
  const known = reportOf({
    reading: readingOf(50, noon - hour),
    failure,
    failures: 3,
    told: 1,
    highWater: { account: 90 },
  });

  test('a reading replaces the reading and ends the failure', () => {
    const report = tell(known, second, { reading: readingOf(40), dueAt: noon + minute });
    expect(report).toMatchObject({
      reading: readingOf(40),
      failures: 0,
      dueAt: noon + minute,
      told: 2,
      highWater: { account: 90 },
    });
    expect(report).not.toHaveProperty('failure');
  });

  test('a failure joins and leaves the reading and its high as they were', () => {
    const news: News = { failure, dueAt: noon + hour, notBefore: noon + minute };
    const report = tell(known, second, news);
    expect(report).toEqual({ ...known, failures: 4, dueAt: noon + hour, notBefore: noon + minute, told: 2 });
  });

  test('what the provider asked for before no longer holds', () => {
    expect(tell({ ...known, notBefore: noon }, second, { failure, dueAt: noon })).not.toHaveProperty('notBefore');
  });

  test('the attempt that brings them is no longer under way', () => {
    const asked = reportOf({ attempt: { number: 1, at: noon } });
    expect(tell(asked, first, { failure, dueAt: noon })).not.toHaveProperty('attempt');
  });

  test('a later attempt stays under way', () => {
    const attempt = { number: 2, at: noon };
    expect(tell(reportOf({ attempt }), first, { failure, dueAt: noon }).attempt).toEqual(attempt);
  });

  const lateNews: News[] = [
    { reading: readingOf(1), dueAt: noon },
    { failure, dueAt: noon },
  ];
  test.each(lateNews)('of an older attempt, or of the same told twice, change nothing', (news) => {
    const report = reportOf({ reading: readingOf(50), told: 2 });
    expect(tell(report, first, news)).toBe(report);
    expect(tell(report, second, news)).toBe(report);
  });

  test.each(lateNews)('of another revision of the account change nothing', (news) => {
    const report = reportOf({ reading: readingOf(50), revision: 4 });
    expect(tell(report, { number: 9, revision: 3 }, news)).toBe(report);
  });
});

describe('the high since the last top-up', () => {
  /** The highs after these amounts were read one after the other. */
  function highsOf(...amounts: number[]): (number | undefined)[] {
    let report: Report = reportOf();
    return amounts.map((remaining, index) => {
      report = tell(report, { number: index + 1, revision: 0 }, { reading: readingOf(remaining), dueAt: noon });
      return report.highWater['account'];
    });
  }

  const cases: [string, number[], number[]][] = [
    ['begins with the first reading', [100], [100]],
    ['stays while the balance falls', [100, 60, 20], [100, 100, 100]],
    ['begins anew when the balance rises, even to less than before', [100, 20, 70, 60], [100, 100, 70, 70]],
    ['begins anew when it rises above', [100, 250, 240], [100, 250, 250]],
    ['stays when nothing changes', [100, 60, 60], [100, 100, 100]],
    ['takes a rise of a hundredth for a top-up', [100, 60, 60.01], [100, 100, 60.01]],
    ['does not take binary noise for a top-up', [100, 0.3, 0.1 + 0.2], [100, 100, 100]],
    ['does not take noise of large amounts for a top-up', [1e9, 1095.3996, 1095.3996000000002], [1e9, 1e9, 1e9]],
    ['begins anew after a debt is paid', [10, -5, 8], [10, 10, 8]],
    ['begins anew from nothing', [10, 0, 5], [10, 10, 5]],
  ];
  test.each(cases)('%s', (_, amounts, highs) => {
    expect(highsOf(...amounts)).toEqual(highs);
  });

  test('does not mind failures in between', () => {
    const told = tell(reportOf(), first, { reading: readingOf(100), dueAt: noon });
    const failed = tell(told, second, { failure, dueAt: noon });
    const again = tell(failed, { number: 3, revision: 0 }, { reading: readingOf(40), dueAt: noon });
    expect(again.highWater).toEqual({ account: 100 });
  });

  /** The high after a reading of 80 beside one of 100, each with its reset. */
  function highAfter(resets: [number | undefined, number | undefined], at: number): number | undefined {
    const [before, after] = resets.map((resetsAt) => balanceOf({ remaining: 100, ...(resetsAt && { resetsAt }) }));
    const told = tell(reportOf(), first, { reading: { at: noon, balances: before ? [before] : [] }, dueAt: noon });
    const balances = after ? [{ ...after, remaining: 80 }] : [];
    return tell(told, second, { reading: { at, balances }, dueAt: at }).highWater['account'];
  }

  const resets: [string, [number | undefined, number | undefined], number, number][] = [
    ['begins anew when the reset has come, even with less than was left', [noon + hour, noon + day], noon + hour, 80],
    ['begins anew when no further reset is told', [noon + hour, undefined], noon + hour, 80],
    ['stays while the reset that has come is still told', [noon + hour, noon + hour], noon + day, 100],
    ['stays when another date is told before the reset has come', [noon + hour, noon + day], noon + hour - 1, 100],
    ['stays when a reset is told for the first time', [undefined, noon + hour], noon + day, 100],
  ];
  test.each(resets)('%s', (_, given, at, high) => {
    expect(highAfter(given, at)).toBe(high);
  });

  /** The reports after these readings, one after the other. */
  function reportsOf(...readings: Balance[][]): Report[] {
    let report = reportOf();
    return readings.map((balances, index) => {
      const news = { reading: { at: noon + index, balances }, dueAt: noon };
      report = tell(report, { number: index + 1, revision: 0 }, news);
      return report;
    });
  }

  const keyOf = (remaining: number, told: Partial<Balance> = {}) => balanceOf({ id: 'key', remaining, ...told });

  test('of a balance that a reading leaves out is kept', () => {
    const highs = reportsOf([keyOf(100), balanceOf()], [balanceOf()], [keyOf(60), balanceOf()]).map(
      ({ highWater }) => highWater['key'],
    );
    expect(highs).toEqual([100, 100, 100]);
    expect(reportsOf([keyOf(100)], [balanceOf()], [keyOf(250)]).at(-1)?.highWater['key']).toBe(250);
  });

  const others: [string, Balance, Balance][] = [
    ['in another unit', keyOf(100), keyOf(40, { unit: 'USD' })],
    ['that is unlimited now', keyOf(100), keyOf(40, { unlimited: true })],
    ['that was unlimited before', keyOf(100, { unlimited: true }), keyOf(40)],
  ];
  test.each(others)('begins anew with a figure %s', (_, before, after) => {
    expect(reportsOf([before], [after]).at(-1)?.highWater).toEqual({ key: 40 });
  });

  test('is kept for each balance by itself', () => {
    const both = (key: number, user: number): Reading => ({
      at: noon,
      balances: [balanceOf({ id: 'key', remaining: key }), balanceOf({ id: 'user', remaining: user })],
    });
    const told = tell(reportOf(), first, { reading: both(10, 10), dueAt: noon });
    expect(tell(told, second, { reading: both(5, 50), dueAt: noon }).highWater).toEqual({ key: 10, user: 50 });
  });
});

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

describe('failures in a row', () => {
  const refused: Failure = { kind: 'unauthorized', at: noon };
  const offline: Failure = { kind: 'offline', at: noon };
  const unreached: Failure = { ...offline, host: 'api.crustdata.com' };
  const cases: [string, Failure | undefined, Failure | undefined, number][] = [
    ['end with a reading', failure, undefined, 0],
    ['go on', failure, { kind: 'server', at: noon }, 4],
    ['go on with a host that cannot be reached', failure, unreached, 4],
    ['begin anew with a refusal', failure, refused, 1],
    ['go on with another refusal', refused, refused, 4],
    ['go on after a refusal', refused, failure, 4],
    ['stay as many without a network', failure, offline, 3],
  ];
  test.each(cases)('%s', (_, before, after, count) => {
    expect(failuresAfter(reportOf({ failures: 3, ...(before && { failure: before }) }), after)).toBe(count);
    const news: News = after ? { failure: after, dueAt: noon } : { reading: readingOf(1), dueAt: noon };
    expect(tell(reportOf({ failures: 3, ...(before && { failure: before }) }), first, news).failures).toBe(count);
  });
});

describe('an attempt', () => {
  test('is marked before it is made, with the moment at which it is made again should it be cut off', () => {
    expect(begin(emptyReport, 0, noon, noon + minute)).toEqual({
      ...emptyReport,
      attempt: { number: 1, at: noon },
      dueAt: noon + minute,
      revision: 0,
    });
  });

  test('keeps what is known', () => {
    const known = reportOf({
      reading: readingOf(50),
      failure,
      failures: 2,
      notBefore: noon,
      highWater: { account: 90 },
    });
    expect(begin(known, 0, noon, noon + minute)).toMatchObject({
      reading: readingOf(50),
      failure,
      failures: 2,
      notBefore: noon,
      highWater: { account: 90 },
    });
  });

  test('has a higher number than every attempt before it, told or cut off', () => {
    expect(begin(reportOf({ told: 7 }), 0, noon, noon).attempt?.number).toBe(8);
    expect(begin(reportOf({ told: 7, attempt: { number: 9, at: 0 } }), 0, noon, noon).attempt?.number).toBe(10);
  });

  test('with a changed account begins anew in all but the reading', () => {
    const held = reportOf({
      reading: readingOf(50),
      failure,
      failures: 2,
      notBefore: noon + hour,
      highWater: { account: 90 },
      oddities: { account: { kind: 'jump', at: noon, before: 5000 } },
    });
    const report = begin(held, 1, noon, noon + minute);
    expect(report).toMatchObject({ failures: 0, revision: 1, reading: readingOf(50), highWater: {}, oddities: {} });
    expect(report.highWater).toEqual({});
    expect(report.oddities).toEqual({});
    expect(report).not.toHaveProperty('notBefore');
  });

  test('is what the user wished for, and the wish is gone', () => {
    const wished = reportOf({ wanted: true });
    expect(begin(wished, 0, noon, noon + minute)).not.toHaveProperty('wanted');
    expect(begin(wished, 1, noon, noon + minute)).not.toHaveProperty('wanted');
  });
});
