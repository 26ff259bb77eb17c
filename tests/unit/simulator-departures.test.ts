// @vitest-environment node
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { departures } from '../contracts/contract.ts';
import { ask } from '../simulator/ask.ts';
import { addDemoAccounts, demoKeys } from '../simulator/demo.ts';
import type { Fault } from '../simulator/faults.ts';
import { pathsOf, providerIds, providers } from '../simulator/providers/index.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator();
  addDemoAccounts(simulator);
});
afterEach(() => simulator.stop());

const get = (path: string, key?: string) => ask(simulator.url + path, key);

test('a member that is gone or of another type is told, once for as often as it was sent', async () => {
  Object.assign(simulator.account(demoKeys.coinstats).state, { subscription: undefined, used: '45000' });
  await get('/usage/credits', demoKeys.coinstats);
  await get('/usage/credits?again', demoKeys.coinstats);
  expect(simulator.departures).toEqual([
    expect.stringMatching(/^coinstats \/usage\/credits 200: body must have required property 'subscription'/),
    expect.stringMatching(/^coinstats \/usage\/credits 200: body\/usedCredits must be number/),
  ]);
  const told: unknown = await (await fetch(`${simulator.url}/_simulator/departures`)).json();
  expect(told).toEqual(simulator.departures);
});

test('a renamed member of an error is told, given by the gate or ordered', async () => {
  vi.spyOn(providers.firecrawl.errors, 401).mockReturnValue({ body: { success: false, message: 'No' } });
  await get('/v1/team/token-usage', 'wrong');
  const gate = simulator.departures;
  expect(gate.join('\n')).toMatch(/^firecrawl \/v1\/team\/token-usage 401: .*'error'.*\n[^]*"message"/);
  await simulator.stop();
  simulator = await startSimulator();
  simulator.fault('all', { kind: 'error', status: 401 }, 1);
  await get('/v1/team/token-usage?x=1', 'wrong');
  expect(simulator.departures).toEqual(gate);
});

test('a header that is gone is told, and a status that no contract has', async () => {
  vi.spyOn(providers.crustdata, 'rateHeaders').mockReturnValue({});
  const other = await startSimulator();
  try {
    await ask(`${other.url}/user/credits`, 'wrong');
    expect(other.departures).toContain('crustdata /user/credits 401: header x-ratelimit-limit is missing');
  } finally {
    await other.stop();
  }
  simulator.fault({ provider: 'firecrawl' }, { kind: 'error', status: 402 }, 1);
  await get('/v1/team/token-usage', demoKeys.firecrawl);
  simulator.addAccount('evolink', 'bare', { missingPaths: ['/v1/credits'] });
  await get('/v1/credits', 'bare');
  expect(simulator.departures).toEqual([
    'firecrawl /v1/team/token-usage 402: status 402 is not documented',
    'evolink /v1/credits 404: status 404 is not documented',
  ]);
});

test('a late answer is looked at like any other', async () => {
  Object.assign(simulator.account(demoKeys.crustdata).state, { remaining: null });
  simulator.fault('all', { kind: 'delay', ms: 5 }, 1);
  await get('/user/credits', demoKeys.crustdata);
  expect(simulator.departures).toHaveLength(1);
});

test('an error of Firecrawl is not taken for an unknown path', () => {
  const headers = new Headers({ 'content-type': 'application/json' });
  const answer = (text: string) =>
    departures('firecrawl', '/v2/team/credit-usage', { status: 404, headers: text ? headers : new Headers(), text });
  expect(answer('{"success":false,"reason":"none"}')).not.toEqual([]);
  expect(answer('"Not Found"')).not.toEqual([]);
  expect(answer('{"message":"Not Found"}')).toEqual([]);
  expect(answer('')).toEqual([]);
});

const meantToDepart: Fault[] = [
  { kind: 'answer', status: 418, body: { credits: 'many' } },
  { kind: 'redirect', status: 302, location: '/elsewhere' },
  { kind: 'html' },
  { kind: 'garbage' },
  { kind: 'empty', status: 200 },
  { kind: 'bomb', megabytes: 1 },
];

test('what is ordered to depart is not told, nor unknown paths, other methods and orders', async () => {
  for (const path of providerIds.flatMap(pathsOf)) {
    for (const fault of meantToDepart) {
      simulator.fault('all', fault, 1);
      await get(path, 'any');
    }
    await fetch(simulator.url + path, { method: 'OPTIONS' });
    await fetch(simulator.url + path, { method: 'POST' });
  }
  simulator.fault('all', { kind: 'error', status: 401 }, 2);
  await get('/nowhere', 'any');
  await fetch(`${simulator.url}/user/credits`, { method: 'OPTIONS' });
  await get('/prefix/v1/credits');
  await get('/_simulator/nothing');
  expect(simulator.departures).toEqual([]);
});
