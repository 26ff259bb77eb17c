import { workerTarget } from './resting.ts';
import type { Name, Stage } from './stage.ts';

/** A worker that was asleep is sent a message. */
export interface Waking {
  /** From the message to the end of the worker's first turn, in milliseconds. */
  start: number;
  /** From the message to the answer, in milliseconds. */
  reply: number;
}

interface Runtime {
  sendMessage(message: object): Promise<unknown>;
}

/** Asked from a page that the worker listens to. */
export async function wake(stage: Stage, name: Name): Promise<Waking> {
  const url = `${stage.origin(name)}/${name === 'floor' ? 'popup.html' : 'options.html'}`;
  const target = stage
    .puppet()
    .targets()
    .find((one) => one.url() === url);
  const page = (await target?.page()) ?? (await stage.puppet().newPage({ type: 'window' }));
  if (page.url() !== url) await page.goto(url);
  await stage.killWorkers();
  const { begin, reply } = await page.evaluate(async () => {
    const { runtime } = (globalThis as unknown as { chrome: { runtime: Runtime } }).chrome;
    const from = performance.timeOrigin + performance.now();
    // Wishes for nothing, which is granted and answered at once.
    await runtime.sendMessage({ wish: 'refresh', accounts: [] });
    return { begin: from, reply: performance.timeOrigin + performance.now() - from };
  });
  // A session of its own: a worker that somebody stays with cannot be ended.
  const session = await (await workerTarget(stage, name)).createCDPSession();
  const { result } = await session.send('Runtime.evaluate', { expression: 'self.benchRan' });
  await session.detach();
  return { start: Number(result.value) - begin, reply };
}
