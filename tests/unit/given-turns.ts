import { afterEach, beforeEach } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { Account } from '../../lib/account.ts';
import { saveAccount } from '../../lib/accounts.ts';
import type { Surroundings } from '../../lib/check.ts';
import { refresh } from '../../lib/refresh.ts';
import { loadReports } from '../../lib/report-store.ts';
import type { Report } from '../../lib/report.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { accountOf, emptyStores, noon, worldOf } from './given.ts';

/** What the tests of the worker's turns start from: accounts at a simulator, and a clock that goes on only when told. */

const simulators: Simulator[] = [];
/** Each test has one of its own. */
export let simulator: Simulator;
/** What the worker's clock says. */
export let now = noon;
export const everything = () => true;

beforeEach(async () => {
  await emptyStores();
  now = noon;
  simulator = await start();
});
afterEach(async () => {
  await Promise.all(simulators.splice(0).map((one) => one.stop()));
});

export function pass(ms: number): void {
  now += ms;
}

export async function start(): Promise<Simulator> {
  const started = await startSimulator();
  simulators.push(started);
  return started;
}

export const turn = (wanted?: Parameters<typeof refresh>[1], told: Partial<Surroundings> = {}) =>
  refresh(worldOf({ now: () => now, ...told }), wanted);

/** An account of CoinStats, whose poll is one request: known to the simulator, and saved with its key. */
export async function add(id: string, at = simulator): Promise<Account> {
  const account = accountOf({ id, provider: 'coinstats', label: id, baseUrl: at.url, keyEnd: '0001' });
  at.addAccount('coinstats', `key-of-${id}`, { remaining: 50_000 });
  await saveAccount({ account, key: `key-of-${id}` });
  return account;
}

export async function reportOf(id: string): Promise<Report | undefined> {
  return (await loadReports()).get(id);
}

export const remainingOf = async (id: string) => (await reportOf(id))?.reading?.balances[0]?.remaining;
export const alarm = () => fakeBrowser.alarms.get('poll');
export const askedFor = (id: string, at = simulator) => at.requests.filter(({ key }) => key === `key-of-${id}`).length;
export const idsTo = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`);
