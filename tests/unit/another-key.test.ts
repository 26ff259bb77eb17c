// @vitest-environment node
import { describe, expect, test } from 'vitest';
import type { Account } from '../../lib/account.ts';
import { saveAccount } from '../../lib/accounts.ts';
import { factsOf } from '../../lib/alert-facts.ts';
import { judge } from '../../lib/alert-judge.ts';
import type { AlertState } from '../../lib/alert-state.ts';
import { draftOf, submit, type Draft } from '../../lib/draft.ts';
import { gaugesOf, withTrend } from '../../lib/gauge.ts';
import { loadHistory } from '../../lib/history-store.ts';
import { eventsOf, pointsOf } from '../../lib/history.ts';
import { providerOf } from '../../lib/providers/index.ts';
import { loadTrends } from '../../lib/trend-store.ts';
import { defaultSettings } from '../../lib/settings.ts';
import { hour } from './given.ts';
import { spentIn } from './given-history.ts';
import { rulesOf } from './given-looks.ts';
import { add, everything, now, pass, reportOf, simulator, turn } from './given-turns.ts';

const known = 'key-of-a';
const newKey = 'quite-another-key-0002';

/** The account after its form was saved. */
async function changed(account: Account, told: Partial<Draft>): Promise<Account> {
  const provider = providerOf(account.provider);
  if (!provider) throw new Error('no such provider');
  const submission = submit({ ...draftOf(account, provider), ...told }, provider, account, 'new', defaultSettings);
  if ('problems' in submission) throw new Error(JSON.stringify(submission.problems));
  await saveAccount(submission);
  return submission.account;
}

/** Polled once more, a while after. */
async function polled(): Promise<void> {
  pass(hour);
  await turn(everything);
}

const eventsNow = async () => eventsOf(await loadHistory('a'), 'account').map(({ kind, amount }) => [kind, amount]);
const trendNow = async () => (await loadTrends()).get('a');

describe('another key with another balance', () => {
  async function settled(): Promise<Account> {
    const account = await add('a');
    for (let left = 50_000; left >= 45_000; left -= 500) {
      Object.assign(simulator.account(known).state, { remaining: left });
      await polled();
    }
    simulator.addAccount('coinstats', newKey, { remaining: 500 });
    return account;
  }

  test('is nothing that was spent, and its course begins with it', async () => {
    const account = await settled();
    expect((await trendNow())?.balances['account']?.forecast.kind).toBe('runs-out');
    await changed(account, { key: newKey });
    await polled();
    expect(await eventsNow()).toEqual([['source', 500]]);
    expect(spentIn(await loadHistory('a'))).toBe(5000);
    expect((await trendNow())?.balances['account']).toMatchObject({ forecast: { kind: 'too-early' }, spark: [500] });
    expect((await trendNow())?.balances['account']).not.toHaveProperty('anomaly');
  });

  test.each([
    [500, 'less'],
    [99_000, 'more'],
  ])('is looked at in silence: it has %i, which is %s, and its first poll failed', async (remaining) => {
    let account = await settled();
    Object.assign(simulator.account(newKey).state, { remaining });
    let state: AlertState | undefined;
    const look = async () => {
      const seen = withTrend(gaugesOf(account, await reportOf('a'), defaultSettings, now), await trendNow());
      const facts = factsOf(seen);
      if (!facts) return [];
      const judged = judge(state, facts, rulesOf({ rules: { amount: 1000, days: 30 } }), now);
      state = judged.state;
      return judged.due.map(({ kind }) => kind);
    };
    await look();
    account = await changed(account, { key: newKey });
    simulator.fault({ provider: 'coinstats' }, { kind: 'error', status: 503 }, 1);
    await polled();
    expect((await reportOf('a'))?.failure?.kind).toBe('server');
    expect(await look()).toEqual([]);
    for (let turns = 0; turns < 2; turns += 1) {
      await polled();
      expect((await reportOf('a'))?.reading?.balances[0]?.remaining).toBe(remaining);
      expect(await look()).toEqual([]);
    }
  });
});

test('another label is not another key, nor is the same key that is pasted again', async () => {
  let account = await changed(await add('a'), { key: known });
  await polled();
  account = await changed(account, { label: 'Other', full: { account: '60000' } });
  Object.assign(simulator.account(known).state, { remaining: 49_000 });
  await polled();
  const again = await changed(account, { key: known });
  expect(again.revision).toBe(account.revision + 1);
  await polled();
  await changed(again, { baseUrl: `${simulator.url}/` });
  await polled();
  expect(await eventsNow()).toEqual([]);
  expect(pointsOf(await loadHistory('a'), 'account').at(-1)?.remaining).toBe(49_000);
  expect(spentIn(await loadHistory('a'))).toBe(1000);
});
