// @vitest-environment node
import * as fc from 'fast-check';
import { entries, keys, set } from 'idb-keyval';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Balance } from '../../lib/balance.ts';
import { objectStore } from '../../lib/database.ts';
import { dropHistory, loadHistory } from '../../lib/history-store.ts';
import { partsOf } from '../../lib/history-levels.ts';
import { eventsOf, pointsOf } from '../../lib/history.ts';
import { keepPast } from '../../lib/past-store.ts';
import { wholeOf } from '../../lib/thinning.ts';
import { append as appendTo } from './append.ts';
import { balanceOf, day, emptyStores, hour, minute, noon, second } from './given.ts';
import { keptDays, lifeOfKeys, spentIn } from './given-history.ts';

beforeEach(emptyStores);

const append = (at: number, told: Partial<Balance>, source?: string) =>
  appendTo('a', { at, balances: [balanceOf(told)] }, keptDays, source);
const points = async (since?: number) => pointsOf(await loadHistory('a', since), 'account');
const events = async () => eventsOf(await loadHistory('a'), 'account');

describe('the history of an account', () => {
  test('has a point for every reading that brought news, and a stretch for those that did not', async () => {
    for (const [step, remaining] of [100, 100, 100, 90, 90].entries())
      await append(noon + step * minute, { remaining });
    expect(await points()).toEqual([
      { at: noon, remaining: 100, spent: 0 },
      { at: noon + 2 * minute, remaining: 100, spent: 0 },
      { at: noon + 3 * minute, remaining: 90, spent: 10 },
      { at: noon + 4 * minute, remaining: 90, spent: 0 },
    ]);
  });

  test('does not take the same reading twice', async () => {
    for (let time = 0; time < 3; time += 1) await append(noon, { remaining: 100 });
    expect(await points()).toHaveLength(1);
  });

  test('tells a top-up, a reset and a change of limit from use', async () => {
    await append(noon, { remaining: 10, limit: 100, resetsAt: noon + hour });
    await append(noon + minute, { remaining: 60, limit: 100, resetsAt: noon + hour });
    await append(noon + 2 * hour, { remaining: 100, limit: 100, resetsAt: noon + day });
    await append(noon + 3 * hour, { remaining: 90, limit: 200, resetsAt: noon + day });
    expect(await events()).toEqual([
      { at: noon + minute, kind: 'top-up', amount: 50 },
      { at: noon + 2 * hour, kind: 'reset', amount: 40 },
      { at: noon + 3 * hour, kind: 'limit', amount: 200 },
    ]);
    expect(spentIn(await loadHistory('a'))).toBe(10);
  });

  test('does not take a change of unit for use, and knows no unlimited balance', async () => {
    await append(noon, { remaining: 100, unit: 'USD' });
    await append(noon + minute, { remaining: 10, unit: 'credit' });
    await append(noon + 2 * minute, { remaining: 3, unit: 'credit', unlimited: true });
    await append(noon + 3 * minute, { remaining: 8, unit: 'credit' });
    expect(await events()).toEqual([{ at: noon + minute, kind: 'unit', amount: 10 }]);
    expect(spentIn(await loadHistory('a'))).toBe(2);
  });

  test.each(['constructor', 'toString', 'valueOf'])('is that of a balance "%s" too, and of no object', async (id) => {
    for (let days = 0; days < 120; days += 20) {
      await append(noon + days * day, { remaining: 100 });
      await append(noon + days * day + hour, { id, remaining: 100 - days });
    }
    const chunks = await loadHistory('a');
    expect(pointsOf(chunks, id).map(({ remaining }) => remaining)).toEqual([100, 80, 60, 40, 20, 0]);
    const whole = wholeOf(chunks);
    expect(pointsOf([whole], id)).toEqual(pointsOf(chunks, id));
    const parts = partsOf(whole, (noon + 101 * day) / second).map(({ chunk }) => chunk);
    expect(parts.length).toBeGreaterThan(2);
    expect(pointsOf(parts, id)).toEqual(pointsOf(chunks, id));
    await dropHistory(['a']);
    await append(noon, { remaining: 100 });
    expect([pointsOf(await loadHistory('a'), id), eventsOf(await loadHistory('a'), id)]).toEqual([[], []]);
  });

  test('takes what another key tells neither for use nor for credit that came, also on the day after', async () => {
    await append(noon, { remaining: 9000, limit: 9000 }, 'one');
    await append(noon + hour, { remaining: 500, limit: 1000, unit: 'USD' }, 'two');
    await append(noon + day, { remaining: 8000, limit: 1000, unit: 'USD' }, 'three');
    await append(noon + day + hour, { remaining: 7990, limit: 1000, unit: 'USD' }, 'three');
    expect(await events()).toEqual([
      { at: noon + hour, kind: 'source', amount: 500 },
      { at: noon + hour, kind: 'unit', amount: 500 },
      { at: noon + day, kind: 'source', amount: 8000 },
    ]);
    expect(spentIn(await loadHistory('a'))).toBe(10);
  });

  test('goes on where it is not known what a reading came from', async () => {
    await append(noon, { remaining: 100 });
    await append(noon + hour, { remaining: 90 }, 'one');
    await append(noon + 2 * hour, { remaining: 80 });
    expect(spentIn(await loadHistory('a'))).toBe(20);
    await append(noon + 3 * hour, { remaining: 70 }, 'two');
    expect(spentIn(await loadHistory('a'))).toBe(20);
    expect(await events()).toEqual([{ at: noon + 3 * hour, kind: 'source', amount: 70 }]);
  });

  test('goes on over midnight, and over days without a reading', async () => {
    await append(noon, { remaining: 100 });
    await append(noon + 3 * day, { remaining: 40 });
    expect(await points()).toEqual([
      { at: noon, remaining: 100, spent: 0 },
      { at: noon + 3 * day, remaining: 40, spent: 60 },
    ]);
    expect(await points(noon + 2 * day)).toHaveLength(1);
  });

  test('is each account’s own, and goes with it', async () => {
    await append(noon, { remaining: 1 });
    await appendTo('b', { at: noon, balances: [balanceOf()] }, keptDays);
    await dropHistory(['a']);
    expect(await points()).toEqual([]);
    expect(await loadHistory('b')).toHaveLength(1);
  });

  test('stands still while the clock is behind it', async () => {
    await append(noon, { remaining: 100 });
    await append(noon - 2 * hour, { remaining: 90 });
    await append(noon + minute, { remaining: 80 });
    expect((await points()).map(({ at, spent }) => [at, spent])).toEqual([
      [noon, 0],
      [noon, 10],
      [noon + minute, 10],
    ]);
  });

  test('comes back from a clock that ran years ahead, with all that was spent', async () => {
    await append(noon, { remaining: 100 });
    await append(noon + 20_000 * day, { remaining: 90 });
    await append(noon + 20_001 * day, { remaining: 190 });
    await append(noon + hour, { remaining: 170 });
    expect((await points()).every(({ at }) => at <= noon + hour)).toBe(true);
    expect(spentIn(await loadHistory('a'))).toBe(30);
    expect(await events()).toEqual([{ at: noon + hour - second, kind: 'top-up', amount: 100 }]);
  });
});

test('however long and in whatever steps it is kept, nothing spent and no top-up is lost or made up, and the order stays', async () => {
  let run = 0;
  const property = fc.asyncProperty(lifeOfKeys, async (steps) => {
    const id = `life-${(run += 1)}`;
    let [at, remaining, spent, bought, key] = [noon, 10_000, 0, 0, 0];
    await appendTo(id, { at, balances: [balanceOf({ remaining })] }, keptDays, '0');
    for (const { minutes, change, isAnother } of steps) {
      at += minutes * minute;
      const before = remaining;
      remaining += change;
      if (change < 0 && !isAnother) spent += before - remaining;
      if (change > 0 && !isAnother) bought += remaining - before;
      if (isAnother) key += 1;
      await appendTo(id, { at, balances: [balanceOf({ remaining })] }, keptDays, String(key));
    }
    const chunks = await loadHistory(id);
    const all = pointsOf(chunks, 'account');
    const came = eventsOf(chunks, 'account');
    const toppedUp = came.filter(({ kind }) => kind === 'top-up').reduce((sum, { amount }) => sum + amount, 0);
    expect(came.filter(({ kind }) => kind === 'source')).toHaveLength(key);
    expect(spentIn(chunks)).toBeCloseTo(spent, 6);
    expect(toppedUp).toBeCloseTo(bought, 6);
    expect(all.at(-1)).toMatchObject({ at, remaining });
    expect(all.map((point) => point.at)).toEqual(all.map((point) => point.at).toSorted((a, b) => a - b));
  });
  await fc.assert(property, { numRuns: 60 });
});

test('is thinned with age: every reading for a week, one an hour for 90 days, one a day after that', async () => {
  const begin = Date.UTC(2026, 0, 1);
  const end = Date.UTC(2026, 5, 30);
  let remaining = 1e6;
  for (let at = begin; at < end; at += 30 * minute) await append(at, { remaining: (remaining -= 1) });
  const chunks = await loadHistory('a');
  const ages = (from: number, to: number) =>
    pointsOf(chunks, 'account').filter(({ at }) => end - at >= from * day && end - at < to * day).length;
  expect(ages(0, 7)).toBe(7 * 48 - 1);
  // A stretch has a point at each end.
  expect(ages(10, 80) / 70).toBeGreaterThan(23);
  expect(ages(10, 80) / 70).toBeLessThan(49);
  expect(ages(125, 180) / 55).toBeLessThanOrEqual(2);
  expect(spentIn(chunks)).toBe(1e6 - remaining - 1);
});

test('is kept for as long as the user wants', async () => {
  const begin = Date.UTC(2024, 0, 15, 12);
  const end = Date.UTC(2026, 5, 30, 12);
  let remaining = 1e6;
  for (let at = begin; at < end; at += day) await append(at, { remaining: (remaining -= 1) });
  expect((await points())[0]?.at).toBe(begin);
  await appendTo('a', { at: end, balances: [balanceOf({ remaining: 1 })] }, 365);
  expect((await points())[0]?.at).toBe(end - 365 * day);
  await appendTo('a', { at: end + day, balances: [balanceOf({ remaining: 1 })] }, 30);
  expect((await points())[0]?.at).toBe(end + day - 30 * day);
  expect((await points()).at(-1)?.at).toBe(end + day);
});

test('a chunk that cannot be read is set aside, and the reading begins another', async () => {
  await append(noon, { remaining: 5 });
  const store = objectStore('history', 'relaxed');
  const [key] = (await keys(store)) as unknown as [string, number, number][];
  if (!key) throw new Error('there is no chunk');
  await set(key, { version: 9 }, store);
  const reading = { at: noon + minute, balances: [balanceOf({ remaining: 4 })] };
  await keepPast('a', { reading: { reading, keptDays } });
  expect(await points()).toEqual([{ at: noon + minute, remaining: 4, spent: 0 }]);
  const aside = await entries<string, unknown>(objectStore('quarantine', 'strict'));
  expect(aside).toEqual([[`history/${key.join('/')}`, { version: 9 }]]);
});
