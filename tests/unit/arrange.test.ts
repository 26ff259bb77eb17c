// @vitest-environment node
import { array, assert, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arranged } from '../../lib/arrange.ts';
import { defaultDisplay, displayFrom, manyAccounts, orders, type Display } from '../../lib/display.ts';
import { gaugesOf, type AccountGauges } from '../../lib/gauge.ts';
import { accountTitle } from '../../lib/sentences.ts';
import { defaultSettings } from '../../lib/settings.ts';
import { accountOf, balanceOf, noon, reportWith } from './given.ts';

function shown(id: string, provider: string, label: string, percent: number): AccountGauges {
  const report = reportWith([balanceOf({ remaining: percent, limit: 100 })]);
  return gaugesOf(accountOf({ id, provider, label }), report, defaultSettings, noon);
}

const few = [
  shown('a', 'firecrawl', 'Work', 60),
  shown('b', 'coinstats', 'Home', 20),
  shown('c', 'crustdata', 'Sales', 90),
  shown('d', 'coinstats', 'Work', 40),
];
const many = Array.from({ length: manyAccounts }, (_, place) =>
  shown(String(place), place % 3 === 0 ? 'evolink' : 'coinstats', `Number ${place}`, 90 - place),
);

const idsOf = (accounts: AccountGauges[], display: Partial<Display>, search?: string) =>
  arranged(accounts, { ...defaultDisplay, ...display }, search).map(({ accounts: members }) =>
    members.map(({ account }) => account.id).join(''),
  );

describe('the order of a list', () => {
  test.each([
    ['lowest', 'bdac'],
    ['name', 'bdca'],
    ['own', 'abcd'],
  ] as const)('%s', (order, ids) => expect(idsOf(few, { order })).toEqual([ids]));

  test('by name has the second before the tenth', () => {
    const numbered = ['10', '2', '1'].map((number) => shown(number, 'coinstats', `Team ${number}`, 50));
    expect(idsOf(numbered, { order: 'name' })).toEqual(['1210']);
  });

  test('leaves what it is given as it is', () => {
    const given = [...few];
    idsOf(given, { order: 'lowest' });
    expect(given).toEqual(few);
  });
});

describe('an order that is held', () => {
  const heldIds = (accounts: AccountGauges[], held: string, display: Partial<Display> = {}) =>
    arranged(accounts, { ...defaultDisplay, ...display }, '', held.split('')).map(({ accounts: members }) =>
      members.map(({ account }) => account.id).join(''),
    );

  test('stays, whatever it would be sorted by', () => expect(heldIds(few, 'cabd')).toEqual(['cabd']));

  test('has what is new at its end, and what is gone nowhere', () => {
    expect(heldIds(few, 'dxa')).toEqual(['dabc']);
  });

  test('keeps its groups', () => {
    const before = idsOf(many, { grouped: true });
    const turned = many.map((one, place) => shown(one.account.id, one.account.provider, one.account.label, place + 1));
    expect(idsOf(turned, { grouped: true })).not.toEqual(before);
    expect(heldIds(turned, before.join(''), { grouped: true })).toEqual(before);
  });
});

describe('a search', () => {
  test.each([
    ['', 'abcd'],
    ['  ', 'abcd'],
    ['work', 'ad'],
    ['WORK coin', 'd'],
    ['coin  home', 'b'],
  ])('for “%s” finds %s', (search, ids) => expect(idsOf(few, { order: 'own' }, search)).toEqual([ids]));

  test('that finds nothing leaves no group', () => {
    expect(idsOf(few, {}, 'nobody')).toEqual([]);
    expect(idsOf(many, { grouped: true }, 'nobody')).toEqual([]);
  });
});

describe('groups', () => {
  test('have the name of their provider, in the order of their first accounts', () => {
    const groups = arranged(many, { ...defaultDisplay, grouped: true });
    expect(groups.map(({ name }) => name)).toEqual(['CoinStats', 'EvoLink']);
    expect(idsOf(many, { grouped: true })).toEqual(['75421', '630']);
  });

  test('are not made of a few accounts, and stay when a search leaves a few of many', () => {
    expect(idsOf(few, { grouped: true, order: 'own' })).toEqual(['abcd']);
    expect(idsOf(many, { grouped: true }, 'number 3')).toEqual(['3']);
    expect(arranged(many, { ...defaultDisplay, grouped: true }, 'number 3')[0]?.name).toBe('EvoLink');
  });
});

test('however it is shown, every account that is found is shown once', () => {
  const account = record({
    provider: constantFrom('coinstats', 'crustdata', 'evolink', 'gone'),
    label: constantFrom('Work', 'Home', 'work two'),
    percent: integer({ min: 0, max: 100 }),
  });
  const display = record({ order: constantFrom(...orders), grouped: constantFrom(true, false) });
  const search = constantFrom('', 'work', 'home coin', 'two');
  assert(
    property(array(account, { maxLength: 20 }), display, search, (given, part, text) => {
      const accounts = given.map(({ provider, label, percent }, place) =>
        shown(String(place), provider, label, percent),
      );
      const found = accounts.filter((one) =>
        text.split(' ').every((word) => accountTitle(one.account).toLowerCase().includes(word)),
      );
      const seen = arranged(accounts, { ...defaultDisplay, ...part }, text).flatMap((group) => group.accounts);
      expect(new Set(seen)).toEqual(new Set(found));
      expect(seen).toHaveLength(found.length);
    }),
  );
});

describe('the display that was stored', () => {
  test('is the usual one where nothing is', () => expect(displayFrom(undefined)).toEqual(defaultDisplay));

  test('is kept where it is right', () => {
    const display: Display = {
      order: 'own',
      grouped: true,
      figure: 'used',
      end: 'countdown',
      discreet: true,
      shortcuts: false,
    };
    expect(displayFrom(display)).toEqual(display);
  });

  test('is the usual one in every member that is wrong', () => {
    const wrong = { order: 'random', grouped: 1, figure: 'all', end: null, discreet: 'yes', more: true };
    expect(displayFrom(wrong as unknown as Partial<Display>)).toEqual(defaultDisplay);
  });
});
