import type { CDPSession, Target } from 'puppeteer-core';
import { until } from '../e2e/harness/deadline.ts';
import type { Name, Stage } from './stage.ts';

/** What stays in use after rubbish was taken away, in megabytes. */
export async function heapOf(target: Target): Promise<number> {
  const session: CDPSession = await target.createCDPSession();
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize / 1e6;
}

export async function popupTarget(stage: Stage, name: Name): Promise<Target> {
  const url = `${stage.origin(name)}/popup.html`;
  return await until(5000, `the popup of ${name} is there`, () =>
    stage
      .puppet()
      .targets()
      .find((target) => target.url() === url),
  );
}

/** The newest: Puppeteer also lists some that are gone. */
export async function workerTarget(stage: Stage, name: Name): Promise<Target> {
  return await until(5000, `the worker of ${name} is there`, () =>
    stage
      .puppet()
      .targets()
      .findLast((target) => target.type() === 'service_worker' && target.url().startsWith(stage.origin(name))),
  );
}
