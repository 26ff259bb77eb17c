// @vitest-environment node
import { describe, expect, test, vi } from 'vitest';
import { poll, type Target } from '../../lib/poll.ts';
import { demoKeys } from '../simulator/demo.ts';
import { providerIds, type ProviderId } from '../simulator/providers/index.ts';
import { day, minute, noon, second, worldOf } from './given.ts';
import { answerWith, ask, host, simulator } from './given-poll.ts';

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
