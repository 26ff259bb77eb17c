import { originOf } from './account.ts';
import type { Submission } from './draft.ts';

/** A test that was told to ask no more for `wait` milliseconds, from `at` on. */
export interface Tested {
  submission: Submission;
  at: number;
  wait: number;
}

/** What is saved knows what its provider asked for when the same key was tested at the same origin, so that polling holds to it. */
export function withAsked(submission: Submission, tests: Tested[]): Submission {
  const { account, key } = submission;
  const origin = originOf(account);
  const own = tests.filter((one) => one.submission.key === key && originOf(one.submission.account) === origin);
  const waits = [...(account.asked ? [account.asked] : []), ...own].toSorted((a, b) => b.at + b.wait - a.at - a.wait);
  const [last] = waits;
  return last ? { ...submission, account: { ...account, asked: { at: last.at, wait: last.wait } } } : submission;
}
