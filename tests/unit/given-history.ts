import * as fc from 'fast-check';
import { pointsOf, type Chunk } from '../../lib/history.ts';

/** What the tests of the history start from. */

export const keptDays = 5 * 365;

/** Steps of a life: minutes that go by, and what happens to the amount. */
const step = {
  minutes: fc.oneof(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1440, max: 40_000 })),
  change: fc.oneof(
    fc.constant(0),
    fc.double({ min: -500, max: -0.01, noNaN: true }),
    fc.integer({ min: 1, max: 5000 }),
  ),
};
const length = { minLength: 5, maxLength: 60 };
export const life = fc.array(fc.record(step), length);

/** The same, and at some of the steps there is another key. */
const isAnother = fc.integer({ min: 0, max: 7 }).map((chance) => chance === 0);
export const lifeOfKeys = fc.array(fc.record({ ...step, isAnother }), length);

export function spentIn(chunks: Chunk[]): number {
  return pointsOf(chunks, 'account').reduce((sum, { spent }) => sum + spent, 0);
}
