import { describe, expect, test } from 'vitest';
import type { Failure, FailureKind } from '../../lib/failure.ts';
import { providers } from '../../lib/providers/index.ts';
import { nextDue, waitOf } from '../../lib/retry.ts';
import { answerOf, day, hour, minute, noon, second } from './given.ts';

const interval = 15;
const least = () => 0;
const most = () => 0.999;

/** The delay in milliseconds after a failure, with the least and the most of chance. */
function delays(
  kind: FailureKind,
  failures: number,
  told: Partial<Failure> = { host: 'api.example' },
): [number, number] {
  const outcome = { failure: { kind, ...told } };
  const due = (random: () => number) => nextDue(outcome, failures, interval, noon, random) - noon;
  return [due(least), due(most)];
}

/** From `low` to `high`, which is not reached. */
function expectBetween([shortest, longest]: [number, number], low: number, high: number): void {
  expect(shortest).toBe(low);
  expect(longest).toBeCloseTo(low + 0.999 * (high - low), 3);
}

describe('the next attempt after a reading', () => {
  test('is due an interval later', () => {
    expect(nextDue({}, 0, interval, noon, most)).toBe(noon + interval * minute);
    expect(nextDue({}, 0, 60, noon, least)).toBe(noon + hour);
  });

  test('is due later when the provider asks for it, and never earlier', () => {
    expect(nextDue({ wait: hour }, 0, interval, noon, least)).toBe(noon + hour);
    expect(nextDue({ wait: minute }, 0, interval, noon, most)).toBe(noon + interval * minute);
  });
});

describe('the next attempt after a failure', () => {
  const growing: [FailureKind, number, number, number][] = [
    ['server', 30 * second, minute, hour],
    ['offline', 30 * second, minute, hour],
    ['timeout', 30 * second, minute, hour],
    ['rate-limited', 30 * second, 5 * minute, hour],
    ['unreadable', 5 * minute, 15 * minute, 6 * hour],
  ];
  test.each(growing)('of %s is put off at random, up to twice as long each time', (kind, low, base, cap) => {
    for (const failures of [1, 2, 3, 4]) {
      expectBetween(delays(kind, failures), low, Math.min(cap, base * 2 ** failures));
    }
    const isHosts = kind !== 'rate-limited' && kind !== 'unreadable';
    for (const failures of [10, 1000, 1e9]) expectBetween(delays(kind, failures), isHosts ? 48 * minute : low, cap);
  });

  test('in a row, from the fifth on, leaves the host alone for most of an hour', () => {
    expectBetween(delays('server', 4), 30 * second, 16 * minute);
    expectBetween(delays('server', 5), 48 * minute, hour);
  });

  test('of no network at all comes after a minute each time, for nobody was asked', () => {
    for (const failures of [0, 1, 2, 1000]) expect(delays('offline', failures, {})).toEqual([minute, minute]);
  });

  test('of a refused key is a check between 5 and 10 minutes, and then held for a day', () => {
    expectBetween(delays('unauthorized', 1), 5 * minute, 10 * minute);
    expect(delays('unauthorized', 2)).toEqual([day, day]);
    expect(delays('unauthorized', 99)).toEqual([day, day]);
  });

  test('of a request that was rejected is held for a day, but for an error inside a good answer, which may pass', () => {
    expect(delays('rejected', 1, { status: 418 })).toEqual([day, day]);
    expectBetween(delays('rejected', 1, {}), 5 * minute, 30 * minute);
  });

  test.each([408, 409, 421, 423, 425])('of a request that was rejected with %d for the moment comes soon', (status) => {
    expectBetween(delays('rejected', 1, { status }), 30 * second, 2 * minute);
    expectBetween(delays('rejected', 5, { status }), 48 * minute, hour);
  });

  const held: FailureKind[] = ['forbidden', 'not-found', 'redirected', 'no-permission', 'locked'];
  test.each(held)('of %s is held for a day: nothing changes there by itself', (kind) => {
    expect(delays(kind, 1)).toEqual([day, day]);
    expect(delays(kind, 7)).toEqual([day, day]);
  });

  test.each([...held, 'unauthorized' as const])('of %s is held even if the answer asks to come back sooner', (kind) => {
    expect(nextDue({ failure: { kind }, wait: minute }, 2, interval, noon, least)).toBe(noon + day);
  });

  test('of a payment that is wanted is due as usual', () => {
    expect(delays('payment-required', 3)).toEqual([interval * minute, interval * minute]);
  });

  test('is no earlier than the provider asked for, and up to a tenth later', () => {
    const outcome = { failure: { kind: 'rate-limited' as const }, wait: 90 * second };
    expect(nextDue(outcome, 1, interval, noon, least)).toBe(noon + 90 * second);
    expect(nextDue(outcome, 1, interval, noon, most)).toBeCloseTo(noon + 90 * second * 1.0999, 0);
  });
});

describe('a delay that is asked for', () => {
  const waitFor = (retryAfter: string, status = 429) =>
    waitOf(answerOf(status, { 'retry-after': retryAfter }), undefined);

  const read: [string, number | undefined][] = [
    ['90', 90 * second],
    [' 90 ', 90 * second],
    ['7', 30 * second],
    ['0', 30 * second],
    ['86400', day],
    ['86401', day],
    ['99999999', day],
    ['9'.repeat(400), undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['1e3', undefined],
    ['abc', undefined],
    ['', undefined],
    ['7, 7', undefined],
    ['Wed, 17 Jun 2026 12:02:00 GMT', 2 * minute],
    ['Wed, 17 Jun 2026 12:00:05 GMT', 30 * second],
    ['Fri, 17 Jun 2099 12:00:00 GMT', day],
    ['Wed, 17 Jun 2026 11:59:00 GMT', undefined],
    ['Wed, soon', undefined],
  ];
  test.each(read)('as “%s” is %s ms', (retryAfter, wait) => {
    expect(waitFor(retryAfter)).toBe(wait);
  });

  test('as a date counts from when the answer was sent, whatever our own clock says', () => {
    const sentAt = Date.UTC(2001, 0, 1);
    const answer = answerOf(429, { 'retry-after': 'Mon, 01 Jan 2001 00:05:00 GMT' }, {}, sentAt);
    expect(waitOf(answer, undefined)).toBe(5 * minute);
  });

  test('with a good answer counts too', () => {
    expect(waitFor('90', 200)).toBe(90 * second);
  });

  test('in two ways is that of the header', () => {
    expect(waitOf(answerOf(429, { 'retry-after': '90' }), () => 40)).toBe(90 * second);
  });

  test.each(['abc', '-5', ''])('with the header “%s” is that of the provider’s own way', (retryAfter) => {
    expect(waitOf(answerOf(429, { 'retry-after': retryAfter }), () => 40)).toBe(40 * second);
  });

  test.each([200, 400, 403, 404])('in the provider’s own way does not count with a status of %d', (status) => {
    expect(waitOf(answerOf(status), () => 40)).toBeUndefined();
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, -1])('of %d seconds is none', (seconds) => {
    expect(waitOf(answerOf(503), () => seconds)).toBeUndefined();
  });
});

describe('in its own way', () => {
  const told: [string, string, Record<string, string>, unknown, number | undefined][] = [
    ['crustdata', 'seconds from now', { 'x-ratelimit-reset': '44' }, {}, 44],
    ['crustdata', 'nothing', {}, {}, undefined],
    ['crustdata', 'junk', { 'x-ratelimit-reset': 'soon' }, {}, undefined],
    ['datagrid', 'a second since 1970', { 'x-ratelimit-reset': `${noon / 1000 + 50}` }, {}, 50],
    ['datagrid', 'one that is past', { 'x-ratelimit-reset': `${noon / 1000 - 50}` }, {}, undefined],
    ['datagrid', 'nothing', {}, {}, undefined],
    ['evolink', 'a sentence', {}, { error: { fallback_suggestion: 'retry after 60 seconds' } }, 60],
    ['evolink', 'another sentence', {}, { error: { fallback_suggestion: 'Wait 1 second, please' } }, 30],
    ['evolink', 'a sentence without a number', {}, { error: { fallback_suggestion: 'try again later' } }, undefined],
    ['evolink', 'no sentence', {}, { error: { fallback_suggestion: 60 } }, undefined],
    ['firecrawl', 'a sentence', {}, { error: 'Rate limit exceeded, please retry after 45s' }, 45],
    ['firecrawl', 'a sentence without a number', {}, { error: 'Rate limit exceeded' }, undefined],
  ];
  test.each(told)('%s tells %s', (id, _, headers, body, seconds) => {
    const provider = providers.find((one) => one.id === id);
    const wait = waitOf(answerOf(429, headers, body), provider?.wait);
    expect(wait).toBe(seconds === undefined ? undefined : seconds * second);
  });
});
