// @vitest-environment node
import { afterEach, describe, expect, test } from 'vitest';
import { changeReport } from '../../../lib/report-store.ts';
import { balanceOf } from '../given.ts';
import { saying } from './answers.ts';
import { expectGood, expectReading, expectRow, later } from './row.ts';
import { addAccount, begin, figure, readsWell, stopAll, turn } from './scene.ts';

afterEach(stopAll);

/** What is shown of the account after an answer with these members changed. */
async function afterAnswer(changed: Record<string, unknown>) {
  return expectReading(await readsWell(), saying(changed));
}

test('R17 a negative balance is kept as it is, and is 0% of anything', async () => {
  const { row, shown, report, badge } = await afterAnswer({ remainingCredits: -3.2 });
  expect(report.reading?.balances[0]?.remaining).toBe(-3.2);
  expect(shown.gauges[0]).toMatchObject({ tone: 'empty', share: { percent: 0, text: '0%' } });
  expect(row).toContain('-3.2 of 100,000 credits left');
  expect(badge.text).toBe('0%');
});

describe('a limit that limits nothing', () => {
  test('R18 of 0 is neither 0% nor 100%: the share is an estimate, and says so', async () => {
    const { shown, row } = await afterAnswer({ totalCredits: 0, remainingCredits: 11_000 });
    expect(shown.gauges[0]).toMatchObject({ share: { basis: 'high-water', full: 55_000, text: '20%' } });
    expect(row).toContain('11,000 credits left');
    expect(row).toContain('≈ 20%');
    expect(row).toContain('≈ 20% of the highest seen since the last top-up');
  });

  test('R18 that is missing where it was always told is not made up', () =>
    expectRow({
      inject: saying({ totalCredits: null }),
      sentence: 'The answer of {host} had no readable “totalCredits”.',
      next: later,
    }));

  test('R18 that is missing where it need not be told gives no share by itself', async () => {
    const scene = await begin();
    const { simulator } = scene;
    const account = await addAccount(simulator, { id: 'other', provider: 'crustdata' }, 'key-of-another');
    simulator.fault({ provider: 'crustdata' }, { kind: 'answer', status: 200, body: { account: { credits: 12 } } });
    await turn(scene);
    const { shown, row } = await expectGood({ ...scene, account });
    expect(shown.gauges[0]).toMatchObject({ balance: { remaining: 12 }, share: { basis: 'high-water' } });
    expect(shown.gauges[0]?.balance).not.toHaveProperty('limit');
    expect(row).toContain('≈ 100%12 credits left');
  });
});

describe('figures that do not fit together', () => {
  test.each([
    ['R18 R19 more was used than the limit allows', { usedCredits: 150_000 }, '55,000 of 100,000 credits left', '55%'],
    [
      'R19 nothing is left of a limit that was passed',
      { usedCredits: 150_000, remainingCredits: 0 },
      '0 of 100,000 credits left',
      '0%',
    ],
    ['R19 more is left than the limit', { remainingCredits: 130_000 }, '130,000 of 100,000 credits left', '100%'],
  ])('%s: the figures stay, the share is held to 0 to 100', async (_, changed, figures, percent) => {
    const { row, shown, report } = await afterAnswer(changed);
    expect(report.reading?.balances[0]).toMatchObject({
      remaining: 55_000,
      used: 45_000,
      limit: 100_000,
      ...('usedCredits' in changed && { used: changed.usedCredits }),
      ...('remainingCredits' in changed && { remaining: changed.remainingCredits }),
    });
    expect(row).toContain(figures);
    expect(shown.gauges[0]?.share?.text).toBe(percent);
    expect(shown.gauges[0]?.share?.percent).toBeLessThanOrEqual(100);
  });
});

describe('a figure that is hard to believe', () => {
  test.each([
    [55_000 * 100, '5,500,000'],
    [550, '550'],
  ])('R20 a jump to %d is shown as it is, and flagged', async (remainingCredits, shown) => {
    const { row, badge } = await afterAnswer({ remainingCredits });
    expect(row).toContain(`${shown} of 100,000 credits left`);
    expect(row).toContain('Changed a lot; it was 55,000. Check with CoinStats.');
    expect(badge.title).toContain('Changed a lot; it was 55,000. Check with CoinStats.');
  });

  test('R20 a change that is within reason is not flagged', async () => {
    for (const remainingCredits of [55_000 * 50, 1100])
      expect((await afterAnswer({ remainingCredits })).row).not.toContain('Changed');
  });

  test('R20 another unit is flagged', async () => {
    const scene = await readsWell();
    // No provider changes its unit today: as if the last reading had been in dollars.
    const reading = { at: scene.now, balances: [balanceOf({ remaining: 550, unit: 'USD' })] };
    await changeReport(scene.account.id, (report) => ({ ...report, reading }));
    const { row } = await expectReading(scene, saying({}));
    expect(row).toContain(figure);
    expect(row).toContain('Counted in another unit than before. Check with CoinStats, it was 550.');
  });
});
