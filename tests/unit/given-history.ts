import * as fc from 'fast-check';
import { pointsOf, type Chunk } from '../../lib/history.ts';

/** What the tests of the history start from. */

export const keptDays = 5 * 365;

/** Steps of a life: minutes that go by, and what happens to the amount. */
export const life = fc.array(
  fc.record({
    minutes: fc.oneof(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1440, max: 40_000 })),
    change: fc.oneof(
      fc.constant(0),
      fc.double({ min: -500, max: -0.01, noNaN: true }),
      fc.integer({ min: 1, max: 5000 }),
    ),
  }),
  { minLength: 5, maxLength: 60 },
);

export function spentIn(chunks: Chunk[]): number {
  return pointsOf(chunks, 'account').reduce((sum, { spent }) => sum + spent, 0);
}
