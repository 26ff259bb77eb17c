// @vitest-environment node
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { heal } from '../../../lib/heal.ts';
import { untilResumed, withoutPause, withPause } from '../../../lib/pause.ts';
import { changePauses } from '../../../lib/pause-store.ts';
import { changeReport, loadReports } from '../../../lib/report-store.ts';
import { grantOrigins } from '../damages.ts';
import { day, hour, minute, noon, second } from '../given.ts';
import { addAccount, readsWell, stopAll, turn, type Scene } from './scene.ts';
import { alarmTime, expectShown, shownIn } from './shown.ts';

/** An account that was read at noon, a quarter of an hour later. */
let scene: Scene;
beforeEach(async () => {
  grantOrigins();
  scene = await readsWell();
  scene.now += 15 * minute;
  scene.simulator.clearRequests();
});
afterEach(stopAll);

const requests = () => scene.simulator.requests.length;
const report = async () => (await loadReports()).get('a');

/** The worker is ended while it waits for the answer: what it has written until then is all that is left. */
async function cutOff(): Promise<void> {
  const before = requests();
  scene.simulator.fault('all', { kind: 'delay', ms: 100 }, 1);
  const turning = turn(scene);
  await vi.waitFor(() => expect(requests()).toBe(before + 1));
  const left = await report();
  await turning;
  await changeReport('a', (after) => left ?? after);
  expect((await report())?.attempt).toMatchObject({ at: scene.now });
}

const told = 'The last check was interrupted.';
const toldThrice = 'The last checks were interrupted, as the browser ended them.';

describe('a worker that is ended under a poll', { timeout: 20_000 }, () => {
  test.each([0, 0.999])(
    'L2 has that told, and the poll made again within a minute, with a chance of %d',
    async (chance) => {
      scene.chance = chance;
      await cutOff();
      const next = scene.now + 30 * second * (1 + chance);
      expect((await shownIn(scene)).row, 'it may still be under way').toContain('Checking…');

      scene.now += 20 * second;
      await expectShown(scene, { at: noon, next, status: told });
      scene.now = next - 1;
      await turn(scene);
      expect(requests()).toBe(1);
      scene.now = Math.ceil(next);
      await turn(scene);
      expect(requests()).toBe(2);
      await expectShown(scene, { at: scene.now });
      expect(await report()).toMatchObject({ cutOffs: 0, failures: 0 });
    },
  );

  test('L2 again and again is taken for a failure of the account at the third time, and then waits longer', async () => {
    for (let time = 1; time <= 3; time += 1) {
      if (time > 1) scene.now += 30 * second;
      await cutOff();
      expect((await report())?.cutOffs).toBe(time - 1);
    }
    scene.now += 30 * second;
    const failed = scene.now - 30 * second;
    scene.chance = 0.5;
    await turn(scene);
    const first = scene.now + 75 * second;
    expect(requests(), 'nothing is asked this time').toBe(3);
    expect(await report()).toMatchObject({
      failure: { kind: 'timeout', defect: 'interrupted', at: failed },
      failures: 1,
      cutOffs: 3,
    });
    await expectShown(scene, { at: noon, next: first, status: toldThrice });
    expect(await alarmTime()).toBe(first);

    // The fourth and the fifth are made again soon, the sixth is a second failure.
    scene.now = first;
    for (let time = 4; time <= 6; time += 1) {
      await cutOff();
      scene.now += 45 * second;
    }
    await turn(scene);
    expect(requests()).toBe(6);
    await expectShown(scene, { at: noon, next: scene.now + 135 * second, status: toldThrice });
    expect((await report())?.failures).toBe(2);

    scene.now += 135 * second;
    await turn(scene);
    await expectShown(scene, { at: scene.now });
    expect(await report()).toMatchObject({ cutOffs: 0, failures: 0 });
    expect((await report())?.failure).toBeUndefined();
  });

  test('L2 is no failure of its host, which other accounts go on to ask', async () => {
    const other = await addAccount(scene.simulator, { id: 'b', label: 'Other' }, 'key-of-the-other');
    for (let time = 1; time <= 3; time += 1) {
      await changeReport('a', (before) => ({
        ...before,
        attempt: { number: before.told + 1, at: scene.now },
        dueAt: scene.now + 30 * second,
        cutOffs: time - 1,
      }));
      scene.now += 30 * second;
    }
    await turn(scene);
    await expectShown(scene, { at: noon, next: scene.now + 30 * second, status: toldThrice });
    await expectShown(scene, { at: scene.now }, other);
  });

  test('L9 by an update: the new one repeats the poll once at most, and loses nothing', async () => {
    await cutOff();
    const before = await report();
    await fakeBrowser.alarms.clearAll();
    scene.now += second;
    await heal(scene.now);
    await turn(scene);
    expect(requests()).toBe(1);
    expect(await report()).toEqual(before);
    expect((await shownIn(scene)).readAt).toBe(noon);
    expect(await alarmTime()).toBe(scene.now + 30 * second);

    scene.now += 30 * second;
    await turn(scene);
    await turn(scene);
    expect(requests()).toBe(2);
    await expectShown(scene, { at: scene.now });
  });
});

describe('the alarm', () => {
  const alarms = () => fakeBrowser.alarms.getAll();
  const wrong: [string, string, () => unknown][] = [
    ['L5', 'was cleared', () => fakeBrowser.alarms.clearAll()],
    ['L3', 'was lost with a reload', () => fakeBrowser.alarms.resetState()],
    ['L5', 'stands too late', () => fakeBrowser.alarms.create('poll', { when: noon + day, periodInMinutes: 15 })],
    ['L5', 'stands too early', () => fakeBrowser.alarms.create('poll', { when: noon, periodInMinutes: 15 })],
    [
      'L5',
      'repeats too seldom',
      () => fakeBrowser.alarms.create('poll', { when: noon + 30 * minute, periodInMinutes: 60 }),
    ],
    ['L5', 'does not repeat', () => fakeBrowser.alarms.create('poll', { when: noon + 30 * minute })],
  ];
  test.each(wrong)(
    '%s that %s is set right by the next turn, whatever brought it, and there is one',
    async (_, __, disturb) => {
      await turn(scene);
      await disturb();
      scene.now += minute;
      await turn(scene);
      expect(requests()).toBe(1);
      expect(await alarms()).toEqual([
        { name: 'poll', scheduledTime: noon + 30 * minute, periodInMinutes: 15, persistAcrossSessions: undefined },
      ]);
      await expectShown(scene, { at: noon + 15 * minute });
    },
  );

  test('L3 is one, however many turns there are at once', async () => {
    await fakeBrowser.alarms.clearAll();
    await Promise.all([turn(scene), turn(scene), turn(scene)]);
    expect((await alarms()).map(({ name }) => name)).toEqual(['poll']);
    await expectShown(scene, { at: scene.now });
  });

  test('L5 is none while all is paused, and stands again when the user resumes', async () => {
    await changePauses((pauses) => withPause(pauses, untilResumed));
    await turn(scene);
    expect([await alarms(), requests()]).toEqual([[], 0]);
    await changePauses((pauses) => withoutPause(pauses));
    await turn(scene);
    expect([await alarmTime(), requests()]).toEqual([scene.now + 15 * minute, 1]);
  });

  test('L5 stands at the end of a pause that has one', async () => {
    await changePauses((pauses) => withPause(pauses, scene.now + hour));
    await turn(scene);
    expect([await alarmTime(), requests()]).toEqual([scene.now + hour, 0]);
    scene.now += hour;
    await turn(scene);
    expect(requests()).toBe(1);
    await expectShown(scene, { at: scene.now });
  });
});
