// @vitest-environment node
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { originOf } from '../../lib/account.ts';
import { poll } from '../../lib/poll.ts';
import {
  accountOf,
  browserCases,
  cases,
  keyOf,
  play,
  requestsExpected,
  requestsSeen,
  type Case,
} from '../conformance/cases.ts';
import { expectedOf, outcomeOf } from '../conformance/outcome.ts';
import { providerIds } from '../simulator/providers/index.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { noon, worldOf } from './given.ts';

let simulator: Simulator;
beforeAll(async () => void (simulator = await startSimulator()));
afterAll(async () => {
  await simulator.stop();
  expect(simulator.departures).toEqual([]);
});

async function pollFor(one: Case) {
  const account = accountOf(one, simulator);
  return poll(account, { key: keyOf(one), origin: originOf(account) ?? '' }, worldOf());
}

describe.each(providerIds)('%s', (provider) => {
  const own = cases.filter((one) => one.provider === provider);
  test.each(own.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    simulator.clearFaults();
    simulator.clearRequests();
    play(simulator, one);
    const found = await pollFor(one);
    expect(requestsSeen(simulator, one)).toEqual(requestsExpected(one));
    expect(outcomeOf(one, found, simulator, noon)).toEqual(expectedOf(one, simulator));
    expect(found.reading?.at ?? found.failure?.at).toBe(noon);
    expect(found.failure?.host ?? new URL(simulator.url).host).toBe(new URL(simulator.url).host);
    expect(JSON.stringify(found)).not.toContain(one.key.slice(0, 20));
  });
});

test('the tables are as large as they have to be, and every name is its own', () => {
  expect(cases.length).toBeGreaterThanOrEqual(150);
  expect(new Set(cases.map(({ provider, name }) => `${provider}: ${name}`)).size).toBe(cases.length);
});

test('the browser plays five of each provider, readings and failures, none with a past', () => {
  for (const provider of providerIds) {
    const own = browserCases.filter((one) => one.provider === provider);
    expect(own).toHaveLength(5);
    expect(own.filter(({ outcome }) => 'failure' in outcome).length).toBeGreaterThanOrEqual(1);
    expect(own.filter(({ outcome }) => 'balances' in outcome).length).toBeGreaterThanOrEqual(2);
  }
  expect(browserCases.filter(({ before }) => before)).toEqual([]);
});
