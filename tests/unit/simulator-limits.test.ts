// @vitest-environment node
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
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

describe('paths', () => {
  test('a path may be missing, so that the fallback is asked', async () => {
    simulator.addAccount('crustdata', 'bare', { missingPaths: ['/account/credits'] });
    const missing = await get('/account/credits', 'bare');
    expect([missing.status, missing.headers.get('x-ratelimit-limit')]).toEqual([404, null]);
    expect((await get('/user/credits', 'bare')).status).toBe(200);
    simulator.addAccount('coinstats', 'older', { missingPaths: ['/v1/usage/credits'] });
    expect((await get('/v1/usage/credits', 'older')).status).toBe(404);
    expect((await get('/usage/credits', 'older')).status).toBe(200);
  });

  test('a Firecrawl from before v2 has v1 alone, and no more than the remaining credits in it', async () => {
    simulator.addAccount('firecrawl', 'old', { beforeV2: true });
    expect((await get('/v2/team/credit-usage', 'old')).json).toEqual({ message: 'Not Found' });
    expect((await get('/v2/team/token-usage', 'old')).status).toBe(404);
    expect((await get('/v1/team/credit-usage', 'old')).json).toEqual({
      success: true,
      data: { remaining_credits: 1000 },
    });
  });

  test('tokens are there or are not', async () => {
    expect((await get('/v2/team/token-usage', demoKeys.firecrawl)).status).toBe(404);
    simulator.addAccount('firecrawl', 'fc-tokens', { tokens: { remaining: 15000, limit: 7500000 } });
    const reply = await get('/v2/team/token-usage', 'fc-tokens');
    expect(reply.json).toMatchObject({ data: { remainingTokens: 15000, planTokens: 7500000 } });
    const period = { billing_period_start: '2025-01-01T00:00:00Z', billing_period_end: '2025-01-31T23:59:59Z' };
    expect((await get('/v1/team/token-usage', 'fc-tokens')).json).toEqual({
      success: true,
      data: { remaining_tokens: 15000, plan_tokens: 7500000, ...period },
    });
  });
});

describe('rate limits', () => {
  const rate = { limit: 2, seconds: 30 };
  // The window is moved by hand; sockets and their timers stay real.
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
  afterEach(() => void vi.useRealTimers());

  test('Crustdata counts down, refuses, and lets in again when the window has moved on', async () => {
    simulator.addAccount('crustdata', 'busy', { rate });
    const first = await get('/user/credits', 'busy');
    expect(Object.fromEntries(first.headers)).toMatchObject({ 'x-ratelimit-limit': '2', 'x-ratelimit-remaining': '1' });
    expect((await get('/user/credits', 'busy')).headers.get('x-ratelimit-remaining')).toBe('0');
    const refused = await get('/user/credits', 'busy');
    expect([refused.status, refused.headers.get('x-ratelimit-reset')]).toEqual([429, '30']);
    expect((await get('/account/credits', 'busy')).status).toBe(200);
    vi.setSystemTime(Date.now() + 29_000);
    expect((await get('/user/credits', 'busy')).headers.get('x-ratelimit-reset')).toBe('1');
    vi.setSystemTime(Date.now() + 1000);
    expect((await get('/user/credits', 'busy')).status).toBe(200);
  });

  test('Datagrid tells a moment, and Retry-After on a 200 that was the last', async () => {
    simulator.addAccount('datagrid', 'busy', { rate });
    const first = await get('/v1/organization/credits', 'busy');
    expect(first.headers.get('retry-after')).toBeNull();
    expect(Number(first.headers.get('x-ratelimit-reset')) * 1000).toBeGreaterThan(Date.now());
    const last = await get('/v1/organization/credits', 'busy');
    expect([last.status, last.headers.get('retry-after')]).toEqual([200, '30']);
    expect((await get('/v1/organization/credits', 'busy')).status).toBe(429);
  });

  test('Firecrawl says how long in a header, EvoLink in words, CoinStats not at all', async () => {
    const none = { rate: { limit: 0, seconds: 60 } };
    simulator.addAccount('firecrawl', 'fc-busy', none);
    simulator.addAccount('evolink', 'evo-busy', none);
    simulator.addAccount('coinstats', 'coin-busy', none);
    expect((await get('/v2/team/credit-usage', 'fc-busy')).headers.get('retry-after')).toBe('60');
    const evolink = await get('/v1/credits', 'evo-busy');
    expect(evolink.json).toMatchObject({ error: { code: 429, fallback_suggestion: 'retry after 60 seconds' } });
    const coinstats = await get('/v1/usage/credits', 'coin-busy');
    expect(coinstats.json).toMatchObject({ statusCode: 429, message: 'Rate limit exceeded', path: '/usage/credits' });
  });

  test('CoinStats may answer 429 for want of credits', async () => {
    const account = simulator.addAccount('coinstats', 'empty', { refusesWhenEmpty: true });
    account.drain();
    const reply = await get('/v1/usage/credits', 'empty');
    expect(reply.status).toBe(429);
    expect(reply.json).toMatchObject({ message: 'Insufficient credits for this request' });
  });
});
