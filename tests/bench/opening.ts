import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../e2e/harness/deadline.ts';
import type { Name, Stage } from './stage.ts';

/** One opening of the popup. */
export interface Opening {
  /** From the order to open it to the first frame with figures, in milliseconds. */
  ms: number;
  /** Layout shift until it has settled. */
  shift: number;
  /** The longest task over 50 ms, or 0. */
  longest: number;
  /** How many rows stand in it. */
  rows: number;
}

/** `before` it is closed again, something may be asked of it. */
export async function openPopup(stage: Stage, name: Name, before?: () => Promise<void>): Promise<Opening> {
  const page = await stage.page(name);
  const opening = await page.evaluate(async () => {
    const { action } = (globalThis as unknown as { chrome: { action: { openPopup(): Promise<void> } } }).chrome;
    const channel = new BroadcastChannel('bench');
    const told = new Promise<{ at: number; shift: number; longest: number; rows: number }>((resolve, reject) => {
      channel.onmessage = ({ data }) => resolve(data);
      setTimeout(() => reject(new Error('The popup showed no figures within 20 s.')), 20_000);
    });
    const begin = performance.timeOrigin + performance.now();
    await action.openPopup();
    const { at, ...rest } = await told;
    channel.close();
    return { ms: at - begin, ...rest };
  });
  await before?.();
  await page.evaluate(() => {
    const channel = new BroadcastChannel('bench');
    channel.postMessage('close');
    channel.close();
  });
  const url = `${stage.origin(name)}/popup.html`;
  await until(
    5000,
    'the popup closes',
    () =>
      !stage
        .puppet()
        .targets()
        .some((target) => target.url() === url),
  );
  await sleep(150);
  return opening;
}
