// @vitest-environment node
import { describe, expect, test } from 'vitest';
import {
  alertWords,
  discreetWords,
  safeLabel,
  sentSentence,
  testWords,
  type Named,
} from '../../lib/alert-sentences.ts';
import { alertKinds, type Alert, type AlertFacts, type AlertKind } from '../../lib/alert.ts';
import { day, hour, minute, noon } from './given.ts';

const account: Named = { provider: 'crustdata', label: 'Work', keyEnd: 'cdef' };
const figures: AlertFacts = {
  remaining: 1800,
  unit: 'credit',
  percent: 18,
  percentText: '18%',
  full: 10_000,
  basis: 'reported',
};

function wordsOf(kind: AlertKind, facts: AlertFacts = {}, told: Partial<Alert> = {}, now = noon) {
  const alert: Alert = {
    id: 'x',
    kind,
    account: 'a',
    balance: 'account',
    at: noon,
    facts: { ...figures, ...facts },
    ...told,
  };
  const { title, text } = alertWords(alert, account, now);
  return [title, text].map((line) => line.replaceAll('\u202F', ' '));
}

describe('an alert in words', () => {
  const left = '1,800 of 10,000 credits left.';
  const cases: [AlertKind, AlertFacts, string, string][] = [
    ['low', {}, '18% left', left],
    ['low', { basis: 'high-water' }, '≈ 18% left', '1,800 credits left.'],
    ['critical', { percent: 0.4, percentText: '<1%', remaining: 40 }, 'only <1% left', '40 of 10,000 credits left.'],
    ['empty', { remaining: 0 }, 'nothing left', 'What needs credit may fail until more is there.'],
    ['amount', {}, '1,800 credits left', left],
    ['amount', { remaining: 1 }, '1 credit left', '1 of 10,000 credits left.'],
    ['amount', { remaining: 4.5, unit: 'USD', full: 20 }, '$4.50 left', '$4.50 of $20.00 left.'],
    ['amount', { remaining: 5, unit: 'token' }, '5 tokens left', '5 of 10,000 tokens left.'],
    [
      'days',
      { runsOutAt: noon + 2.5 * day },
      'may run out on Jun 20, 2026',
      `At the present pace it lasts about 2 days. ${left}`,
    ],
    [
      'days',
      { runsOutAt: noon + 1.5 * day },
      'may run out on Jun 19, 2026',
      `At the present pace it lasts about a day. ${left}`,
    ],
    [
      'days',
      { runsOutAt: noon + hour },
      'may run out on Jun 17, 2026',
      `At the present pace it lasts less than a day. ${left}`,
    ],
    ['refused', {}, 'key refused', 'The provider does not take the key any more. Paste a new one in the options.'],
    [
      'failing',
      { since: noon - 6.5 * hour, failure: 'timeout' },
      'not read for 6 hours',
      'What went wrong last: No answer.',
    ],
    [
      'failing',
      { since: noon - hour, failure: 'no-permission' },
      'not read for an hour',
      'What went wrong last: No access.',
    ],
    ['arrived', { amount: 1000 }, '1,000 credits arrived', left],
    [
      'expiring',
      { amount: 500, expiresAt: noon + 5 * day },
      '500 credits about to expire',
      'Unused, it is lost on Jun 22, 2026.',
    ],
    [
      'burning',
      { perHour: 120, usual: 1 },
      'used up faster than usual',
      'About 120 credits an hour; usual is 1 credit.',
    ],
  ];
  test.each(cases)('%s %j', (kind, facts, title, text) => {
    expect(wordsOf(kind, facts)).toEqual([`Crustdata · Work: ${title}`, text]);
  });

  test('has a title and a text of every kind, whatever is missing', () => {
    for (const kind of alertKinds) {
      const alert: Alert = { id: 'x', kind, account: 'a', at: noon, facts: {} };
      for (const line of Object.values(alertWords(alert, account, noon))) expect(line).toMatch(/^\S.*\S$/);
    }
  });

  test('names the balance where there are several', () => {
    expect(wordsOf('low', {}, { several: true, balance: 'tokens' })[0]).toBe('Crustdata · Work, Tokens: 18% left');
  });

  test('in a unit that we have no word for has the number alone', () => {
    const { unit: _, ...bare } = figures;
    const alert: Alert = { id: 'x', kind: 'amount', account: 'a', at: noon, facts: bare };
    expect(alertWords(alert, account, noon)).toEqual({ title: 'Crustdata · Work: 1,800 left', text: '1,800 left.' });
  });

  test('says when it was, if it is told late', () => {
    expect(wordsOf('low', {}, {}, noon + 15 * minute)[1]).toBe(left);
    expect(wordsOf('low', {}, {}, noon + 16 * minute)[1]).toMatch(
      /^1,800 of 10,000 credits left\. That was \d+:00 [AP]M\.$/,
    );
  });
});

describe('an alert where amounts and names are hidden', () => {
  const hiddenWordsOf = (kind: AlertKind, now = noon) => {
    const facts = {
      ...figures,
      amount: 500,
      runsOutAt: noon + 3 * day,
      expiresAt: noon + 5 * day,
      perHour: 120,
      usual: 1,
    };
    const alert: Alert = { id: 'x', kind, account: 'a', balance: 'tokens', several: true, at: noon, facts };
    return discreetWords(alert, account, now);
  };

  test('tells the provider and its kind, and neither figure nor name', () => {
    const titles = alertKinds.map((kind) => hiddenWordsOf(kind).title);
    expect(new Set(titles).size).toBe(alertKinds.length);
    for (const title of titles) expect(title).toMatch(/^Crustdata: [A-Z][a-z ]+$/);
    expect(titles.join()).not.toMatch(/Work|Tokens/);
    for (const kind of alertKinds) expect(hiddenWordsOf(kind).text).toBe('Amounts and names are hidden.');
  });

  test('says when it was, if it is told late', () => {
    expect(hiddenWordsOf('low', noon + hour).text).toMatch(/^Amounts and names are hidden\. That was \d+:00 [AP]M\.$/);
  });
});

test('a bar in a label takes nothing away from a text that has a form for each number', () => {
  const alert = { id: 'x', kind: 'failing', account: 'a', at: noon, facts: { since: noon - 6 * hour } } as const;
  expect(alertWords(alert, { ...account, label: 'one | two' }, noon).title).toBe(
    'Crustdata · one / two: not read for 6 hours',
  );
});

describe('a label', () => {
  test.each([
    ['Work', 'Work'],
    ['cdef', 'cdef'],
    ['project-abcdef', '•••'],
    ['Work sk-canary-0123456789abcdef (old)', 'Work ••• (old)'],
    ['production-2024-eu-west', 'production-2024-eu-west'],
  ])('that may hold the key is told without it: %s', (label, safe) => {
    expect(safeLabel({ ...account, label })).toBe(safe);
  });

  test('of an account without a key is left alone', () => {
    expect(safeLabel({ provider: 'crustdata', label: 'project-abcdef' })).toBe('project-abcdef');
  });
});

test('what became of a test is told in plain words', () => {
  expect(testWords().title).toBe('A test from Credit Gauge');
  expect(sentSentence({})).toBe('Sent. It should be there now.');
  expect(sentSentence({ failure: { kind: 'timeout' } })).toBe('Not taken: No answer.');
  expect(sentSentence({ failure: { kind: 'not-found', status: 404, said: 'no_service' } })).toBe(
    'Not taken: Not found (404). “no_service”',
  );
});
