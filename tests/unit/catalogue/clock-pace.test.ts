// @vitest-environment node
import { afterEach, expect, test } from 'vitest';
import { dueOf } from '../../../lib/due.ts';
import { defaultSettings } from '../../../lib/settings.ts';
import { accountOf, balanceOf, day, hour, minute, noon, reportWith, second } from '../given.ts';
import { askedFor, crowdOf, mostAtOnce, requestsOf } from './many.ts';
import { expectGood, normal } from './row.ts';
import { figure, look, nextOf, readsWell, stopAll, turn } from './scene.ts';

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
