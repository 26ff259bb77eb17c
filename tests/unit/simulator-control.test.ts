// @vitest-environment node
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ask } from '../simulator/ask.ts';
import { addDemoAccounts, demoKeys } from '../simulator/demo.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator();
  addDemoAccounts(simulator);
});
afterEach(() => simulator.stop());

async function order(method: string, path: string, body?: unknown): Promise<{ status: number; json: unknown }> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(`${simulator.url}/_simulator${path}`, {
    method,
    ...(body !== undefined && { body: text }),
  });
  return { status: response.status, json: response.status === 204 ? undefined : await response.json() };
}

test('another process can do what code can', async () => {
  const added = await order('POST', '/accounts', { provider: 'evolink', key: 'mine', state: { unlimited: true } });
  expect(added).toMatchObject({ status: 201, json: { provider: 'evolink', key: 'mine', state: { unlimited: true } } });
  expect((await order('POST', '/drain', { key: 'mine', amount: 1095 })).json).toMatchObject({
    state: { userRemaining: 0.3996 },
  });
  expect((await order('POST', '/refill', { key: 'mine', amount: 1 })).json).toMatchObject({
    state: { userRemaining: 1.3996 },
  });
  const changed = await order('PATCH', '/accounts', {
    key: 'mine',
    state: { remaining: -1, rate: { limit: 1, seconds: 60 } },
  });
  expect(changed.json).toMatchObject({ state: { remaining: -1, rate: { limit: 1 } } });
  expect((await order('GET', '/accounts')).json).toHaveLength(6);

  const fault = { target: { key: 'mine' }, fault: { kind: 'error', status: 403 }, times: 1 };
  expect((await order('POST', '/faults', fault)).status).toBe(201);
  expect((await ask(`${simulator.url}/v1/credits`, 'mine')).status).toBe(403);
  await order('POST', '/faults', { target: 'all', fault: { kind: 'hang' } });
  expect((await order('DELETE', '/faults')).status).toBe(204);
  expect((await ask(`${simulator.url}/user/credits`, demoKeys.crustdata)).status).toBe(200);

  const log = await order('GET', '/requests');
  expect(log.json).toMatchObject({
    maxInFlight: 1,
    requests: [
      { key: 'mine', status: 403 },
      { provider: 'crustdata', status: 200 },
    ],
  });
  await order('DELETE', '/requests');
  expect(simulator.requests).toHaveLength(0);
});

test.each([
  ['POST', '/drain', '{', /JSON/],
  ['POST', '/drain', [], /body must be an object/],
  ['POST', '/drain', { key: 'nobody' }, /no account has the key nobody/],
  ['POST', '/drain', { key: demoKeys.crustdata, amount: -1 }, /body.amount must be a number of 0 or more/],
  ['POST', '/refill', { key: demoKeys.crustdata }, /body.amount must be/],
  ['POST', '/accounts', { provider: 'acme', key: 'a' }, /body.provider must be one of crustdata/],
  ['POST', '/accounts', { provider: 'evolink', key: demoKeys.datagrid }, /already belongs/],
  [
    'POST',
    '/accounts',
    { provider: 'firecrawl', key: 'a', state: { tokens: { remaining: '1' } } },
    /state.tokens must be/,
  ],
  ['PATCH', '/accounts', { key: demoKeys.evolink, state: { plan: 'x' } }, /state has no field plan; it has remaining/],
  [
    'PATCH',
    '/accounts',
    { key: demoKeys.evolink, state: { remaining: '12.50' } },
    /state.remaining must be a finite number/,
  ],
  ['POST', '/faults', { target: 'all', fault: { kind: 'boom' } }, /fault.kind must be one of answer/],
  ['POST', '/faults', { target: 'some', fault: { kind: 'hang' } }, /target must be/],
  ['POST', '/faults', { target: { provider: 'acme' }, fault: { kind: 'hang' } }, /provider must be one of/],
  ['POST', '/faults', { target: 'all', fault: { kind: 'hang', ms: 1 } }, /fault has no field ms/],
  ['POST', '/faults', { target: 'all', fault: { kind: 'error', status: 502 } }, /crustdata documents no 502/],
  [
    'POST',
    '/faults',
    { target: 'all', fault: { kind: 'redirect', status: 304, location: '/' } },
    /fault.status must be/,
  ],
  ['POST', '/faults', { target: 'all', fault: { kind: 'hang' }, times: 1.5 }, /times must be a whole number/],
] as const)('%s %s %j is refused in words', async (method, path, body, complaint) => {
  const { status, json } = await order(method, path, body);
  expect(status).toBe(400);
  expect(json).toEqual({ error: expect.stringMatching(complaint) });
});

test('the log has what was sent: headers, keys, queries, other methods, unknown paths', async () => {
  await ask(`${simulator.url}/account/credits?x=1`, demoKeys.crustdata, { 'x-api-version': '2025-11-01' });
  await ask(`${simulator.url}/v1/usage/credits`);
  await ask(`${simulator.url}/favicon.ico`);
  const preflight = await fetch(`${simulator.url}/v1/credits`, { method: 'OPTIONS' });
  expect([preflight.status, await preflight.json()]).toEqual([404, { message: 'Not Found' }]);
  expect(simulator.requests).toMatchObject([
    { method: 'GET', path: '/account/credits?x=1', provider: 'crustdata', key: demoKeys.crustdata, status: 200 },
    { path: '/v1/usage/credits', provider: 'coinstats', key: undefined, status: 401 },
    { path: '/favicon.ico', provider: undefined, status: 404 },
    { method: 'OPTIONS', path: '/v1/credits', provider: 'evolink', status: 404 },
  ]);
  expect(simulator.requests[0]?.headers['x-api-version']).toBe('2025-11-01');
  expect(simulator.requests[0]?.time).toBeCloseTo(Date.now(), -4);
});

test('the most requests at one time are counted', async () => {
  const path = `${simulator.url}/v1/credits`;
  await ask(path);
  await ask(path);
  expect(simulator.maxInFlight).toBe(1);
  simulator.fault('all', { kind: 'hang' });
  const waiting = [1, 2, 3].map(() => expect(fetch(path)).rejects.toThrow('fetch failed'));
  await expect.poll(() => simulator.maxInFlight).toBe(3);
  await simulator.stop();
  await Promise.all(waiting);
});

test('it stands alone', async () => {
  const main = fileURLToPath(new URL('../simulator/main.ts', import.meta.url));
  const child = spawn(process.execPath, [main], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  try {
    let text = '';
    for await (const chunk of child.stdout) if (/amount[^]*times/.test((text += String(chunk)))) break;
    for (const key of Object.values(demoKeys)) expect(text).toContain(key);
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0];
    expect((await ask(`${url}/v1/credits`, demoKeys.evolink)).status).toBe(200);
  } finally {
    child.kill('SIGTERM');
  }
  expect(await exit).toEqual([0, null]);
});
