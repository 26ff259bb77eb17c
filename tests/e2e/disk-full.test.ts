import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoKeys } from '../simulator/demo.ts';
import { itemSaying, refreshAtOnce, statusOf } from './given.ts';
import { until } from './harness/deadline.ts';
import { smallDisk, type SmallDisk } from './harness/small-disk.ts';
import { backdate } from './harness/stores.ts';
import { run, type Running } from './running.ts';

const notSaved = /not saved/i;

describe('in chromium on a disk that is full', () => {
  let disk: SmallDisk;
  let running: Running;
  beforeAll(async () => {
    disk = smallDisk(64);
    running = await run('chromium', ['coinstats', 'crustdata'], { profile: disk.path });
    disk.fill();
    running.simulator.account(demoKeys.coinstats).drain(1000);
  });
  afterAll(async () => {
    await running?.stop();
    disk?.remove();
  });

  test('S3 the last readings are shown, and that new ones are not saved', async () => {
    const first = await running.browser.open('popup');
    await refreshAtOnce(first);
    await until(10_000, 'it is said', async () => notSaved.test(await statusOf(first)));
    await first.close();
    const popup = await running.browser.open('popup');
    await itemSaying(popup, 'CoinStats · Work', '55,000 of 100,000 credits left, 55%', 5000);
    await itemSaying(popup, 'Crustdata · Work', '9,406.5 of 10,000 credits left, 94%', 5000);
    expect(await statusOf(popup)).toMatch(notSaved);
    await popup.close();
  });

  test('S3 with room again, the next poll is saved without a restart', async () => {
    disk.free();
    const popup = await running.browser.open('popup');
    // What was begun on the full disk may have left its mark, which counts for 20 s.
    await backdate(await running.browser.silentPage(), 20_000, ['attempt'], Date.now());
    await refreshAtOnce(popup);
    await itemSaying(popup, 'CoinStats · Work', '54,000 of 100,000 credits left, 54%', 10_000);
    await until(5000, 'nothing is wrong any more', async () => (await statusOf(popup)) === '');
    await popup.close();
    await running.browser.killWorker();
    const next = await running.browser.open('popup');
    await itemSaying(next, 'CoinStats · Work', '54,000 of 100,000 credits left, 54%', 5000);
  });
});
