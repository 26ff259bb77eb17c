// @vitest-environment node
import * as fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Account } from '../../lib/account.ts';
import type { Balance } from '../../lib/balance.ts';
import { historyFiles, largestHistoryFile, readHistoryFile } from '../../lib/history-file.ts';
import { importHistory, planHistory } from '../../lib/history-import.ts';
import { dropHistory, loadHistory } from '../../lib/history-store.ts';
import { eventsOf, pointsOf, type Chunk } from '../../lib/history.ts';
import { changeReport } from '../../lib/report-store.ts';
import { changeSetup } from '../../lib/setup-store.ts';
import { loadTrends } from '../../lib/trend-store.ts';
import { append as appendTo } from './append.ts';
import { accountOf, balanceOf, day, emptyStores, hour, minute, noon, readAt } from './given.ts';
import { keptDays, life, lifeOfKeys, spentIn } from './given-history.ts';

beforeEach(emptyStores);

const append = (id: string, at: number, told: Partial<Balance>, source?: string) =>
  appendTo(id, { at, balances: [balanceOf(told)] }, keptDays, source);
const historyText = (...given: Parameters<typeof historyFiles>) => historyFiles(...given)[0]?.text ?? '';
const fileOf = async (account: Account, id = account.id) => historyText([{ account, chunks: await loadHistory(id) }]);
const setUp = (...accounts: Account[]) => changeSetup((setup) => ({ ...setup, accounts }));
const cameIn = (chunks: Chunk[]) =>
  eventsOf(chunks, 'account')
    .filter(({ kind }) => kind === 'top-up' || kind === 'reset')
    .reduce((sum, { amount }) => sum + amount, 0);

function expectInOrder(chunks: Chunk[]): void {
  const [points, events] = [pointsOf(chunks, 'account'), eventsOf(chunks, 'account')].map((all) =>
    all.map(({ at }) => at),
  );
  expect(points).toEqual(points?.toSorted((a, b) => a - b));
  expect(events).toEqual(events?.toSorted((a, b) => a - b));
}

type Step = { at: number; remaining: number; key?: number };

function stepsOf(lived: { minutes: number; change: number; isAnother?: boolean }[]): Step[] {
  let [at, remaining, key] = [noon, 10_000, 0];
  const steps = [{ at, remaining, key }];
  for (const { minutes, change, isAnother } of lived)
    steps.push({ at: (at += minutes * minute), remaining: (remaining += change), key: (key += isAnother ? 1 : 0) });
  return steps;
}

async function liveThrough(id: string, steps: Step[]): Promise<void> {
  for (const { at, remaining, key } of steps) await append(id, at, { remaining }, String(key));
}

describe('saved to a file and brought back', () => {
  const account = accountOf();

  test('into nothing, a history is the same to the last point, and a second time changes nothing', async () => {
    await setUp(account);
    const property = fc.asyncProperty(lifeOfKeys, async (lived) => {
      await dropHistory(['a']);
      const steps = stepsOf(lived);
      await liveThrough('a', steps);
      const before = await loadHistory('a');
      const file = await fileOf(account);
      await dropHistory(['a']);
      const now = steps.at(-1)?.at ?? noon;
      expect(await importHistory(file, now)).toBe(pointsOf(before, 'account').length);
      const after = await loadHistory('a');
      expect(pointsOf(after, 'account')).toEqual(pointsOf(before, 'account'));
      expect(eventsOf(after, 'account')).toEqual(eventsOf(before, 'account'));
      expect(await importHistory(file, now)).toBe(0);
      expect(await loadHistory('a')).toEqual(after);
      // It goes on as if nothing had happened.
      await append('a', now + hour, { remaining: (steps.at(-1)?.remaining ?? 0) - 5 });
      expect(spentIn(await loadHistory('a')) - spentIn(before)).toBeCloseTo(5, 6);
    });
    await fc.assert(property, { numRuns: 60 });
  });

  test('cut anywhere in two and joined from either side, nothing spent and no top-up is lost or made up', async () => {
    await setUp(account);
    const property = fc.asyncProperty(
      life,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.boolean(),
      async (lived, cut, isEarlierHere) => {
        await dropHistory(['a', 'b', 'whole']);
        const steps = stepsOf(lived);
        const place = 1 + Math.floor(cut * (steps.length - 2));
        await liveThrough('whole', steps);
        await liveThrough(isEarlierHere ? 'a' : 'b', steps.slice(0, place));
        await liveThrough(isEarlierHere ? 'b' : 'a', steps.slice(place));
        await importHistory(await fileOf(account, 'b'), steps.at(-1)?.at ?? noon);
        const [joined, whole] = [await loadHistory('a'), await loadHistory('whole')];
        expect(spentIn(joined)).toBeCloseTo(spentIn(whole), 6);
        expect(cameIn(joined)).toBeCloseTo(cameIn(whole), 6);
        const { at, remaining } = steps.at(-1) ?? {};
        expect(pointsOf(joined, 'account').at(-1)).toMatchObject({ at, remaining });
        expectInOrder(joined);
      },
    );
    await fc.assert(property, { numRuns: 100 });
  });

  test('an old file changes nothing of what went on since, however that was thinned', async () => {
    await setUp(account);
    const property = fc.asyncProperty(life, fc.double({ min: 0, max: 1, noNaN: true }), async (lived, cut) => {
      await dropHistory(['a']);
      const steps = stepsOf(lived);
      const place = 1 + Math.floor(cut * (steps.length - 2));
      await liveThrough('a', steps.slice(0, place));
      const file = await fileOf(account);
      await liveThrough('a', steps.slice(place));
      const before = await loadHistory('a');
      expect(await importHistory(file, steps.at(-1)?.at ?? noon)).toBe(0);
      expect(await loadHistory('a')).toEqual(before);
    });
    await fc.assert(property, { numRuns: 60 });
  });

  test('two that overlap spend nothing twice', async () => {
    await setUp(account);
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    const property = fc.asyncProperty(life, part, part, fc.boolean(), async (lived, one, other, isEarlierHere) => {
      await dropHistory(['a', 'b', 'whole']);
      const steps = stepsOf(lived);
      const places = [one, other].map((share) => Math.floor(share * (steps.length - 1)));
      const [from = 0, to = 0] = places.toSorted((a, b) => a - b);
      const [earlier, later] = [steps.slice(0, to + 1), steps.slice(from)];
      await liveThrough('whole', steps);
      await liveThrough('a', isEarlierHere ? earlier : later);
      await liveThrough('b', isEarlierHere ? later : earlier);
      await importHistory(await fileOf(account, 'b'), steps.at(-1)?.at ?? noon);
      const [joined, whole] = [await loadHistory('a'), await loadHistory('whole')];
      // All that came and went, by whichever of the two saw it: the difference is what is left.
      expect(cameIn(joined) - spentIn(joined)).toBeCloseTo(cameIn(whole) - spentIn(whole), 5);
      expect(spentIn(joined)).toBeLessThanOrEqual(spentIn(whole) + 1e-6);
      expect(cameIn(joined)).toBeLessThanOrEqual(cameIn(whole) + 1e-6);
      expectInOrder(joined);
    });
    await fc.assert(property, { numRuns: 150 });
  });

  test('a reset and another unit between the two are told as such', async () => {
    await setUp(account);
    await append('b', noon, { remaining: 10, resetsAt: noon + hour });
    await append('a', noon + 2 * hour, { remaining: 100, resetsAt: noon + day });
    await importHistory(await fileOf(account, 'b'), noon + day);
    expect(eventsOf(await loadHistory('a'), 'account')).toEqual([{ at: noon + 2 * hour, kind: 'reset', amount: 90 }]);

    await dropHistory(['a', 'b']);
    await append('b', noon, { remaining: 10, unit: 'USD' });
    await append('a', noon + 2 * hour, { remaining: 4, unit: 'credit' });
    await importHistory(await fileOf(account, 'b'), noon + day);
    expect(eventsOf(await loadHistory('a'), 'account')).toEqual([{ at: noon + 2 * hour, kind: 'unit', amount: 4 }]);
    expect(spentIn(await loadHistory('a'))).toBe(0);
  });

  test('another key between the two is neither use nor credit that came', async () => {
    await setUp(account);
    await append('b', noon, { remaining: 9000 }, 'one');
    await append('b', noon + hour, { remaining: 500 }, 'two');
    await append('a', noon - hour, { remaining: 9100 }, 'one');
    await importHistory(await fileOf(account, 'b'), noon + day);
    expect(spentIn(await loadHistory('a'))).toBe(100);
    const file = await fileOf(account);
    await append('a', noon + 2 * hour, { remaining: 490 }, 'two');
    await importHistory(file, noon + day);
    expect(spentIn(await loadHistory('a'))).toBe(110);
    expect(eventsOf(await loadHistory('a'), 'account')).toEqual([{ at: noon + hour, kind: 'source', amount: 500 }]);
  });
});

describe('an import', () => {
  test('finds the account by provider, label and origin, and leaves the others out', async () => {
    const here = [
      accountOf({ id: 'a', label: 'Work' }),
      accountOf({ id: 'b', label: 'Home' }),
      accountOf({ id: 'c', label: 'Work', baseUrl: 'https://gateway.example/v2' }),
    ];
    await setUp(...here);
    await append('x', noon, { remaining: 5 });
    const chunks = await loadHistory('x');
    const file = historyText([
      { account: accountOf({ id: 'other', baseUrl: 'https://gateway.example/v1' }), chunks },
      { account: accountOf({ id: 'another', label: 'Elsewhere' }), chunks },
    ]);
    const plan = await planHistory(new Blob([file]), noon);
    if ('refusals' in plan) throw new Error('refused');
    expect(plan.gains.map(({ account, gain }) => [account.id, gain.readings])).toEqual([['c', 1]]);
    expect(plan.strangers.map(({ label }) => label)).toEqual(['Elsewhere']);
    expect(await loadHistory('c')).toEqual([]);
    expect(await importHistory(plan.text, noon)).toBe(1);
    expect(pointsOf(await loadHistory('c'), 'account')).toEqual([{ at: noon, remaining: 5, spent: 0 }]);
    expect(await loadHistory('a')).toEqual([]);
  });

  test('brings nothing that is too old to be kept, and derives the trend anew', async () => {
    await setUp(accountOf());
    await changeSetup((setup) => ({ ...setup, settings: { ...setup.settings, historyDays: 30 } }));
    await changeReport('a', () => readAt(noon));
    for (let age = 60; age >= 0; age -= 1) await append('b', noon - age * day, { remaining: 100 + age });
    await importHistory(await fileOf(accountOf(), 'b'), noon);
    expect(pointsOf(await loadHistory('a'), 'account')[0]?.at).toBe(noon - 30 * day);
    expect((await loadTrends()).get('a')?.balances['account']?.forecast.kind).toBe('runs-out');
  });
});

describe('a history that is too large for one file', () => {
  const accounts = ['Work', 'Zuhause', '仕事', 'Work 4', 'Work 5'].map((label, place) =>
    accountOf({ id: `own-${place}`, label }),
  );
  const histories = async () =>
    Promise.all(accounts.map(async (account) => ({ account, chunks: await loadHistory(account.id) })));

  beforeEach(async () => {
    await setUp(...accounts);
    for (const [place, { id }] of accounts.entries())
      for (let step = 0; step <= 10 * place; step += 1)
        await append(id, noon + step * hour, { remaining: 1000 - step });
  });

  test('is saved as several, none of them too large, which bring all of it back in any order', async () => {
    const before = await histories();
    const one = historyFiles(before);
    expect(one.map(({ name }) => name)).toEqual(['credit-gauge-history.json']);
    const most = Math.ceil(new Blob([one[0]?.text ?? '']).size / 2);
    const files = historyFiles(before, most);
    expect(files.map(({ name }) => name)).toEqual(files.map((_, place) => `credit-gauge-history-${place + 1}.json`));
    expect(files.length).toBeGreaterThan(1);
    for (const { text } of files) expect(new Blob([text]).size).toBeLessThanOrEqual(most);
    await dropHistory(accounts.map(({ id }) => id));
    for (const { text } of files.toReversed()) expect(await importHistory(text, noon + 2 * day)).toBeGreaterThan(0);
    for (const { account, chunks } of before)
      expect(pointsOf(await loadHistory(account.id), 'account')).toEqual(pointsOf(chunks, 'account'));
  });

  test('is one account to a file at most, and one file where it fits to the byte', async () => {
    const before = await histories();
    expect(historyFiles(before, 1)).toHaveLength(accounts.length);
    const size = new Blob([historyFiles(before)[0]?.text ?? '']).size;
    expect(historyFiles(before, size)).toHaveLength(1);
    expect(historyFiles(before, size - 1)).toHaveLength(2);
    expect(historyFiles([], 1)).toEqual([{ name: 'credit-gauge-history.json', text: expect.stringContaining('[]') }]);
  });
});

describe('a file is refused, and nothing is written, when', () => {
  const balance = { id: 'account', last: { remaining: 1, unit: 'credit' }, stretches: [[0, 60, 1, 0]], events: [] };
  const entry = { provider: 'crustdata', label: 'Work', origin: 'https://api.crustdata.com', balances: [balance] };
  const file = (told: object) => JSON.stringify({ format: 'credit-gauge-history', version: 1, accounts: [told] });
  const withBalance = (told: object) => file({ ...entry, balances: [{ ...balance, ...told }] });

  test('none of it is wrong: it is taken', () => {
    expect(readHistoryFile(file(entry), noon)).toHaveProperty('entries.length', 1);
  });

  const wrong: [string, string, object][] = [
    ['it is no JSON', '<html>', { why: 'not-json' }],
    ['it is something else', '{"format":"credit-gauge","version":1}', { why: 'format' }],
    ['it is of a later version', '{"format":"credit-gauge-history","version":2}', { why: 'version', version: '2' }],
    ['it does not say its version', '{"format":"credit-gauge-history","accounts":[]}', { why: 'format' }],
    [
      'its version is no number',
      '{"format":"credit-gauge-history","version":{"toString":"\\u202e"}}',
      { why: 'version', version: '{"toString":""}' },
    ],
    ['it has no accounts', '{"format":"credit-gauge-history","version":1}', { why: 'accounts' }],
    ['it is too large', ' '.repeat(largestHistoryFile + 1), { why: 'too-large' }],
    ['time goes back', withBalance({ stretches: [[60, 0, 1, 0]] }), { path: 'balances.0.stretches' }],
    [
      'stretches overlap',
      withBalance({
        stretches: [
          [0, 60, 1, 0],
          [30, 90, 1, 0],
        ],
      }),
      { path: 'balances.0.stretches' },
    ],
    [
      'events are out of order',
      withBalance({
        events: [
          [60, 'top-up', 1],
          [0, 'top-up', 1],
        ],
      }),
      { path: 'balances.0.events' },
    ],
    [
      'something is yet to come',
      withBalance({ stretches: [[0, noon / 1000 + 2 * 86_400, 1, 0]] }),
      { path: 'balances.0.stretches.0.1' },
    ],
    [
      'something was spent backwards',
      withBalance({ stretches: [[0, 60, 1, -1]] }),
      { path: 'balances.0.stretches.0.3' },
    ],
    ['a number is a text', withBalance({ stretches: [[0, 60, '1', 0]] }), { path: 'balances.0.stretches.0.2' }],
    ['a time is a fraction', withBalance({ stretches: [[0.5, 60, 1, 0]] }), { path: 'balances.0.stretches.0.0' }],
    ['an event is not known', withBalance({ events: [[0, 'gift', 1]] }), { path: 'balances.0.events.0.1' }],
    ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'team'].map((id): [string, string, object] => [
      `the provider has no balance "${id}"`,
      withBalance({ id }),
      { path: 'balances.0.id' },
    ]),
    [
      'a unit has several lines',
      withBalance({ last: { remaining: 1, unit: 'a\nb' } }),
      { path: 'balances.0.last.unit' },
    ],
    ['a balance comes twice', file({ ...entry, balances: [balance, balance] }), { path: 'balances' }],
    ['a member is not known', file({ ...entry, key: 'x' }), { path: 'key' }],
    [
      'a member has a name that is not to be shown',
      file({ ...entry, label: `\u202e${'n'.repeat(5000)}`, [`\u202e${'n'.repeat(5000)}`]: 'x' }),
      { label: `${'n'.repeat(119)}…`, path: `${'n'.repeat(119)}…` },
    ],
  ];
  test.each(wrong)('%s', async (_, text, reason) => {
    await setUp(accountOf());
    const result = readHistoryFile(text, noon);
    expect(result).toEqual({ refusals: [expect.objectContaining(reason)] });
    expect(await importHistory(text, noon)).toBeUndefined();
    expect(await loadHistory('a')).toEqual([]);
  });
});
