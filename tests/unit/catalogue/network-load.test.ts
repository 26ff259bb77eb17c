// @vitest-environment node
import { afterEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { loadReports } from '../../../lib/report-store.ts';
import { second } from '../given.ts';
import { troubled } from './answers.ts';
import { askedFor, crowdOf, mostAtOnce, requestsOf } from './many.ts';
import { expectGood, expectNoKey, expectRow, normal, soon } from './row.ts';
import { canary, figure, look, nextOf, readsWell, stopAll, turn } from './scene.ts';

afterEach(stopAll);

test('N16 fifty accounts at slow servers are asked few at a time, in turns that end before the worker does', async () => {
  const crowd = await crowdOf(50, 5);
  const { scene, accounts, simulators } = crowd;
  for (const simulator of simulators) simulator.fault('all', { kind: 'delay', ms: 20 });
  // A server takes 2 s, and 8 are asked at a time: one begins every quarter of a second.
  const isAllowed = async () => {
    scene.now += second / 4;
    return true;
  };
  scene.world = { isAllowed };

  const asked: number[] = [];
  while (requestsOf(crowd).length < 50 && asked.length < 3) {
    const began = scene.now;
    await turn(scene);
    expect(scene.now + 2 * second - began).toBeLessThan(25 * second);
    asked.push(requestsOf(crowd).length);
    scene.now = (await fakeBrowser.alarms.get('poll'))?.scheduledTime ?? Number.NaN;
  }
  // 40 have begun when it is time to stop, and up to 7 more were about to.
  expect(asked).toHaveLength(2);
  expect(asked[0]).toBeLessThan(48);
  expect(askedFor(crowd)).toEqual(Array.from({ length: 50 }, () => 1));
  expect(mostAtOnce(crowd)).toBeLessThanOrEqual(8);
  for (const { maxInFlight } of simulators) expect(maxInFlight).toBeLessThanOrEqual(2);

  const all = await Promise.all(accounts.map((account) => look(scene, account)));
  for (const { report, row, shown, status } of all) {
    const { nextAt = 0 } = shown;
    expect(row).toContain(figure);
    expect(status).toBeUndefined();
    expect(nextAt).toBe((report.reading?.at ?? 0) + normal[0]);
    // The clock goes on between a reading and its report, as the others begin.
    expect(Math.abs(report.dueAt - nextAt)).toBeLessThan(8 * second);
  }
  await expectNoKey(...all);
});

test('N17 a host that fails every other time, 1,000 times, is asked each time as after its first failure', async () => {
  const scene = await readsWell();
  const good = await (
    await fetch(`${scene.simulator.url}/v1/usage/credits`, { headers: { 'x-api-key': canary } })
  ).text();
  // From here on without the simulator, which would take too long for it.
  const fetching = vi.spyOn(globalThis, 'fetch');
  for (let round = 0; round < 500; round += 1) {
    const readAt = scene.now;
    scene.now = await nextOf(scene);
    expect(scene.now - readAt).toBe(normal[0]);
    scene.chance = round / 500;
    fetching.mockResolvedValueOnce(new Response('', { status: 503 }));
    await turn(scene);
    const report = (await loadReports()).get(scene.account.id);
    expect(report).toMatchObject({ reading: { at: readAt }, failure: { at: scene.now }, failures: 1 });
    const next = await nextOf(scene);
    expect(next - scene.now).toBeCloseTo(soon[0] + scene.chance * (soon[1] - soon[0]), 3);

    scene.now = Math.ceil(next);
    fetching.mockResolvedValueOnce(new Response(good));
    await turn(scene);
  }
  expect(fetching).toHaveBeenCalledTimes(1000);
  await expectGood(scene);
  await expectRow(troubled, scene);
}, 20_000);
