// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { demoKeys } from '../simulator/demo.ts';
import { day, noon, second } from './given.ts';
import { answerWith, ask, askDemo, paths, simulator } from './given-poll.ts';

describe('a good reading', () => {
  test('of Crustdata has the recurring grant, its date and what becomes of the rest', async () => {
    expect((await askDemo('crustdata')).reading).toEqual({
      at: noon,
      balances: [
        {
          id: 'account',
          remaining: 9406.5,
          limit: 10_000,
          unit: 'credit',
          resetsAt: Date.UTC(2026, 7, 1),
          rollover: true,
        },
      ],
    });
  });

  test('of Crustdata without a recurring grant has no limit', async () => {
    const { reading } = await askDemo('crustdata', { grant: 0, frequency: null, refreshDate: null, rollover: false });
    expect(reading?.balances).toEqual([{ id: 'account', remaining: 9406.5, unit: 'credit', rollover: false }]);
  });

  test('of a Crustdata account that may not see its grant is the remaining credits alone', async () => {
    const { reading } = await askDemo('crustdata', { missingPaths: ['/account/credits'] });
    expect(reading?.balances).toEqual([{ id: 'account', remaining: 9406.5, unit: 'credit' }]);
    simulator.fault('all', { kind: 'error', status: 403 }, 1);
    expect((await ask('crustdata', demoKeys.crustdata)).reading?.balances).toEqual(reading?.balances);
  });

  test('of CoinStats has its plan, and is found at the older path too', async () => {
    const balances = [{ id: 'account', remaining: 55_000, used: 45_000, limit: 100_000, unit: 'credit', plan: 'PRO' }];
    expect((await askDemo('coinstats')).reading?.balances).toEqual(balances);
    expect((await askDemo('coinstats', { missingPaths: ['/v1/usage/credits'] })).reading?.balances).toEqual(balances);
    expect(paths()).toEqual(['/v1/usage/credits', '/v1/usage/credits', '/usage/credits']);
  });

  const team = {
    id: 'team',
    remaining: 1000,
    limit: 500_000,
    unit: 'credit',
    resetsAt: Date.UTC(2025, 0, 31, 23, 59, 59),
  };

  test('of Firecrawl is the same from v2 and from v1', async () => {
    expect((await askDemo('firecrawl')).reading?.balances).toEqual([team]);
    const missingPaths = ['/v2/team/credit-usage'];
    expect((await askDemo('firecrawl', { missingPaths })).reading?.balances).toEqual([team]);
  });

  test('of a Firecrawl server of before v2 is the remaining credits alone', async () => {
    const { reading } = await askDemo('firecrawl', { beforeV2: true });
    expect(reading?.balances).toEqual([{ id: 'team', remaining: 1000, unit: 'credit' }]);
  });

  test('of a Firecrawl team without a subscription has no limit', async () => {
    const { reading } = await askDemo('firecrawl', { limit: 0, periodStart: null, periodEnd: null });
    expect(reading?.balances).toEqual([{ id: 'team', remaining: 1000, unit: 'credit' }]);
  });

  test('of a self-hosted Firecrawl server without accounts is unlimited, and needs no key', async () => {
    simulator.addAccount('firecrawl', 'any', { selfHosted: true });
    const { reading } = await ask('firecrawl', '');
    expect(reading?.balances).toMatchObject([{ id: 'team', unlimited: true }]);
    expect(reading?.balances[0]).not.toHaveProperty('resetsAt');
    for (const { headers } of simulator.requests) expect(headers).not.toHaveProperty('authorization');
  });

  test('of a Firecrawl team with tokens of its own has them beside the credits', async () => {
    const { reading } = await askDemo('firecrawl', { tokens: { remaining: 70, limit: 100 } });
    expect(reading?.balances).toMatchObject([team, { id: 'tokens', remaining: 70, limit: 100, unit: 'token' }]);
  });

  test('of a Firecrawl team whose tokens only tell its credits again has the credits alone', async () => {
    const { reading } = await askDemo('firecrawl', { tokens: { remaining: 15_000, limit: 7_500_000 } });
    expect(reading?.balances).toEqual([team]);
  });

  test('of EvoLink has the cap of the key and the balance of the user behind it', async () => {
    expect((await askDemo('evolink')).reading?.balances).toEqual([
      { id: 'key', remaining: 99_416.4429, used: 583.5571, unit: 'credit' },
      { id: 'user', remaining: 1095.3996, used: 135.9048, unit: 'credit' },
    ]);
  });

  test('of an EvoLink key without a cap says so', async () => {
    const { reading } = await askDemo('evolink', { unlimited: true, remaining: 0 });
    expect(reading?.balances).toMatchObject([
      { id: 'key', unlimited: true },
      { id: 'user', remaining: 1095.3996 },
    ]);
    expect(reading?.balances[1]).not.toHaveProperty('unlimited');
  });

  test('of Datagrid may say that used and remaining are more than the total', async () => {
    expect((await askDemo('datagrid')).reading?.balances).toEqual([
      { id: 'organization', remaining: 123, used: 123, limit: 123, unit: 'credit' },
    ]);
  });

  test('of Datagrid is that of the named teamspace', async () => {
    simulator.addAccount('datagrid', demoKeys.datagrid, { teamspaces: ['ts-1'] });
    expect(await ask('datagrid', demoKeys.datagrid, { fields: { teamspace: 'ts-1' } })).toHaveProperty('reading');
    const wrong = await ask('datagrid', demoKeys.datagrid, { fields: { teamspace: 'ts-2' } });
    expect(wrong.failure).toMatchObject({ kind: 'not-found', said: 'Teamspace not found' });
    expect(simulator.requests[0]?.headers).toMatchObject({ 'datagrid-teamspace': 'ts-1' });
  });

  test('keeps a debt and an excess as they are', async () => {
    expect((await askDemo('crustdata', { remaining: -3.2 })).reading?.balances[0]?.remaining).toBe(-3.2);
    expect((await askDemo('crustdata', { remaining: 25_000 })).reading?.balances[0]?.remaining).toBe(25_000);
  });

  test('is asked for below the base URL, path included', async () => {
    simulator.addAccount('crustdata', demoKeys.crustdata);
    const { failure } = await ask('crustdata', demoKeys.crustdata, { baseUrl: `${simulator.url}/gateway` });
    expect(failure?.kind).toBe('not-found');
    expect(paths()).toEqual(['/gateway/account/credits', '/gateway/user/credits']);
  });
});

describe('the age of an answer', () => {
  const asOf = async (age: string) => {
    simulator.clearFaults();
    answerWith(200, { totalCredits: 3, usedCredits: 1, remainingCredits: 2, subscription: 'PRO' }, { Age: age });
    const { reading } = await ask('coinstats', demoKeys.coinstats);
    expect(reading?.balances).toHaveLength(1);
    return reading?.asOf;
  };

  test('is told when a cache has kept it for more than an hour', async () => {
    expect(await asOf('3601')).toBe(noon - 3601 * second);
    expect(await asOf('86400')).toBe(noon - day);
  });

  test.each(['0', '60', '3600', '-7200', 'soon', '9'.repeat(400), '99999999999'])(
    'is not told for “%s”',
    async (age) => {
      expect(await asOf(age)).toBeUndefined();
    },
  );

  test('is that of the oldest of several', async () => {
    const body = { success: true, data: { remainingCredits: 1, planCredits: 2 } };
    simulator.fault('all', { kind: 'answer', status: 200, body, headers: { Age: '7200' } }, 1);
    simulator.fault('all', { kind: 'answer', status: 200, body: {}, headers: { Age: '9000' } }, 1);
    expect((await ask('firecrawl', demoKeys.firecrawl)).reading?.asOf).toBe(noon - 9000 * second);
  });
});
