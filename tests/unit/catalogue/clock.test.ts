// @vitest-environment node
import { afterEach, describe, expect, test } from 'vitest';
import { clock } from '../../../lib/format.ts';
import { grant } from '../../../lib/grant.ts';
import { loadView } from '../../../lib/view.ts';
import { day, hour, minute, noon, second, worldOf } from '../given.ts';
import { troubled } from './answers.ts';
import { asked, chances, expectGood, expectNext, expectRow, expectTrouble, meets, normal, type Row } from './row.ts';
import { figure, look, nextOf, readsWell, stopAll, turn, type Scene } from './scene.ts';

afterEach(stopAll);

describe('a clock that is set back by two hours', () => {
  const orLess = [0, normal[0]] as const;

  test.each(chances)('C2 puts an account off by the interval at most, with a chance of %d', async (chance) => {
    const scene = await readsWell();
    const { reading } = (await look(scene)).report;
    scene.chance = chance;
    scene.now -= 2 * hour;
    expect(await nextOf(scene), 'before the worker is up').toBeLessThanOrEqual(scene.now + normal[0]);
    scene.simulator.clearRequests();
    await turn(scene);

    const seen = await look(scene);
    expect(scene.simulator.requests).toEqual([]);
    expect(seen.report.reading).toEqual(reading);
    expect(seen.row).toContain(figure);
    expect(seen.row).toContain('just now');
    expect(seen.status).toBeUndefined();
    const next = await nextOf(scene);
    expectNext(next - scene.now, orLess, chance);

    scene.now = Math.max(scene.now, Math.floor(next) - 1);
    expect(Math.max(next, scene.now), 'it is persisted').toBe(await nextOf(scene));
    scene.now = Math.ceil(next);
    await turn(scene);
    await expectGood(scene);
  });

  test.each(chances)('C2 keeps an account failing until then, with a chance of %d', async (chance) => {
    const scene = await readsWell();
    const { report } = await expectTrouble(scene, troubled);
    scene.chance = chance;
    scene.now -= 2 * hour;
    await turn(scene);
    const seen = await look(scene);
    const next = await nextOf(scene);
    expect(seen.report).toMatchObject({ reading: report.reading, failure: report.failure });
    expect(seen.status).toBe(troubled.sentence);
    // What was to be tried again in 30 s is not put off for an interval.
    expectNext(next - scene.now, [0, 30 * second], chance);
    expect(seen.row).toContain(`Next try ${clock(next, scene.now)}.`);
  });

  test('C2 does not shorten what the provider asked for', async () => {
    const scene = await readsWell();
    const sentence = 'CoinStats asks us to come less often.';
    const headers = { 'retry-after': '3600' };
    await expectTrouble(scene, {
      inject: meets({ kind: 'answer', status: 429, headers }),
      sentence,
      next: asked(hour),
    });
    scene.simulator.clearRequests();
    scene.now -= 2 * hour;
    const setBackAt = scene.now;
    await turn(scene, () => true);
    expect((await nextOf(scene)) - setBackAt).toBeGreaterThanOrEqual(hour);
    expect((await nextOf(scene)) - setBackAt).toBeLessThanOrEqual(1.1 * hour);
    scene.now = setBackAt + hour - 1;
    await turn(scene, () => true);
    expect(scene.simulator.requests).toEqual([]);
    scene.simulator.clearFaults();
    scene.now = Math.ceil(await nextOf(scene));
    await turn(scene);
    await expectGood(scene);
  });
});

test('C2 a pause of an hour is one of an hour still when the clock is set back by nine', async () => {
  const scene = await readsWell();
  scene.now += 15 * minute;
  const nothing = async () => {};
  const work = { world: worldOf({ now: () => scene.now }), turn: nothing, alert: nothing, complain: nothing };
  await grant({ wish: 'pause', until: scene.now + hour }, work);
  scene.now -= 9 * hour;
  const end = scene.now + hour;
  expect((await loadView(scene.now)).pausedUntil, 'before the worker is up').toBe(end);
  scene.simulator.clearRequests();
  await turn(scene);
  expect(await nextOf(scene)).toBe(end);
  scene.now = end - 1;
  await turn(scene);
  expect(scene.simulator.requests).toEqual([]);
  expect((await loadView(scene.now)).pausedUntil).toBe(end);
  scene.now = end;
  await turn(scene);
  scene.now = Math.ceil(await nextOf(scene));
  await turn(scene);
  await expectGood(scene);
  expect((await loadView(scene.now)).pausedUntil).toBeUndefined();
});

describe('a clock that is far off', () => {
  const nonsense = /NaN|Invalid|Infinity|undefined|null/;
  const years: [string, number][] = [
    ['1970', 0],
    ['2099', Date.UTC(2099, 11, 31, 23, 59)],
  ];

  /** The next good reading, which is there within an interval; and nothing odd is to be read meanwhile. */
  async function expectToGoOn(scene: Scene): Promise<void> {
    const latest = scene.now + normal[0];
    const { reading } = (await look(scene)).report;
    await turn(scene);
    while ((await look(scene)).report.reading?.at !== scene.now) {
      const { report, row, status, badge } = await look(scene);
      expect(row + badge.title).not.toMatch(nonsense);
      expect(report.reading).toEqual(reading);
      expect(row).toContain(figure);
      expect(status).toBeUndefined();
      scene.now = Math.ceil(await nextOf(scene));
      expect(scene.now).toBeLessThanOrEqual(latest);
      await turn(scene);
    }
    const { row, badge } = await expectGood(scene);
    expect(row + badge.title).not.toMatch(nonsense);
  }

  test.each(years)('C3 in %s, and right again, does not end the polling', async (_, year) => {
    for (const chance of chances) {
      const scene = await readsWell();
      scene.chance = chance;
      scene.now = year;
      await expectToGoOn(scene);
      scene.now = noon + day;
      await expectToGoOn(scene);
    }
  });

  test.each(years)('C3 in %s, failures are told and tried again as ever', async (_, year) => {
    const beyond: Row['beyond'] = (_scene, { row, badge }) => expect(row + badge.title).not.toMatch(nonsense);
    await expectRow({ ...troubled, beyond }, await readsWell({ at: year }));
  });
});
