// @vitest-environment node
import { afterAll, beforeAll, expect, test } from 'vitest';
import { departures } from '../contracts/contract.ts';
import { ask } from '../simulator/ask.ts';
import type { Fault } from '../simulator/faults.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';

let simulator: Simulator;
beforeAll(async () => void (simulator = await startSimulator()));
afterAll(() => simulator.stop());

const limits = { 'x-ratelimit-limit': '300', 'x-ratelimit-remaining': '299', 'x-ratelimit-reset': '60' };
const drifts: Record<string, [Fault, RegExp]> = {
  'a status that is not documented': [{ kind: 'error', status: 402 }, /status 402 is not documented/],
  'a renamed field': [
    { kind: 'answer', status: 200, headers: limits, body: { balance: 1 } },
    /required property 'credits'/,
  ],
  'another type': [
    { kind: 'answer', status: 200, headers: limits, body: { credits: '1' } },
    /body\/credits must be number/,
  ],
  'a new field': [{ kind: 'answer', status: 200, headers: limits, body: { credits: 1, debt: 2 } }, /"debt"/],
  'a missing header': [{ kind: 'answer', status: 200, body: { credits: 1 } }, /header x-ratelimit-limit is missing/],
  'a moment for a delay': [
    { kind: 'answer', status: 200, headers: { ...limits, 'x-ratelimit-reset': '1741275120' }, body: { credits: 1 } },
    /x-ratelimit-reset: 1741275120 must be <=/,
  ],
  'a header of another provider': [
    { kind: 'answer', status: 200, headers: { ...limits, 'retry-after': '1' }, body: { credits: 1 } },
    /header retry-after is not documented/,
  ],
  'a web page': [{ kind: 'html' }, /content-type is text\/html/],
  'a body that is no JSON': [{ kind: 'garbage' }, /not JSON/],
};

test.each(Object.entries(drifts))('a planted drift is noticed: %s', async (_name, [fault, complaint]) => {
  simulator.addAccount('crustdata', 'drifting');
  simulator.fault({ key: 'drifting' }, fault, 1);
  const reply = await ask(`${simulator.url}/user/credits`, 'drifting');
  expect(departures('crustdata', '/user/credits', reply).join('\n')).toMatch(complaint);
});
