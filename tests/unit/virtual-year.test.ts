// @vitest-environment node
import { expect, test } from 'vitest';
import { liveOneYear } from '../virtual/year.ts';

test('in a year of 50 accounts, faults, sleeps and clock jumps no promise is broken', () => {
  const { watch } = liveOneYear(1);
  expect(watch.violations).toEqual([]);
  const { requests, faults, sleeps, jumps, kept } = watch.figures;
  expect(requests).toBeGreaterThan(300_000);
  expect(faults).toBeGreaterThan(5000);
  expect(sleeps).toBeGreaterThan(500);
  expect(jumps).toBeGreaterThan(50);
  // Of the polls that were planned for healthy time awake: all but a few, and none too many.
  expect(kept).toBeGreaterThan(0.95);
  expect(kept).toBeLessThanOrEqual(1);
}, 120_000);
