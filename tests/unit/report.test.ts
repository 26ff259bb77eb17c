import { describe, expect, test } from 'vitest';
import type { Failure } from '../../lib/failure.ts';
import { begin, emptyReport, failuresAfter, ownReading, tell, type News } from '../../lib/report.ts';
import { reportFrom } from '../../lib/stored.ts';
import { hour, minute, noon, reportOf } from './given.ts';
import { failure, first, readingOf, second } from './given-report.ts';

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

  test.each<[string, News]>([
    ['a reading', { reading: readingOf(40), dueAt: noon + minute }],
    ['a shorter delay', { failure, dueAt: noon + minute, notBefore: noon + minute, asked: minute }],
  ])('of %s leave what was asked for meanwhile, and lies ahead', (_, news) => {
    const asked = { notBefore: noon + hour, asked: hour };
    expect(tell({ ...known, ...asked }, second, news)).toMatchObject({ ...asked, dueAt: noon + hour });
  });

  test('that ask for more take the place of what was asked for before', () => {
    const asked = { notBefore: noon + hour, asked: hour };
    const report = tell({ ...known, notBefore: noon + minute, asked: minute }, second, {
      failure,
      dueAt: noon + hour,
      ...asked,
    });
    expect(report).toMatchObject(asked);
  });

  test('leave nothing that no provider can have asked for', () => {
    const report = tell({ ...known, notBefore: noon + 27 * hour, asked: hour }, second, { failure, dueAt: noon });
    expect(report).not.toHaveProperty('notBefore');
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

  test('with a changed account has no reading of its own, until one comes', () => {
    const read = reportOf({ reading: readingOf(50), told: 1 });
    expect(ownReading(read)).toEqual(readingOf(50));
    const begun = begin(begin(read, 1, noon, noon), 2, noon, noon);
    expect(begun).toMatchObject({ reading: readingOf(50), readWith: 0 });
    const failed = tell(begun, { number: 3, revision: 2 }, { failure, dueAt: noon });
    for (const report of [begun, failed, reportFrom(structuredClone(failed))])
      expect(report && ownReading(report)).toBeUndefined();
    const told = tell(failed, { number: 4, revision: 2 }, { reading: readingOf(40), dueAt: noon });
    expect(ownReading(told)).toEqual(readingOf(40));
    expect(told).not.toHaveProperty('readWith');
  });

  test('is what the user wished for, and the wish is gone', () => {
    const wished = reportOf({ wanted: true });
    expect(begin(wished, 0, noon, noon + minute)).not.toHaveProperty('wanted');
    expect(begin(wished, 1, noon, noon + minute)).not.toHaveProperty('wanted');
  });
});
