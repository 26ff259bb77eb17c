// @vitest-environment node
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ask } from '../simulator/ask.ts';
import { addDemoAccounts, demoKeys } from '../simulator/demo.ts';
import type { Fault } from '../simulator/faults.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator();
  addDemoAccounts(simulator);
});
afterEach(() => simulator.stop());

const evolink = () => ask(`${simulator.url}/v1/credits`, demoKeys.evolink);

/** Orders one fault and asks once. */
function meet(fault: Fault) {
  simulator.fault({ key: demoKeys.evolink }, fault, 1);
  return evolink();
}

test('answer: any status, any headers, a body as text or as JSON', async () => {
  const headers = { 'Retry-After': ['7', 'abc'], 'Content-Type': 'text/xml', 'Set-Cookie': 'a=b' };
  const odd = await meet({ kind: 'answer', status: 429, headers, body: '<late/>' });
  expect([odd.status, odd.text, odd.headers.get('content-type')]).toEqual([429, '<late/>', 'text/xml']);
  expect(odd.headers.get('retry-after')).toBe('7, abc');
  expect(odd.headers.getSetCookie()).toEqual(['a=b']);
  const json = await meet({ kind: 'answer', status: 200, body: { success: false } });
  expect([json.json, json.headers.get('content-type')]).toEqual([{ success: false }, 'application/json']);
  expect((await evolink()).json).toMatchObject({ success: true });
});

test("error: the provider's own, with its own headers", async () => {
  expect((await meet({ kind: 'error', status: 502 })).json).toMatchObject({ error: { type: 'upstream_error' } });
  simulator.fault({ provider: 'crustdata' }, { kind: 'error', status: 429 }, 1);
  const reply = await ask(`${simulator.url}/user/credits`, demoKeys.crustdata);
  expect([reply.status, reply.headers.get('x-ratelimit-limit')]).toEqual([429, '300']);
  expect(() => simulator.fault({ provider: 'evolink' }, { kind: 'error', status: 402 })).toThrow(
    'evolink documents no 402',
  );
});

test('delay: late, then as ever; or late, then another fault', async () => {
  const before = performance.now();
  expect((await meet({ kind: 'delay', ms: 120 })).status).toBe(200);
  expect(performance.now() - before).toBeGreaterThan(110);
  simulator.fault('all', { kind: 'delay', ms: 20 }, 1);
  expect((await meet({ kind: 'error', status: 503 })).status).toBe(503);
});

test('hang: nothing, until the client leaves', async () => {
  simulator.fault('all', { kind: 'hang' }, 1);
  const leaving = new AbortController();
  const waiting = expect(fetch(`${simulator.url}/v1/credits`, { signal: leaving.signal })).rejects.toThrow(/abort/);
  await expect.poll(() => simulator.requests.length).toBe(1);
  leaving.abort();
  await waiting;
  await expect.poll(() => simulator.requests[0]?.ended).toBeTypeOf('number');
  expect(simulator.requests[0]?.status).toBeUndefined();
});

test('drip: headers at once, then byte by byte', async () => {
  simulator.fault('all', { kind: 'drip', ms: 10 }, 1);
  const response = await fetch(`${simulator.url}/v1/credits`);
  expect(response.status).toBe(200);
  const reader = response.body?.getReader();
  for (let byte = 0; byte < 3; byte += 1) expect((await reader?.read())?.value?.length).toBe(1);
  await reader?.cancel();
});

test('cut and reset: the connection breaks, after a part of the body or before any', async () => {
  simulator.fault('all', { kind: 'cut' }, 1);
  const response = await fetch(`${simulator.url}/v1/credits`);
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow('terminated');
  simulator.fault('all', { kind: 'reset' }, 1);
  const refused = fetch(`${simulator.url}/v1/credits`);
  await expect(refused).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
});

test.each([301, 302, 303, 307, 308] as const)('redirect: %i to wherever', async (status) => {
  const reply = await meet({ kind: 'redirect', status, location: 'https://elsewhere.invalid/' });
  expect([reply.status, reply.headers.get('location')]).toEqual([status, 'https://elsewhere.invalid/']);
});

test('html, garbage, empty: a 200 with nothing in it to read, and a 204', async () => {
  const page = await meet({ kind: 'html' });
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html']);
  expect(page.text).toContain('<form>');
  const garbage = await meet({ kind: 'garbage' });
  expect([garbage.status, garbage.json]).toEqual([200, undefined]);
  expect(garbage.text).toContain('\uFFFD');
  const empty = await meet({ kind: 'empty', status: 200 });
  expect([empty.status, empty.text]).toEqual([200, '']);
  expect((await meet({ kind: 'empty', status: 204 })).status).toBe(204);
});

test('endless: more than anyone wants', async () => {
  simulator.fault('all', { kind: 'endless' }, 1);
  const response = await fetch(`${simulator.url}/v1/credits`);
  const reader = response.body?.getReader();
  let read = 0;
  while (read < 3_000_000) read += (await reader?.read())?.value?.length ?? Number.NaN;
  expect(read).toBeGreaterThanOrEqual(3_000_000);
  await reader?.cancel();
  await expect.poll(() => simulator.requests[0]?.ended).toBeTypeOf('number');
});

test('bomb: small on the wire, large when it is unpacked, and valid JSON', async () => {
  const reply = await meet({ kind: 'bomb', megabytes: 5 });
  expect(reply.headers.get('content-encoding')).toBe('gzip');
  expect(reply.text.length).toBeGreaterThan(5 * 1024 * 1024);
  expect(reply.json).toHaveProperty('padding');
});

test('faults come in the order they were ordered, as often as was said, and go when cleared', async () => {
  simulator.fault({ provider: 'evolink' }, { kind: 'error', status: 500 }, 2);
  simulator.fault({ key: demoKeys.evolink }, { kind: 'error', status: 401 });
  const statuses = [];
  for (let turn = 0; turn < 4; turn += 1) statuses.push((await evolink()).status);
  expect(statuses).toEqual([500, 500, 401, 401]);
  expect((await ask(`${simulator.url}/user/credits`, demoKeys.crustdata)).status).toBe(200);
  simulator.clearFaults();
  expect((await evolink()).status).toBe(200);
});

test('a fault that cannot be is refused', () => {
  expect(() => simulator.fault('all', { kind: 'hang' }, 0)).toThrow('times must be');
  expect(() => simulator.fault({ key: 'nobody' }, { kind: 'hang' })).toThrow('no account has the key nobody');
  const headers = { bad: 'line\nbreak' };
  expect(() => simulator.fault('all', { kind: 'answer', status: 200, headers })).toThrow('fault.headers must be');
});

test('stopping ends what hangs', async () => {
  const other = await startSimulator();
  other.fault('all', { kind: 'hang' }, 1);
  other.fault('all', { kind: 'delay', ms: 60_000 });
  const hanging = expect(fetch(`${other.url}/v1/credits`)).rejects.toThrow('fetch failed');
  const delayed = expect(fetch(`${other.url}/v1/credits`)).rejects.toThrow('fetch failed');
  await expect.poll(() => other.requests.length).toBe(2);
  await other.stop();
  await Promise.all([hanging, delayed]);
});
