// @vitest-environment node
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { historyCsv } from '../../lib/history-csv.ts';
import { chunkAfter, withReading } from '../../lib/history.ts';
import { accountOf, balanceOf, noon } from './given.ts';

const at = noon / 1000;

function chunkOf(...amounts: number[]) {
  return amounts.reduce(
    (chunk, remaining, step) => withReading(chunk, { at: noon, balances: [balanceOf({ remaining })] }, at + step * 60),
    chunkAfter(undefined, at),
  );
}

const linesOf = (label: string, ...amounts: number[]) =>
  historyCsv([{ account: accountOf({ label }), chunks: [chunkOf(...amounts)] }]).split('\r\n');

test('has a row for each point and each event, with numbers as numbers and times in UTC', () => {
  expect(linesOf('Work', 100, 90.25, -5, 45)).toEqual([
    'account,provider,balance,unit,time,remaining,spent,event,amount',
    'Work,crustdata,account,credit,2026-06-17T12:00:00.000Z,100,0,,',
    'Work,crustdata,account,credit,2026-06-17T12:01:00.000Z,90.25,9.75,,',
    'Work,crustdata,account,credit,2026-06-17T12:02:00.000Z,-5,95.25,,',
    'Work,crustdata,account,credit,2026-06-17T12:03:00.000Z,,,top-up,50',
    'Work,crustdata,account,credit,2026-06-17T12:03:00.000Z,45,0,,',
    '',
  ]);
});

test('does not say what was counted in before another unit came', () => {
  const dollars = withReading(
    chunkAfter(undefined, at),
    { at: noon, balances: [balanceOf({ remaining: 3, unit: 'USD' })] },
    at,
  );
  const both = withReading(dollars, { at: noon, balances: [balanceOf({ remaining: 300 })] }, at + 60);
  const rows = historyCsv([{ account: accountOf(), chunks: [both] }]).split('\r\n');
  expect(rows.slice(1, 4).map((row) => row.split(',')[3])).toEqual(['', 'credit', 'credit']);
});

test.each([
  ['=HYPERLINK("https://x.example")', `"'=HYPERLINK(""https://x.example"")"`],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@sum', "'@sum"],
  ['\tx', "'\tx"],
  ['a,b', '"a,b"'],
  ['say "x"', '"say ""x"""'],
  ['two\nlines', '"two\nlines"'],
])('a label %j cannot become a formula nor another row', (label, cell) => {
  expect(linesOf(label, 1)[1]?.startsWith(`${cell},crustdata,`)).toBe(true);
});

test('whatever the label, every row has as many cells as the first, and no cell begins as a formula', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (label) => {
      const [, row = []] = parsed(historyCsv([{ account: accountOf({ label }), chunks: [chunkOf(7)] }]));
      expect(row).toHaveLength(9);
      expect([label, `'${label}`]).toContain(row[0]);
      expect(row[0]).not.toMatch(/^[=+\-@\t\r\n]/);
    }),
  );
});

/** As RFC 4180 reads it. */
function parsed(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === '\r\n') rows.push([]);
  }
  return rows;
}
