// @vitest-environment node
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ask } from '../simulator/ask.ts';
import { addDemoAccounts, demoKeys } from '../simulator/demo.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator();
  addDemoAccounts(simulator);
});
afterEach(() => simulator.stop());

const version = { 'x-api-version': '2025-11-01' };
const get = (path: string, key?: string, headers: Record<string, string> = version) =>
  ask(simulator.url + path, key, headers);

describe('balances', () => {
  test('a new account has the figures of the documented example', async () => {
    expect((await get('/account/credits', demoKeys.crustdata)).json).toEqual({
      account: {
        credits: 9406.5,
        recurring_credits: 10000,
        recurring_credits_frequency: 'monthly',
        recurring_credits_refresh_date: '2026-08-01T00:00:00+00:00',
        credit_rollover: true,
      },
    });
    const coinstats = { totalCredits: 100000, usedCredits: 45000, remainingCredits: 55000, subscription: 'PRO' };
    expect((await get('/v1/usage/credits', demoKeys.coinstats)).json).toEqual(coinstats);
    const period = { billingPeriodStart: '2025-01-01T00:00:00Z', billingPeriodEnd: '2025-01-31T23:59:59Z' };
    const firecrawl = { success: true, data: { remainingCredits: 1000, planCredits: 500000, ...period } };
    expect((await get('/v2/team/credit-usage', demoKeys.firecrawl)).json).toEqual(firecrawl);
    const token = { remaining_credits: 99416.4429, unlimited_credits: false, used_credits: 583.5571 };
    const user = { remaining_credits: 1095.3996, used_credits: 135.9048 };
    expect((await get('/v1/credits', demoKeys.evolink)).json).toEqual({
      data: { token, user },
      message: '',
      success: true,
    });
    const datagrid = { remaining: 123, consumed: 123, total: 123 };
    expect((await get('/v1/organization/credits', demoKeys.datagrid)).json).toEqual(datagrid);
  });

  test('spending moves credits from remaining to used, on every path of the account', async () => {
    simulator.account(demoKeys.coinstats).drain(5000);
    const spent = { totalCredits: 100000, usedCredits: 50000, remainingCredits: 50000, subscription: 'PRO' };
    expect((await get('/v1/usage/credits', demoKeys.coinstats)).json).toEqual(spent);
    expect((await get('/usage/credits', demoKeys.coinstats)).json).toEqual(spent);
  });

  test('spending ends at zero, buying starts there', async () => {
    const account = simulator.account(demoKeys.crustdata);
    account.drain();
    expect((await get('/user/credits', demoKeys.crustdata)).json).toEqual({ credits: 0 });
    account.drain(1);
    account.refill(0.4);
    expect((await get('/user/credits', demoKeys.crustdata)).json).toEqual({ credits: 0.4 });
  });

  test('an EvoLink call is paid by the user and counted against the key, without float noise', async () => {
    const account = simulator.account(demoKeys.evolink);
    account.drain(0.1);
    account.refill(1000);
    expect((await get('/v1/credits', demoKeys.evolink)).json).toMatchObject({
      data: {
        token: { remaining_credits: 99416.3429, used_credits: 583.6571 },
        user: { remaining_credits: 2095.2996, used_credits: 136.0048 },
      },
    });
  });

  test('a plan changes under the account', async () => {
    Object.assign(simulator.account(demoKeys.coinstats).state, { subscription: 'FREE', limit: 20 });
    const reply = await get('/v1/usage/credits', demoKeys.coinstats);
    expect(reply.json).toMatchObject({ subscription: 'FREE', totalCredits: 20 });
  });
});

describe('keys', () => {
  test('a missing and a wrong key are told apart where the provider does', async () => {
    expect((await get('/user/credits')).json).toEqual({ message: 'Missing API key in request' });
    expect((await get('/user/credits', 'wrong')).json).toEqual({ message: 'Invalid API key in request' });
    const token = await get('/user/credits', undefined, { authorization: `Token ${demoKeys.crustdata}` });
    expect(token.status).toBe(401);
    expect((await get('/v2/team/credit-usage')).json).toEqual({ success: false, error: 'Unauthorized' });
    expect((await get('/v2/team/credit-usage', '')).json).toMatchObject({ error: 'Unauthorized: Token missing' });
    expect((await get('/v2/team/credit-usage', 'fc-0')).json).toMatchObject({ error: 'Unauthorized: Invalid token' });
    expect((await get('/v1/usage/credits')).json).toMatchObject({ statusCode: 401, message: 'Unauthorized' });
    expect((await get('/usage/credits', 'wrong')).json).toEqual({ error: 'Unauthorized', message: 'Invalid API key' });
  });

  test("a key of another provider is a wrong key, and may not be added as an account's", async () => {
    expect((await get('/v1/credits', demoKeys.crustdata)).status).toBe(401);
    expect(() => simulator.addAccount('evolink', demoKeys.crustdata)).toThrow(
      'already belongs to an account at crustdata',
    );
  });

  test('a self-hosted Firecrawl asks for no key and says 99999999', async () => {
    simulator.addAccount('firecrawl', '', { selfHosted: true });
    const reply = await get('/v2/team/credit-usage');
    expect(reply.json).toMatchObject({ data: { remainingCredits: 99999999, planCredits: 99999999 } });
    expect((await get('/v1/team/credit-usage', 'whatever')).json).toMatchObject({ data: { plan_credits: 99999999 } });
  });

  test('a Datagrid teamspace header matters for account-scoped keys only', async () => {
    const elsewhere = { 'datagrid-teamspace': 'elsewhere' };
    expect((await get('/v1/organization/credits', demoKeys.datagrid, elsewhere)).status).toBe(200);
    simulator.addAccount('datagrid', 'scoped', { teamspaces: ['here'] });
    expect((await get('/v1/organization/credits', 'scoped', elsewhere)).status).toBe(404);
    expect((await get('/v1/organization/credits', 'scoped', { 'datagrid-teamspace': 'here' })).status).toBe(200);
    expect((await get('/v1/organization/credits', 'scoped')).status).toBe(200);
  });
});
