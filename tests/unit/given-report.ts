import type { Failure } from '../../lib/failure.ts';
import type { Reading } from '../../lib/reading.ts';
import { balanceOf, noon } from './given.ts';

/** What the tests of reports start from: news, and the attempts that bring them. */

export const failure: Failure = { kind: 'timeout', at: noon };
export const readingOf = (remaining: number, at = noon): Reading => ({ at, balances: [balanceOf({ remaining })] });
export const first = { number: 1, revision: 0 };
export const second = { number: 2, revision: 0 };
