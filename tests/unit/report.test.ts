import { describe, expect, test } from 'vitest';
import type { Failure } from '../../lib/failure.ts';
import type { Reading } from '../../lib/reading.ts';
import { begin, emptyReport, tell, type News, type Report } from '../../lib/report.ts';
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

  test('begins anew on the day of the reset, even when less is granted than was left', () => {
    const read = (remaining: number, at: number): Reading => ({
      at,
      balances: [balanceOf({ remaining, resetsAt: noon + hour })],
    });
    const told = tell(reportOf(), first, { reading: read(100, noon), dueAt: noon });
    const before = tell(told, second, { reading: read(90, noon + hour - 1), dueAt: noon });
    expect(before.highWater).toEqual({ account: 100 });
    const after = tell(before, { number: 3, revision: 0 }, { reading: read(80, noon + hour), dueAt: noon });
    expect(after.highWater).toEqual({ account: 80 });
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
  const cases: [string, number, number, 'jump' | undefined][] = [
    ['a rise to more than fifty times', 94, 9406, 'jump'],
    ['a fall to less than a fiftieth', 9406, 94, 'jump'],
    ['a rise to fifty times is believed', 10, 500, undefined],
    ['running dry is believed', 9406, 0, undefined],
    ['filling up from nothing is believed', 0, 9406, undefined],
    ['going into debt is believed', 10, -9406, undefined],
  ];
  test.each(cases)('%s', (_, before, after, kind) => {
    const known = reportOf({ reading: readingOf(before), told: 1 });
    expect(tell(known, second, { reading: readingOf(after, at), dueAt: at }).oddities).toEqual(
      kind === undefined ? {} : { account: { kind, at, before } },
    );
  });

  test('a figure in another unit is told apart from a jump', () => {
    const known = reportOf({ reading: readingOf(10), told: 1 });
    const reading = { at, balances: [balanceOf({ remaining: 1000, unit: 'USD' })] };
    expect(tell(known, second, { reading, dueAt: at }).oddities).toEqual({ account: { kind: 'unit', at, before: 10 } });
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

  test('with a changed account counts failures from the start, and asks whatever was asked of the old key', () => {
    const held = reportOf({ reading: readingOf(50), failure, failures: 2, notBefore: noon + hour });
    const report = begin(held, 1, noon, noon + minute);
    expect(report).toMatchObject({ failures: 0, revision: 1, reading: readingOf(50) });
    expect(report).not.toHaveProperty('notBefore');
  });
});
