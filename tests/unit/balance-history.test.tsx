import { render } from 'preact';
import { afterEach, describe, expect, test } from 'vitest';
import { ExpectedTable } from '../../components/ExpectedTable.tsx';
import { HistoryTable } from '../../components/HistoryTable.tsx';
import type { Balance } from '../../lib/balance.ts';
import type { Forecast } from '../../lib/forecast.ts';
import { dayShort, moment } from '../../lib/format.ts';
import { balanceOf, day, minute, noon } from './given.ts';

afterEach(() => render(null, document.body));

const rows = () =>
  [...document.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent));

describe('the table of a course', () => {
  const points = Array.from({ length: 2880 }, (_, place) => ({
    at: noon - (2879 - place) * 15 * minute,
    remaining: 3000 - place,
    spent: 1,
  }));

  test('says that it is thinned, and has the top-up of ten days ago', () => {
    const came = { at: noon - 10 * day, kind: 'top-up', amount: 500 } as const;
    render(<HistoryTable points={points} events={[came]} unit="credit" />, document.body);
    expect(document.querySelector('.hint')?.textContent).toMatch(/^\d+ rows for 2,880 readings: /);
    expect(rows()).toContainEqual([moment(came.at), '', '', 'top-up of 500']);
  });

  test('says nothing of that where every reading has its row', () => {
    render(<HistoryTable points={points.slice(-50)} events={[]} unit="credit" />, document.body);
    expect(rows()).toHaveLength(50);
    expect(document.querySelector('.hint')).toBeNull();
  });
});

describe('the table of what is to be expected', () => {
  const pace = { perDay: 240, perHour: 10 };
  const runsOut = { kind: 'runs-out', earliest: noon + 8 * day, at: noon + 10 * day, latest: noon + 14 * day, ...pace };
  const on = (days: number) => dayShort(noon + days * day, noon);

  function shown(balance: Partial<Balance>, forecast: object | undefined) {
    render(
      <ExpectedTable balance={balanceOf(balance)} forecast={forecast as Forecast | undefined} now={noon} />,
      document.body,
    );
    return rows();
  }

  test('has the ends that the chart shows', () => {
    expect(shown({}, runsOut)).toEqual([
      ['Earliest end', on(8), '0'],
      ['Expected end', on(10), '0'],
      ['Latest end', on(14), '0'],
    ]);
  });

  test('says which of them the next reset comes before', () => {
    const resetsAt = noon + 12 * day;
    expect(shown({ resetsAt }, runsOut).slice(2)).toEqual([
      ['Latest end', 'after the reset', '0'],
      ['Next reset', moment(resetsAt), ''],
    ]);
  });

  test('says what is left at the reset that comes first', () => {
    const resetsAt = noon + 2 * day;
    const lasts = { ...runsOut, kind: 'lasts', resetsAt, earliest: noon + 4 * day, latest: noon + 20 * day };
    const left = 'about 800 (500 to 900)';
    expect(shown({ remaining: 1000, resetsAt }, lasts)).toEqual([['Next reset', moment(resetsAt), left]]);
    // As versions before have saved it.
    const older = { kind: 'lasts', resetsAt, ...pace };
    expect(shown({ remaining: 1000, resetsAt }, older)).toEqual([['Next reset', moment(resetsAt), '']]);
  });

  test('does not tell the end of what is foreseen as that of the credit', () => {
    expect(shown({}, { ...runsOut, beyond: 'latest' })[2]).toEqual(['Latest end', `${on(14)} or later`, '0']);
    expect(shown({}, { ...runsOut, beyond: 'at', at: noon + 14 * day }).map(([, time]) => time)).toEqual([
      on(8),
      `${on(14)} or later`,
      `${on(14)} or later`,
    ]);
  });

  test('tells no day that has gone by', () => {
    expect(shown({}, { ...runsOut, earliest: noon - day })[0]).toEqual(['Earliest end', on(0), '0']);
    expect(shown({}, { ...runsOut, earliest: noon - 2 * day, at: noon - day })).toEqual([]);
    expect(shown({}, { ...runsOut, resetsAt: noon - day })).toEqual([]);
  });

  test('is not there where nothing is to be expected', () => {
    expect(shown({ resetsAt: noon - day }, { kind: 'too-early' })).toEqual([]);
    expect(shown({}, undefined)).toEqual([]);
    expect(document.querySelector('table')).toBeNull();
  });
});
