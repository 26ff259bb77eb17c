import type { CDPSession, Page } from 'puppeteer-core';
import { until } from '../e2e/harness/deadline.ts';
import { readPopup } from '../e2e/harness/popup.ts';
import { byRole } from '../e2e/harness/roles.ts';
import { spreadOf } from './numbers.ts';
import { workerTarget } from './resting.ts';
import type { Result } from './result.ts';
import { openServed, type Served } from './served.ts';

const delay = 200;
const count = 5;

/**
 * From the click on "Refresh" to the figures of the last account in the open popup: a poll of five accounts at five origins
 * that take 200 ms each, beside the slowest answer of the same round. And what the worker computes for it.
 */
export async function polls(dir: string, rounds: number): Promise<Result[]> {
  await using served = await openServed(dir, count, count);
  const popup = await served.open('popup.html');
  await until(20_000, 'all accounts are read', async () => await showAll(popup, 'left'));
  const walls: number[] = [];
  const scripts: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    walls.push((await pollOnce(popup, served, 90_000 - round)) / Math.max(...served.answers()));
    const session = await (await workerTarget(served.stage, 'ours')).createCDPSession();
    await session.send('Profiler.enable');
    await session.send('Profiler.start');
    await pollOnce(popup, served, 80_000 - round);
    scripts.push(await busyTime(session));
    await session.detach();
  }
  const what = `poll of ${count} accounts at ${count} origins of ${delay} ms`;
  return [
    { what: `${what}, from click to figures`, unit: 'of the slowest', value: spreadOf(walls), budget: 1.1 },
    { what: `${what}, script time of the worker`, unit: 'ms', value: spreadOf(scripts), budget: 30 },
  ];
}

/** How long one poll takes, in milliseconds. */
async function pollOnce(popup: Page, served: Served, left: number): Promise<number> {
  served.serve(left, delay);
  const refresh = await byRole(popup, 'button', 'Refresh');
  const begin = performance.now();
  await refresh.click();
  await until(10_000, 'all figures are shown', async () => await showAll(popup, `${left.toLocaleString('en-US')} of`));
  return performance.now() - begin;
}

async function showAll(popup: Page, text: string): Promise<boolean> {
  return (await readPopup(popup)).filter((item) => item.text.includes(text)).length === count;
}

/** Ends the profile. What was neither idle nor outside of scripts, in milliseconds. */
async function busyTime(session: CDPSession): Promise<number> {
  const { profile } = await session.send('Profiler.stop');
  const busy = new Set(
    profile.nodes
      .filter(({ callFrame }) => !['(idle)', '(program)', '(root)'].includes(callFrame.functionName))
      .map(({ id }) => id),
  );
  const { samples = [], timeDeltas = [] } = profile;
  return samples.reduce((sum, node, place) => sum + (busy.has(node) ? (timeDeltas[place + 1] ?? 0) : 0), 0) / 1000;
}
