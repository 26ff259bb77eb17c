import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Diagnostics } from '../../components/Diagnostics.tsx';
import type { Diagnostics as Facts } from '../../lib/diagnostics.ts';
import { failureKinds } from '../../lib/failure.ts';
import { clock } from '../../lib/format.ts';
import { emptyJournal, type Ending, type Entry } from '../../lib/journal.ts';
import { accountOf, hour, minute, noon, second } from './given.ts';

afterEach(() => render(null, document.body));

const entries: Entry[] = [
  [1, noon - hour, 320, 'reading', noon - 45 * minute],
  [2, noon - 45 * minute, 0, 'interrupted', noon - 44 * minute],
  [3, noon - 44 * minute, 2400, 'rate-limited', noon + 16 * minute],
];

const at = (moment: number) => clock(moment, noon);
const onCopy = vi.fn<() => void>();
function show(facts: Facts | undefined): (selector: string) => string[] {
  render(<Diagnostics facts={facts} now={noon} onCopy={onCopy} />, document.body);
  return (selector) => [...document.querySelectorAll(selector)].map(({ textContent }) => textContent ?? '');
}

/** What stands in the rows of the table, once its list is opened. */
async function openedRows(all: Entry[]): Promise<string[][]> {
  const journal = { ...emptyJournal, entries: all };
  const find = show({
    alarm: {},
    accounts: [{ account: accountOf(), journal }],
    storage: { isMirrored: true, setAside: 0 },
  });
  expect(find('table')).toEqual([]);
  const details = document.querySelector('details');
  if (!details) throw new Error('there is no list');
  details.open = true;
  await act(() => void details.dispatchEvent(new Event('toggle')));
  expect(find('th')).toEqual(['Time', 'Outcome', 'Took', 'Next']);
  return [...document.querySelectorAll('tbody tr')].map((row) =>
    [...row.children].map((cell) => cell.textContent ?? ''),
  );
}

describe('what is shown', () => {
  test('is when the last alarm went off and how late, the next, what was missed, and how the stores are', async () => {
    const find = show({
      alarm: { last: { scheduled: noon - minute, at: noon - minute + 62 }, next: noon + 16 * minute },
      accounts: [
        { account: accountOf(), journal: { version: 1, missed: 3, entries }, nextAt: noon + 16 * minute },
        { account: accountOf({ provider: 'firecrawl' }), journal: { ...emptyJournal, missed: 1 } },
      ],
      storage: { isMirrored: true, setAside: 1, bytes: 52_300 },
    });
    const [last, next, missed, storage] = find('dd');
    expect(last).toBe(`${at(noon - minute)}, 62 ms late`);
    expect(next).toBe(at(noon + 16 * minute));
    expect([missed, storage]).toEqual(['4', 'In order, with a copy · 1 record set aside · 52.3 kB']);
    expect(find('summary')).toEqual([
      `Crustdata · Work · 3 checks · 3 missed · next ${at(noon + 16 * minute)}`,
      'Firecrawl · Work · no checks yet · 1 missed',
    ]);
  });

  test('is said in words where there is nothing to tell', () => {
    const find = show({ alarm: {}, accounts: [], storage: { isMirrored: false, setAside: 0 } });
    expect(find('dd')).toEqual([
      'Not yet',
      'None, as nothing is to be checked',
      '0',
      'The copy is behind; it is renewed when the extension next starts',
    ]);
  });

  test('is what keeps the database from being read, and nothing of what is not known then', () => {
    const find = show({
      alarm: { next: noon + 16 * minute },
      accounts: [{ account: accountOf(), nextAt: noon + 16 * minute }],
      storage: { error: 'UnknownError', bytes: 52_300 },
    });
    expect(find('dt')).toEqual(['Next alarm', 'Storage']);
    expect(find('dd')).toEqual([at(noon + 16 * minute), 'The database cannot be read (UnknownError) · 52.3 kB']);
    expect(find('summary')).toEqual([`Crustdata · Work · next ${at(noon + 16 * minute)}`]);
  });

  test('is when the last alarm went off, where only something else cannot be read', () => {
    const last = { scheduled: noon - minute, at: noon - minute };
    const find = show({ alarm: { last }, accounts: [], storage: { error: 'DataError' } });
    expect(find('dt')).toEqual(['Last alarm', 'Next alarm', 'Storage']);
  });

  test('is never a lateness below nothing, after a change of the clock', () => {
    const alarm = { last: { scheduled: noon, at: noon - 5 * second } };
    expect(show({ alarm, accounts: [], storage: { isMirrored: true, setAside: 0 } })('dd')[0]).toMatch(/, 0 ms late$/);
  });

  test('is each attempt, the latest first, with how it ended and how long it took', async () => {
    expect(await openedRows(entries)).toEqual([
      [at(noon - 44 * minute), 'Rate limited', '2.4 sec', at(noon + 16 * minute)],
      [at(noon - 45 * minute), 'Interrupted', '', at(noon - 44 * minute)],
      [at(noon - hour), 'Read', '320 ms', at(noon - 45 * minute)],
    ]);
  });

  test('is a name for every ending', async () => {
    const endings: Ending[] = ['reading', 'interrupted', ...failureKinds];
    const rows = await openedRows(endings.map((ending, index): Entry => [index, noon, 1, ending, noon]));
    expect(rows.map(([, outcome]) => outcome)).not.toContain('');
    expect(new Set(rows.map(([, outcome]) => outcome)).size).toBe(endings.length);
  });

  test('can be copied, also before the facts are there', async () => {
    expect(show(undefined)('dl')).toEqual([]);
    const button = document.querySelector('button');
    expect(button?.textContent).toBe('Copy report');
    await act(() => button?.click());
    expect(onCopy).toHaveBeenCalledOnce();
  });
});
