// @vitest-environment node
import { afterEach, describe, expect, test, vi } from 'vitest';
import { day, hour, minute, second } from '../given.ts';
import { expectGood, expectReading, meets, normal } from './row.ts';
import { addAccount, begin, figure, look, readsWell, stopAll, turn } from './scene.ts';

afterEach(stopAll);

const body = { totalCredits: 100_000, usedCredits: 60_000, remainingCredits: 40_000, subscription: 'PRO' };

test('R25 a cookie that was set does not come back', async () => {
  const scene = await readsWell();
  const headers = { 'set-cookie': 'spy=1; Path=/' };
  await expectReading(scene, meets({ kind: 'answer', status: 200, headers, body }));
  scene.simulator.clearFaults();
  const fetching = vi.spyOn(globalThis, 'fetch');
  const { row } = await expectReading(scene, () => undefined);
  expect(row).toContain(figure);
  // Node keeps no cookies; a browser keeps none either when it is told so.
  expect(fetching.mock.calls.map(([, init]) => init?.credentials)).toEqual(['omit']);
  expect(scene.simulator.requests).toHaveLength(3);
  for (const { headers: sent } of scene.simulator.requests) expect(sent).not.toHaveProperty('cookie');
});

describe('figures that are old', () => {
  const aged = (age: number) => meets({ kind: 'answer', status: 200, headers: { age: `${age / second}` }, body });

  test('R27 are shown with the time that the provider tells, and not as of just now', async () => {
    const { row, badge, report } = await expectReading(await readsWell(), aged(3 * day));
    expect(report.reading?.asOf).toBe((report.reading?.at ?? 0) - 3 * day);
    expect(row).toContain('40,000 of 100,000 credits left');
    expect(row).toContain('CoinStats last updated this 3 days ago.');
    expect(badge.title).toContain('CoinStats last updated this 3 days ago.');
  });

  test('R27 are not told to be old within the hour', async () => {
    const { row, report } = await expectReading(await readsWell(), aged(hour - second));
    expect(report.reading).not.toHaveProperty('asOf');
    expect(row).not.toContain('last updated');
  });
});

describe('answers that come in another order', () => {
  test('R28 each account keeps its own', async () => {
    const scene = await begin();
    const other = await addAccount(scene.simulator, { id: 'other' }, 'key-of-another');
    scene.simulator.account('key-of-another').drain(15_000);
    scene.simulator.fault({ key: scene.simulator.account('key-of-another').key }, { kind: 'delay', ms: 60 });
    await turn(scene);
    expect((await expectGood(scene)).row).toContain(figure);
    expect((await expectGood({ ...scene, account: other })).row).toContain('40,000 of 100,000 credits left');
  });

  test('R28 an older attempt that answers late never replaces a newer one', async () => {
    const scene = await readsWell();
    const { simulator } = scene;
    scene.now += normal[0];
    simulator.fault('all', { kind: 'delay', ms: 1000 }, 1);
    simulator.fault('all', { kind: 'answer', status: 200, body }, 1);
    const late = turn(scene);
    await vi.waitFor(() => expect(simulator.requests).toHaveLength(2));
    // The worker has died meanwhile, as far as the next turn can tell.
    scene.now += minute;
    await turn(scene);
    const { report } = await expectGood(scene);
    expect(simulator.requests[1]?.ended).toBeUndefined();
    await late;
    expect(simulator.requests.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await look(scene)).report).toEqual(report);
    expect((await expectGood(scene)).row).toContain(figure);
  });

  test('R28 not even when the older one fails', async () => {
    const scene = await readsWell();
    scene.now += normal[0];
    scene.simulator.fault('all', { kind: 'delay', ms: 1000 }, 1);
    scene.simulator.fault('all', { kind: 'answer', status: 403 }, 1);
    const late = turn(scene);
    await vi.waitFor(() => expect(scene.simulator.requests).toHaveLength(2));
    scene.now += minute;
    await turn(scene);
    await late;
    expect((await expectGood(scene)).row).toContain(figure);
  });
});
