// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { shareOf } from '../../lib/share.ts';
import { left, newsOf } from './given-looks.ts';

describe('the percentage', () => {
  const cases: [string, number[], string][] = [
    ['tells nothing at the first look, wherever the balance is', [3, 3], '- -'],
    ['tells each level once as the balance falls', [50, 20, 15, 5, 1, 0, -1], '- low - critical - empty -'],
    ['tells only the worst of the levels that are skipped', [50, 0], '- empty'],
    ['tells only the worst of two', [50, 4], '- critical'],
    [
      'does not tell a figure that trembles around the threshold',
      [50, 20, 20.1, 19.9, 21, 19, 22, 20],
      '- low - - - - - -',
    ],
    [
      'does not tell binary noise',
      [50, 20.000_000_000_000_004, 19.999_999_999_999_996, 20.000_000_000_000_004, 20],
      '- low - - -',
    ],
    ['tells again after the balance has recovered', [50, 19, 23, 19], '- low - low'],
    ['tells a level again that was left for the one above', [50, 4, 10, 4], '- critical - critical'],
    ['does not tell the levels on the way up', [50, 0, 4, 10, 50], '- empty - - -'],
    ['tells an empty balance once, though single credits come back', [50, 0, 0.5, 0, 0.9, 0], '- empty - - - -'],
    ['tells an empty balance again after a top-up', [50, 0, 100, 0], '- empty - empty'],
  ];
  test.each(cases)('%s', (_, remaining, news) => {
    expect(newsOf(remaining.map((one) => left(one)))).toEqual(news);
  });

  test('tells by the thresholds of the settings', () => {
    expect(
      newsOf(
        [80, 50, 9].map((remaining) => left(remaining)),
        { tones: { low: 60, critical: 10 } },
      ),
    ).toBe('- low critical');
  });

  test('of an account that is to be told when critical alone tells that', () => {
    const looks = [50, 15, 5, 0].map((remaining) => left(remaining));
    expect(newsOf(looks, { account: { off: ['low', 'empty'] } })).toBe('- - critical -');
  });

  test('tells by the account’s own thresholds, and nothing when they move', () => {
    const own = { account: { low: 40 } };
    expect(
      newsOf(
        [50, 39, 5].map((remaining) => left(remaining), own),
        own,
      ),
    ).toBe('- low critical');
    expect(newsOf([left(50), left(30), { ...left(30), ...own }])).toBe('- - -');
  });

  test('can be armed again even where the threshold is next to the top', () => {
    expect(
      newsOf(
        [100, 98, 99, 100, 98].map((remaining) => left(remaining)),
        { tones: { low: 98, critical: 5 } },
      ),
    ).toBe('- low - - low');
  });

  test('tells nothing when it is the threshold that moved', () => {
    const looks = [
      left(50),
      left(50),
      { ...left(50), tones: { low: 60, critical: 5 } },
      { ...left(55), tones: { low: 60, critical: 5 } },
    ];
    expect(newsOf(looks)).toBe('- - - -');
  });

  test('tells nothing when it is what the user calls full that moved', () => {
    const share = (full: number) => shareOf({ id: 'account', remaining: 50, unit: 'credit' }, full, undefined);
    const looks = [100, 100, 1000, 1000].map((full) => ({
      balances: [{ remaining: 50, share: share(full) as NonNullable<ReturnType<typeof share>> }],
    }));
    expect(newsOf(looks)).toBe('- - - -');
  });

  test('tells nothing that is switched off, but the worst of the rest', () => {
    expect(
      newsOf(
        [50, 15, 0].map((remaining) => left(remaining)),
        { rules: { low: false, empty: false } },
      ),
    ).toBe('- - critical');
  });

  test('does not make up for what was switched off', () => {
    const looks = [left(50), { ...left(15), rules: { low: false } }, left(14), left(4)];
    expect(newsOf(looks)).toBe('- - - critical');
  });

  test('of the highest amount seen is not armed again by single credits that come back', () => {
    const high = (remaining: number, mark: number) => {
      const share = shareOf({ id: 'account', remaining, unit: 'credit' }, undefined, mark);
      return { balances: [{ remaining, ...(share && { share }) }] };
    };
    const looks = [
      high(1000, 1000),
      high(150, 1000),
      high(151, 151),
      high(30, 151),
      high(0, 151),
      high(1, 1),
      high(0, 1),
      high(900, 900),
      high(0, 900),
    ];
    expect(newsOf(looks, { rules: { arrived: false } })).toBe('- low - - empty - - - empty');
  });

  test('is not taken for recovered when a reading leaves it out', () => {
    expect(newsOf([left(50), left(15), { balances: [{ remaining: 15 }] }, left(15)])).toBe('- low - -');
  });

  test('is not known of a balance that has nothing to be a part of, which is told when it is empty', () => {
    expect(newsOf([5, 0, 0, 3, 0].map((remaining) => ({ balances: [{ remaining }] })))).toBe('- empty - - empty');
  });

  test('of an unlimited balance says nothing', () => {
    expect(newsOf([left(50), left(0, { unlimited: true })])).toBe('- -');
  });

  test('starts anew, silently, with another unit or another key', () => {
    expect(newsOf([left(50), left(4, { unit: 'token' }), left(0, { unit: 'token' })])).toBe('- - empty');
    expect(newsOf([left(50), { ...left(4), revision: 1 }, { ...left(0), revision: 1 }])).toBe('- - empty');
  });

  test('of a balance that shows up later begins silently', () => {
    const two = (remaining: number) => ({
      balances: [...(left(50).balances ?? []), { ...left(remaining).balances?.[0], id: 'tokens' }],
    });
    expect(newsOf([left(50), two(4), two(0)])).toBe('- - empty');
  });
});
