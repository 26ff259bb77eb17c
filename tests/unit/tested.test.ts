import { expect, test } from 'vitest';
import type { Submission } from '../../lib/draft.ts';
import { withAsked, type Tested } from '../../lib/tested.ts';
import { accountAt, hour, minute, noon } from './given.ts';

const submission: Submission = { account: accountAt('a'), key: 'typed-key' };
const told = (wait: number, given = submission): Tested => ({ submission: given, at: noon, wait });
const askedOf = (given: Submission, ...tests: Tested[]) => withAsked(given, tests).account.asked;

test('what the provider asked for last is saved along', () => {
  expect(askedOf(submission, told(minute), told(hour), told(2 * minute))).toEqual({ at: noon, wait: hour });
  expect(withAsked(submission, [told(hour)]).key).toBe('typed-key');
});

test('whatever else was changed in the form', () => {
  const renamed = { ...submission, account: accountAt('a', 'one', { label: 'Other', fields: { team: '1' } }) };
  expect(askedOf(renamed, told(hour))).toEqual({ at: noon, wait: hour });
});

test('what was saved before stays where it lasts longer', () => {
  const asked = { at: noon, wait: hour };
  const saved = { account: accountAt('a', 'one', { asked }) };
  expect(askedOf(saved, told(minute, saved))).toEqual(asked);
  expect(askedOf(saved)).toEqual(asked);
});

test.each<[string, Submission]>([
  ['another key', { ...submission, key: 'other-key' }],
  ['the saved key', { account: submission.account }],
  ['another address', { ...submission, account: accountAt('a', 'two') }],
])('nothing is held for %s', (_, given) => {
  expect(withAsked(given, [told(hour)])).toBe(given);
});
