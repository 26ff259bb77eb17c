// @vitest-environment node
import { assert, double, option, pre, property } from 'fast-check';
import { expect, test } from 'vitest';
import { tonesOf } from '../../lib/tones.ts';

const all = { low: 20, critical: 5 };

test('an account has the percentages of all, and each of its own instead', () => {
  expect(tonesOf(all)).toEqual(all);
  expect(tonesOf(all, { low: 40 })).toEqual({ low: 40, critical: 5 });
  expect(tonesOf(all, { critical: 0 })).toEqual({ low: 20, critical: 0 });
  expect(tonesOf(all, { low: 90, critical: 80 })).toEqual({ low: 90, critical: 80 });
});

test('what is set for all gives way to what is the account’s own, when it was changed since', () => {
  expect(tonesOf(all, { low: 3 })).toEqual({ low: 3, critical: 3 });
  expect(tonesOf(all, { critical: 30 })).toEqual({ low: 30, critical: 30 });
});

test('one of its own always counts, and critical is never above low', () => {
  const percent = () => option(double({ min: 0, max: 100, noNaN: true }), { nil: undefined });
  assert(
    property(percent(), percent(), (low, critical) => {
      // No form and no file lets two of its own through that are not.
      pre(low === undefined || critical === undefined || low > critical);
      const tones = tonesOf(all, { ...(low !== undefined && { low }), ...(critical !== undefined && { critical }) });
      expect(tones).toMatchObject({ ...(low !== undefined && { low }), ...(critical !== undefined && { critical }) });
      expect(tones.critical).toBeLessThanOrEqual(tones.low);
    }),
  );
});
