import { afterEach, beforeEach } from 'vitest';
import { poll, type Found, type Target } from '../../lib/poll.ts';
import { demoKeys } from '../simulator/demo.ts';
import type { ProviderId } from '../simulator/providers/index.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { worldOf } from './given.ts';

/** What the tests of a poll start from: a provider that is asked. */

/** Each test has one of its own. */
export let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator();
});
afterEach(() => simulator.stop());

export function ask(provider: string, key: string, target: Partial<Target> = {}): Promise<Found> {
  return poll({ provider, baseUrl: simulator.url, ...target }, { key, origin: simulator.url }, worldOf());
}

/** A fresh account of the provider, asked once. */
export function askDemo<P extends ProviderId>(provider: P, ...[overrides]: Overrides<P>): Promise<Found> {
  simulator.addAccount(provider, demoKeys[provider], overrides);
  return ask(provider, demoKeys[provider]);
}
type Overrides<P extends ProviderId> = [Parameters<typeof simulator.addAccount<P>>[2]?];

export const host = () => new URL(simulator.url).host;
export const paths = () => simulator.requests.map(({ path }) => path);
export const answerWith = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  simulator.fault('all', { kind: 'answer', status, body, headers });
