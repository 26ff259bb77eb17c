// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { judge, untilNextLevel } from '../../lib/alert-judge.ts';
import type { AlertState } from '../../lib/alert-state.ts';
import { day, noon } from './given.ts';
import { factsAt, follow, interval, left, newsOf, rulesOf, type Look } from './given-looks.ts';

describe('the state', () => {
  test('keeps what is new until it is told, with where it has to go', () => {
    const { state } = follow([left(50), left(15)], {
      rules: { webhook: { preset: 'json', origin: 'https://x.example' } },
    });
    expect(state.pending).toEqual([
      {
        alert: {
          id: `a.account.low.${(noon + 2 * interval).toString(36)}`,
          kind: 'low',
          account: 'a',
          balance: 'account',
          at: noon + 2 * interval,
          facts: { remaining: 15, unit: 'credit', percent: 15, percentText: '15%', full: 100, basis: 'reported' },
        },
        to: ['notification', 'webhook'],
      },
    ]);
  });

  test('of the same look is the same', () => {
    const { state } = follow([left(50), left(15)]);
    const again = judge(state, factsAt(noon + 2 * interval, left(15)), rulesOf({}), noon + 2 * interval);
    expect(again).toEqual({ state, due: [] });
  });

  test('gives every crossing an id of its own', () => {
    const { ids } = follow([50, 15, 50, 15, 50, 15].map((remaining) => left(remaining)));
    expect(new Set(ids).size).toBe(3);
  });

  test('is kept up though nobody is to be told, so that nothing is made up for', () => {
    const off = { rules: { notifications: false } };
    expect(newsOf([left(50), { ...left(15), ...off }, left(15), left(4)])).toBe('- - - critical');
    expect(newsOf([left(50), { ...left(15), account: { muted: true } }, left(15)])).toBe('- - -');
  });

  test('drops what waits when the account is muted', () => {
    expect(follow([left(50), left(15), { ...left(15), account: { muted: true } }]).state.pending).toEqual([]);
  });

  test('does not let more than thirty alerts wait', () => {
    const looks = Array.from({ length: 100 }, (_, place) => left(place % 2 === 0 ? 50 : 0));
    const { state, ids } = follow(looks);
    expect(state.pending.map(({ alert }) => alert.id)).toEqual(ids.slice(-30));
  });

  test('has no text of a provider', () => {
    const { state } = follow([left(50, { unit: 'sk-canary' }), left(0, { unit: 'sk-canary' })]);
    expect(state.pending).toHaveLength(1);
    expect(JSON.stringify(state.pending)).not.toContain('canary');
  });

  test('names the balance where there are several', () => {
    const two = (remaining: number) => ({
      balances: [
        { ...left(50).balances?.[0], id: 'key' },
        { ...left(remaining).balances?.[0], id: 'user' },
      ],
    });
    expect(follow([two(50), two(15)]).state.pending[0]?.alert).toMatchObject({ balance: 'user', several: true });
  });
});

describe('a snooze until the next level', () => {
  const sleepy = (remaining: number) => {
    const { state } = follow([left(50), left(remaining)]);
    return { ...state, snooze: untilNextLevel(state) };
  };
  const lookAgain = (state: AlertState, remaining: number) =>
    judge(state, factsAt(noon + day, left(remaining)), rulesOf({}), noon + day).state.snooze;

  test('lasts at the level, and ends below and above', () => {
    const state = sleepy(15);
    expect(state.snooze).toEqual({ above: 1 });
    expect(lookAgain(state, 12)).toEqual({ above: 1 });
    expect(lookAgain(state, 4)).toBeUndefined();
    expect(lookAgain(state, 90)).toBeUndefined();
  });

  test('lasts through a reading that lacks the balance at that level, and one that lacks all', () => {
    const both = (tokens: number) => ({
      balances: [left(50), left(tokens, { id: 'tokens' })].flatMap(({ balances = [] }) => balances),
    });
    const { state } = follow([both(50), both(15)]);
    const judgedAt = (before: AlertState, look: Look) =>
      judge(before, factsAt(noon + day, look), rulesOf({}), noon + day).state;
    const without = judgedAt({ ...state, snooze: untilNextLevel(state) }, left(50));
    expect(without.snooze).toEqual({ above: 1 });
    expect(judgedAt(without, { balances: [] }).snooze).toEqual({ above: 1 });
    expect(judgedAt(without, both(15)).snooze).toEqual({ above: 1 });
    expect(judgedAt(without, both(4)).snooze).toBeUndefined();
  });

  test('ends when another balance falls, though one that is told of no more was deeper still', () => {
    const tokens = (remaining: number) => left(remaining, { id: 'tokens' }).balances ?? [];
    const { state } = follow([
      { balances: [...(left(50).balances ?? []), ...tokens(50)] },
      { balances: [...(left(50).balances ?? []), ...tokens(0)] },
    ]);
    const sleeping = { ...state, snooze: untilNextLevel(state) };
    expect(sleeping.snooze).toEqual({ above: 3 });
    expect(lookAgain(sleeping, 50)).toEqual({ above: 3 });
    expect(lookAgain(sleeping, 15)).toBeUndefined();
  });

  test('until a moment ends with it', () => {
    const state: AlertState = { ...sleepy(15), snooze: { until: noon + day } };
    expect(judge(state, factsAt(noon + day - 1, left(15)), rulesOf({}), noon + day - 1).state.snooze).toEqual({
      until: noon + day,
    });
    expect(lookAgain(state, 15)).toBeUndefined();
  });
});
