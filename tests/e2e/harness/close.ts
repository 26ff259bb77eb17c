import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser as Puppet } from 'puppeteer-core';
import { within } from './deadline.ts';

/** Quit politely, so that stores are written; a browser that does not go in time is killed. */
export async function closePuppet(puppet: Puppet): Promise<void> {
  const child = puppet.process();
  const ended = () => !child || child.exitCode !== null || child.signalCode !== null;
  if (child && ended()) return;
  try {
    await within(10_000, 'the browser quits', puppet.close());
  } catch (error) {
    console.warn(String(error));
  } finally {
    if (!ended()) child?.kill('SIGKILL');
  }
}

/** No chance to write anything: all its processes end at once, of which Puppeteer makes a group. */
async function killPuppet(puppet: Puppet): Promise<void> {
  const child = puppet.process();
  if (child?.pid === undefined) throw new Error('This browser was not started here.');
  const exit = once(child, 'exit');
  if (process.platform === 'win32') child.kill('SIGKILL');
  else process.kill(-child.pid, 'SIGKILL');
  await within(10_000, 'the killed browser is gone', exit);
  // At the exit Puppeteer puts Firefox's preferences back, and has no event for when it is done.
  await sleep(200);
}

/** Tells when the browser is gone for good, which it is not when it only ends in order to start again. */
export class Farewell {
  readonly closed: Promise<void>;
  #tell: () => void = () => undefined;
  readonly #restarting = new WeakSet<Puppet>();

  constructor() {
    this.closed = new Promise((resolve) => {
      this.#tell = resolve;
    });
  }

  watch(puppet: Puppet): void {
    puppet.once('disconnected', () => this.#restarting.has(puppet) || this.#tell());
  }

  async closeToRestart(puppet: Puppet): Promise<void> {
    this.#restarting.add(puppet);
    await closePuppet(puppet);
  }

  async killToRestart(puppet: Puppet): Promise<void> {
    this.#restarting.add(puppet);
    await killPuppet(puppet);
  }
}
