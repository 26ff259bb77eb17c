// @vitest-environment node
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { contracts, departures, documented } from '../contracts/contract.ts';
import { ask } from '../simulator/ask.ts';
import { pathsOf, providerIds, providers, type ProviderId, type States } from '../simulator/providers/index.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';

let simulator: Simulator;
beforeAll(async () => void (simulator = await startSimulator()));
beforeEach(() => simulator.clearFaults());
afterAll(() => simulator.stop());

const version = { 'x-api-version': '2025-11-01' };
const given = new Set<string>();
const tokens = { remaining: 15000, limit: 7500000 };

/** Asks a path and expects this status, and not a word from the contract: neither of what arrived nor of what was sent. */
async function keeps(
  id: ProviderId,
  path: string,
  status: number,
  key?: string,
  headers: Record<string, string> = version,
) {
  const reply = await ask(simulator.url + path, key, headers);
  expect(reply.status).toBe(status);
  expect(departures(id, path, reply)).toEqual([]);
  expect(simulator.departures).toEqual([]);
  given.add(`${id} ${path} ${status}`);
}

test('every path of the simulator has a contract, and every contract a path', () => {
  expect(Object.keys(contracts).toSorted()).toEqual([...providerIds].toSorted());
  for (const id of providerIds) {
    expect(pathsOf(id).toSorted()).toEqual(
      documented(id)
        .map(({ path }) => path)
        .toSorted(),
    );
  }
});

const variants: { [P in ProviderId]: Record<string, Partial<States[P]>> } = {
  crustdata: {
    'as documented': {},
    'without a grant': { grant: 0, frequency: null, refreshDate: null, rollover: false },
    'with wallets and top-ups': { wallets: [{ type: 'recurring' }], topups: [{ origin: 'purchase' }] },
    'above its grant': { remaining: 25000.25 },
    'below zero': { remaining: -3.2 },
  },
  coinstats: { 'as documented': {}, 'on another plan': { subscription: 'FREE', limit: 0 }, empty: { remaining: 0 } },
  firecrawl: {
    'as documented': { tokens },
    'without a subscription': { periodStart: null, periodEnd: null, limit: 0, tokens },
    'above its plan': { remaining: 750000, tokens },
  },
  evolink: { 'as documented': {}, unlimited: { unlimited: true }, 'out of credits': { userRemaining: 0 } },
  datagrid: { 'as documented': {}, 'of a teamspace': { teamspaces: ['team-1'] }, empty: { remaining: 0, limit: 0 } },
};

for (const id of providerIds) {
  for (const [name, overrides] of Object.entries(variants[id])) {
    test(`${id}: an account ${name} keeps to the contract, drained and refilled too`, async () => {
      const account = simulator.addAccount(id, `${id} ${name}`, overrides);
      for (const path of pathsOf(id)) await keeps(id, path, 200, account.key);
      account.drain();
      for (const path of pathsOf(id)) await keeps(id, path, 200, account.key);
      account.refill(0.1);
      for (const path of pathsOf(id)) await keeps(id, path, 200, account.key);
    });
  }

  for (const { path, statuses } of documented(id)) {
    test.each(statuses.filter((status) => status in providers[id].errors))(
      `${path}: the documented %i keeps to the contract`,
      async (status) => {
        simulator.addAccount(id, `${id} key`);
        simulator.fault({ provider: id }, { kind: 'error', status }, 1);
        await keeps(id, path, status, `${id} key`);
      },
    );

    test(`${path}: without a key, with a wrong one and with an empty one it is a documented 401`, async () => {
      await keeps(id, path, 401);
      await keeps(id, path, 401, 'wrong');
      await keeps(id, path, 401, '');
    });

    test(`${path}: up to the limit and past it, each answer keeps to the contract`, async () => {
      simulator.addAccount(id, `${id} limited`, { tokens, rate: { limit: 2, seconds: 30 } });
      await keeps(id, path, 200, `${id} limited`);
      await keeps(id, path, 200, `${id} limited`);
      await keeps(id, path, 429, `${id} limited`);
    });
  }
}

test('crustdata: without the version header', async () => {
  simulator.addAccount('crustdata', 'unversioned');
  await keeps('crustdata', '/account/credits', 400, 'unversioned', {});
});

test('coinstats: refused for want of credits', async () => {
  simulator.addAccount('coinstats', 'exhausted', { remaining: 0, refusesWhenEmpty: true });
  for (const path of pathsOf('coinstats')) await keeps('coinstats', path, 429, 'exhausted');
});

test('a server that does not know the path, where there is another to ask', async () => {
  const missingPaths = ['/account/credits', '/v1/usage/credits', ...pathsOf('firecrawl')];
  simulator.addAccount('crustdata', 'bare', { missingPaths });
  await keeps('crustdata', '/account/credits', 404, 'bare');
  await keeps('crustdata', '/user/credits', 200, 'bare');
  simulator.addAccount('coinstats', 'older', { missingPaths });
  await keeps('coinstats', '/v1/usage/credits', 404, 'older');
  await keeps('coinstats', '/usage/credits', 200, 'older');
  simulator.addAccount('firecrawl', 'fc-older', { missingPaths });
  await keeps('firecrawl', '/v2/team/credit-usage', 404, 'fc-older');
  await keeps('firecrawl', '/v2/team/token-usage', 404, 'fc-older');
  await keeps('firecrawl', '/v1/team/token-usage', 404, 'fc-older');
});

test('firecrawl: no tokens, before v2, self-hosted', async () => {
  simulator.addAccount('firecrawl', 'credits only');
  await keeps('firecrawl', '/v2/team/token-usage', 404, 'credits only');
  await keeps('firecrawl', '/v1/team/token-usage', 404, 'credits only');
  const old = simulator.addAccount('firecrawl', 'old', { beforeV2: true, tokens });
  await keeps('firecrawl', '/v2/team/credit-usage', 404, 'old');
  await keeps('firecrawl', '/v2/team/token-usage', 404, 'old');
  await keeps('firecrawl', '/v1/team/credit-usage', 200, 'old');
  await keeps('firecrawl', '/v1/team/token-usage', 200, 'old');
  delete old.state.tokens;
  await keeps('firecrawl', '/v1/team/token-usage', 404, 'old');
  const account = simulator.addAccount('firecrawl', '', { selfHosted: true });
  await keeps('firecrawl', '/v2/team/credit-usage', 200);
  await keeps('firecrawl', '/v1/team/credit-usage', 200);
  account.state.selfHosted = false;
});

test('datagrid: a teamspace outside the account', async () => {
  simulator.addAccount('datagrid', 'scoped', { teamspaces: ['team-1'] });
  await keeps('datagrid', '/v1/organization/credits', 404, 'scoped', { 'datagrid-teamspace': 'team-2' });
});

test('every documented answer was given', () => {
  const all = providerIds.flatMap((id) =>
    documented(id).flatMap(({ path, statuses }) => statuses.map((status) => `${id} ${path} ${status}`)),
  );
  expect([...given].toSorted()).toEqual(all.toSorted());
});
