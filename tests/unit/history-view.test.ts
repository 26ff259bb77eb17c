// @vitest-environment node
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadHistoryView, type Range } from '../../lib/history-view.ts';
import { changeReport } from '../../lib/report-store.ts';
import { changeSetup } from '../../lib/setup-store.ts';
import { append } from './append.ts';
import { accountOf, balanceOf, day, emptyStores, hour, minute, reportWith } from './given.ts';
import { keptDays } from './given-history.ts';

const usual = process.env.TZ;

beforeEach(emptyStores);
afterEach(() => {
  if (usual === undefined) delete process.env.TZ;
  else process.env.TZ = usual;
});

/** Reads some ten days of five credits an hour, up to a moment and every so many minutes. */
async function spend(now: number, every: number): Promise<void> {
  const account = accountOf();
  await changeSetup((setup) => ({ ...setup, accounts: [account] }));
  const steps = Math.floor((10 * day) / (every * minute));
  for (let step = 0; step <= steps; step += 1) {
    const at = now - (steps - step) * every * minute;
    const balances = [balanceOf({ remaining: 2000 - (step * every) / 12 })];
    await append(account.id, { at, balances }, keptDays);
  }
  await changeReport(account.id, () => reportWith([balanceOf()]));
}

async function spendingOf(range: Range, now: number): Promise<Record<string, number>> {
  const { balances } = await loadHistoryView('a', range, now);
  const days = balances[0]?.spending.map((one) => [new Date(one.day * day).toISOString().slice(0, 10), one.spent]);
  return Object.fromEntries(days ?? []) as Record<string, number>;
}

describe('what was spent on each day', () => {
  test('is that of the whole day, however long the time that is shown', async () => {
    process.env.TZ = 'UTC';
    const now = Date.UTC(2026, 10, 21, 14);
    await spend(now, 60);
    const [ofDay, ofWeek] = [await spendingOf('day', now), await spendingOf('week', now)];
    expect(ofDay).toEqual({ '2026-11-20': expect.closeTo(120), '2026-11-21': expect.closeTo(70) });
    expect(Object.keys(ofWeek)).toHaveLength(8);
    expect(ofWeek).toMatchObject({ ...ofDay, '2026-11-14': expect.closeTo(120) });
  });

  // The last are days without a midnight, and with two.
  test.each([
    ['Europe/Berlin', '2026-03-29', 23],
    ['Europe/Berlin', '2026-10-25', 25],
    ['America/New_York', '2026-03-08', 23],
    ['Asia/Beirut', '2026-03-29', 23],
    ['America/Havana', '2026-11-01', 25],
    ['Asia/Beirut', '2026-10-24', 25],
  ])('in %s on %s is that of %i hours, however seldom it is read', async (zone, date, hours) => {
    process.env.TZ = zone;
    const now = Date.parse(date) + 3 * day + 14 * hour;
    const others = [-1, 1].map((by) => new Date(Date.parse(date) + by * day).toISOString().slice(0, 10));
    for (const every of [30, 50 * 60]) {
      await emptyStores();
      await spend(now, every);
      const spent = await spendingOf('week', now);
      expect(spent, `every ${every} min`).toMatchObject({
        [date]: expect.closeTo(5 * hours),
        ...Object.fromEntries(others.map((other) => [other, expect.closeTo(120)])),
      });
    }
  });
});
