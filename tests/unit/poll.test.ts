// @vitest-environment node
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { poll, type Found, type Target } from '../../lib/poll.ts';
import { demoKeys } from '../simulator/demo.ts';
import { providerIds, type ProviderId } from '../simulator/providers/index.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { day, minute, noon, second, worldOf } from './given.ts';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator();
});
afterEach(() => simulator.stop());

function ask(provider: string, key: string, target: Partial<Target> = {}): Promise<Found> {
  return poll({ provider, baseUrl: simulator.url, ...target }, { key, origin: simulator.url }, worldOf());
}

/** A fresh account of the provider, asked once. */
function askDemo<P extends ProviderId>(provider: P, ...[overrides]: Overrides<P>): Promise<Found> {
  simulator.addAccount(provider, demoKeys[provider], overrides);
  return ask(provider, demoKeys[provider]);
}
type Overrides<P extends ProviderId> = [Parameters<typeof simulator.addAccount<P>>[2]?];

const host = () => new URL(simulator.url).host;
const paths = () => simulator.requests.map(({ path }) => path);
const answerWith = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  simulator.fault('all', { kind: 'answer', status, body, headers });

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

describe('no reading', () => {
  test.each(providerIds)('of %s comes with a key that it does not know', async (provider) => {
    expect(await ask(provider, 'nobody')).toEqual({
      failure: { kind: 'unauthorized', status: 401, at: noon, host: host(), said: expect.any(String) },
    });
  });

  test.each(providerIds)('of %s comes from a server that knows none of its paths', async (provider) => {
    simulator.addAccount(provider, demoKeys[provider]);
    answerWith(404, { message: 'Not Found' });
    expect((await ask(provider, demoKeys[provider])).failure).toMatchObject({ kind: 'not-found', status: 404 });
  });

  test.each(providerIds)('of %s comes from an empty object, and the path is named', async (provider) => {
    answerWith(200, {});
    expect((await ask(provider, demoKeys[provider])).failure).toMatchObject({
      kind: 'unreadable',
      defect: 'path',
      path: expect.any(String),
      host: host(),
      at: noon,
    });
  });

  const refusals: [ProviderId, object, string][] = [
    ['evolink', { success: false, message: 'Nothing for you.', data: null }, 'Nothing for you.'],
    ['firecrawl', { success: false, error: 'Nothing for you.' }, 'Nothing for you.'],
  ];
  test.each(refusals)('of %s comes with a good status and an error inside', async (provider, body, said) => {
    answerWith(200, body);
    expect((await ask(provider, demoKeys[provider])).failure).toEqual({
      kind: 'rejected',
      said,
      at: noon,
      host: host(),
    });
  });

  test('comes for a provider that is not known', async () => {
    expect(await ask('newcomer', 'a-key')).toEqual({ failure: { kind: 'locked', at: noon } });
    expect(simulator.requests).toEqual([]);
  });

  test('comes without a key', async () => {
    const found = await poll({ provider: 'crustdata', baseUrl: simulator.url }, undefined, worldOf());
    expect(found).toEqual({ failure: { kind: 'locked', at: noon } });
    expect(simulator.requests).toEqual([]);
  });

  test.each([
    ['the provider itself', (): Target => ({ provider: 'crustdata' })],
    ['another server', (): Target => ({ provider: 'crustdata', baseUrl: 'https://gateway.example' })],
  ])('comes when the key belongs to another address than %s', async (_, target) => {
    const secret = { key: demoKeys.crustdata, origin: simulator.url };
    expect((await poll(target(), secret, worldOf())).failure?.kind).toBe('locked');
    expect(simulator.requests).toEqual([]);
  });

  test.each(['offline', 'no-permission'] as const)('comes while %s, and nothing is asked', async (kind) => {
    const world = worldOf(kind === 'offline' ? { isOnline: () => false } : { isAllowed: async () => false });
    const fetching = vi.spyOn(globalThis, 'fetch');
    const origin = 'https://gateway.example';
    const found = await poll({ provider: 'crustdata', baseUrl: origin }, { key: demoKeys.crustdata, origin }, world);
    expect(found.failure).toMatchObject({ kind, at: noon });
    expect(fetching).not.toHaveBeenCalled();
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

describe('the delay that a provider asks for', () => {
  test('by Retry-After is told with the failure', async () => {
    simulator.addAccount('crustdata', demoKeys.crustdata);
    answerWith(429, { message: 'Slow down.' }, { 'Retry-After': '90' });
    const { failure, wait } = await ask('crustdata', demoKeys.crustdata);
    expect(failure?.kind).toBe('rate-limited');
    expect(wait).toBe(90 * second);
  });

  test('by Crustdata is in seconds from now', async () => {
    answerWith(429, {}, { 'x-ratelimit-reset': '44' });
    expect((await ask('crustdata', demoKeys.crustdata)).wait).toBe(44 * second);
  });

  test('by Datagrid is a second since 1970, compared with the clock of Datagrid', async () => {
    const headers = { Date: 'Wed, 17 Jun 2020 09:00:00 GMT' };
    const reset = { 'X-RateLimit-Reset': `${Date.UTC(2020, 5, 17, 9, 0, 50) / 1000}` };
    answerWith(429, {}, { ...headers, ...reset });
    expect((await ask('datagrid', demoKeys.datagrid)).wait).toBe(50 * second);
  });

  test('by EvoLink and by Firecrawl stands in a sentence', async () => {
    simulator.addAccount('evolink', demoKeys.evolink);
    answerWith(429, { error: { message: 'Slow down.', fallback_suggestion: 'retry after 60 seconds' } });
    expect((await ask('evolink', demoKeys.evolink)).wait).toBe(minute);
    simulator.clearFaults();
    answerWith(429, { success: false, error: 'Rate limit exceeded, please retry after 45s' });
    expect((await ask('firecrawl', demoKeys.firecrawl)).wait).toBe(45 * second);
  });

  test('by Datagrid with a good answer is told with the reading', async () => {
    simulator.addAccount('datagrid', demoKeys.datagrid, { rate: { limit: 1, seconds: 600 } });
    const { reading, wait = 0 } = await ask('datagrid', demoKeys.datagrid);
    expect(reading?.balances).toHaveLength(1);
    expect(wait).toBeGreaterThan(590 * second);
  });

  test('by Firecrawl when it is asked for the tokens counts too', async () => {
    simulator.addAccount('firecrawl', demoKeys.firecrawl);
    simulator.fault(
      'all',
      {
        kind: 'answer',
        status: 200,
        body: { success: true, data: { remainingCredits: 1, planCredits: 2 } },
      },
      1,
    );
    simulator.fault('all', { kind: 'answer', status: 429, headers: { 'Retry-After': '3600' } }, 1);
    const { reading, wait } = await ask('firecrawl', demoKeys.firecrawl);
    expect(reading?.balances).toHaveLength(1);
    expect(wait).toBe(3600 * second);
  });

  test('is told for none when none is asked for', async () => {
    answerWith(500, {});
    expect(await ask('crustdata', demoKeys.crustdata)).not.toHaveProperty('wait');
  });

  test('never lasts longer than a day', async () => {
    answerWith(503, {}, { 'Retry-After': '99999999' });
    expect((await ask('crustdata', demoKeys.crustdata)).wait).toBe(day);
  });
});

describe('what a provider says', () => {
  const key = 'fc-a1b2c3d4e5f60718293a4b5c6d7e8f90';

  async function saidOf(message: string): Promise<string> {
    answerWith(401, { message });
    return (await ask('crustdata', key)).failure?.said ?? '';
  }

  test('is told as it is', async () => {
    expect(await saidOf('Missing x-api-version header')).toBe('Missing x-api-version header');
  });

  const echoes: [string, string][] = [
    ['whole', key],
    ['in a header', `Bearer ${key}`],
    ['in base64', btoa(key)],
    ['in base64, as basic credentials', btoa(`${key}:`)],
    ['URL-encoded', encodeURIComponent(`Bearer ${key}`)],
    ['its first half', key.slice(0, key.length / 2)],
    ['its last half', key.slice(key.length / 2)],
    ['its first twelve characters', key.slice(0, 12)],
    ['its last eight characters', key.slice(-8)],
    ['starred out in the middle', `${key.slice(0, 8)}**********${key.slice(-4)}`],
    ['shortened by dots', `${key.slice(0, 8)}...${key.slice(-8)}`],
    ['shortened by an ellipsis', `${key.slice(0, 8)}…${key.slice(-8)}`],
    ['with invisible characters inside', key.split('').join('\u200B')],
    ['where the message is cut off', `${'so long '.repeat(10)} ${key}`],
  ];
  test.each(echoes)('never has the key in it: %s', async (_, echo) => {
    const said = await saidOf(`Incorrect API key provided: ${echo}. Look it up.`);
    expect(said).toContain('Incorrect API key provided');
    expect(partsOf(key).filter((part) => said.includes(part))).toEqual([]);
    expect(said).not.toContain(btoa(key).slice(0, 12));
  });
});

/** Every run of eight characters: fewer may happen to be a word. */
function partsOf(key: string): string[] {
  return Array.from({ length: key.length - 7 }, (_, at) => key.slice(at, at + 8));
}
