import { describe, expect, test } from 'vitest';
import type { Balance } from '../../lib/balance.ts';
import type { Reading } from '../../lib/reading.ts';
import { tell, type Report } from '../../lib/report.ts';
import { balanceOf, day, hour, noon, reportOf } from './given.ts';
import { failure, first, readingOf, second } from './given-report.ts';

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
