// @vitest-environment node
import { afterEach, describe, expect, test } from 'vitest';
import { dueOf } from '../../../lib/due.ts';
import { clock } from '../../../lib/format.ts';
import { ageOf } from '../../../lib/sentences.ts';
import { defaultSettings } from '../../../lib/settings.ts';
import { accountOf, balanceOf, day, hour, minute, noon, reportWith, second } from '../given.ts';
import { troubled } from './answers.ts';
import { askedFor, crowdOf, mostAtOnce, requestsOf } from './many.ts';
import { expectGood, expectTrouble, normal } from './row.ts';
import { figure, look, nextOf, readsWell, stopAll, turn, type Scene } from './scene.ts';

afterEach(stopAll);

/** Chance that is the same every time: https://en.wikipedia.org/wiki/Linear_congruential_generator */
function chanceFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

test('C1 L11 after a night of sleep, few accounts are asked at once, and all within two minutes', async () => {
  const crowd = await crowdOf(20, 4);
  const { scene, accounts, simulators } = crowd;
  scene.world = { random: chanceFrom(1) };
  while (requestsOf(crowd).length < 20) await turn(scene);
  const readAt = scene.now;
  for (const simulator of simulators) simulator.clearRequests();
  for (const simulator of simulators) simulator.fault('all', { kind: 'delay', ms: 20 });

  scene.now += 9 * hour;
  const wokeAt = scene.now;
  await turn(scene);
  expect(requestsOf(crowd).length).toBeGreaterThan(0);
  expect(requestsOf(crowd).length).toBeLessThanOrEqual(4);
  const slots = new Set<number | undefined>();
  for (const account of accounts) {
    const { report, shown, row, status } = await look(scene, account);
    if (report.reading?.at === wokeAt) continue;
    expect(report.reading?.at).toBe(readAt);
    expect(shown.stale).toBe(true);
    expect(row).toContain(figure);
    expect(row).toContain('9 hr. ago');
    expect(status).toBeUndefined();
    expect(shown.nextAt).toBeGreaterThanOrEqual(wokeAt);
    expect(shown.nextAt).toBeLessThanOrEqual(wokeAt + 2 * minute);
    slots.add(shown.nextAt);
  }
  expect(slots.size).toBeGreaterThan(8);

  const after: number[] = [];
  while (scene.now < wokeAt + 150 * second) {
    scene.now += 30 * second;
    await turn(scene);
    after.push(requestsOf(crowd).length);
  }
  expect(new Set(after).size, 'they are spread over several turns').toBeGreaterThan(2);
  expect(askedFor(crowd)).toEqual(Array.from({ length: 20 }, () => 1));
  expect(mostAtOnce(crowd)).toBeLessThanOrEqual(8);
  for (const account of accounts) {
    const { report, shown } = await look(scene, account);
    expect(shown.nextAt).toBe((report.reading?.at ?? 0) + normal[0]);
  }
});

test('L11 after a freeze of 20 seconds the account is asked once, and an interval later again', async () => {
  const scene = await readsWell();
  scene.now = (await nextOf(scene)) + 20 * second;
  scene.simulator.clearRequests();
  for (let turns = 0; turns < 3; turns += 1) await turn(scene);
  expect(scene.simulator.requests).toHaveLength(1);
  expect((await expectGood(scene)).row).toContain(figure);
});

test('C5 a clock that jumps by up to a minute all the time makes for no more polls, and no fewer', () => {
  const random = chanceFrom(2);
  const account = accountOf();
  let real = noon;
  let shown = real;
  let report = reportWith([balanceOf()]);
  /** The day of each. */
  const polls: number[] = [];
  while (real < noon + 365 * day) {
    const due = dueOf(account, report, defaultSettings, shown) ?? Number.NaN;
    if (due <= shown) {
      polls.push(Math.floor((real - noon) / day));
      report = reportWith([balanceOf()], { reading: { at: shown, balances: [balanceOf()] } });
    } else {
      // An alarm sleeps for as long as it looked from the clock that set it, and no shorter than half a minute.
      real += Math.max(due - shown, 30 * second);
      shown = real + (2 * random() - 1) * minute;
    }
  }
  const planned = day / (defaultSettings.interval * minute);
  expect(polls.length / 365 / planned).toBeGreaterThanOrEqual(0.95);
  expect(polls.length / 365 / planned).toBeLessThanOrEqual(1.05);
  const daily = Map.groupBy(polls, (dayOfPoll) => dayOfPoll);
  expect(daily.size).toBe(365);
  for (const { length } of daily.values()) {
    // A single day has whole polls.
    expect(length).toBeGreaterThanOrEqual(Math.floor(planned * 0.95));
    expect(length).toBeLessThanOrEqual(Math.ceil(planned * 1.05));
  }
});

describe('C5 a clock that jumps by up to a minute with every tick', { timeout: 20_000 }, () => {
  /** Ticks of the alarm, as often as told. */
  async function tick(scene: Scene, ticks: number, expectWell: (readAt: number) => Promise<void>): Promise<void> {
    const random = chanceFrom(3);
    let real = scene.now;
    for (let count = 0; count < ticks; count += 1) {
      real += Math.max((await nextOf(scene)) - scene.now, 30 * second);
      scene.now = Math.round(real + (2 * random() - 1) * minute);
      await turn(scene);
      const { report, row, badge } = await look(scene);
      const readAt = report.reading?.at ?? Number.NaN;
      expect(row).toContain(figure);
      expect(row).toContain(ageOf(readAt, scene.now));
      expect(badge.title).toContain(`checked ${clock(readAt, scene.now)}`);
      await expectWell(readAt);
    }
  }

  test('brings nothing to be told, and the next attempt within an interval', async () => {
    const scene = await readsWell();
    let before = scene.now;
    let readings = 0;
    await tick(scene, 60, async (readAt) => {
      const { shown, status } = await look(scene);
      expect(status).toBeUndefined();
      expect(shown.nextAt).toBeGreaterThan(scene.now);
      expect(shown.nextAt).toBeLessThanOrEqual(scene.now + normal[0]);
      if (readAt === before) return;
      await expectGood(scene);
      before = readAt;
      readings += 1;
    });
    expect(scene.simulator.requests).toHaveLength(1 + readings);
    expect(readings).toBeGreaterThan(20);
  });

  test('leaves the sentence and the last reading of an account that fails, until it is read again', async () => {
    const scene = await readsWell();
    const { report } = await expectTrouble(scene, troubled);
    await tick(scene, 30, async (readAt) => {
      const { shown, status, row } = await look(scene);
      expect(readAt).toBe(report.reading?.at);
      expect(status).toBe(troubled.sentence);
      expect(shown.nextAt).toBeGreaterThan(scene.now);
      expect(shown.nextAt).toBeLessThanOrEqual(scene.now + hour);
      expect(row).toContain(`Next try ${clock(shown.nextAt ?? Number.NaN, scene.now)}.`);
    });
    scene.simulator.clearFaults();
    scene.now = Math.ceil(await nextOf(scene));
    await turn(scene);
    await expectGood(scene);
  });
});
