import { Window } from 'happy-dom';
import { render } from 'preact';
import { expect, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { Account } from '../../../lib/account.ts';
import { saveAccount } from '../../../lib/accounts.ts';
import { badgeOf, type Badge } from '../../../lib/badge.ts';
import type { AccountGauges } from '../../../lib/gauge.ts';
import type { Surroundings } from '../../../lib/check.ts';
import { refresh } from '../../../lib/refresh.ts';
import type { Report } from '../../../lib/report.ts';
import { loadReports } from '../../../lib/report-store.ts';
import { loadView } from '../../../lib/view.ts';
import type { ProviderId } from '../../simulator/providers/index.ts';
import { startSimulator, type Simulator } from '../../simulator/simulator.ts';
import { accountOf, emptyStores, noon, worldOf } from '../given.ts';
import { rowOf } from '../row.ts';

/** Looks like no other text, so that it is found wherever it leaks to. */
export const canary = 'canary-4F7kQ9ztX2bW8vLm';

/** What the simulator's account of CoinStats starts with. */
export const figure = '55,000 of 100,000 credits left';

/** One account at a server of its own, the worker's clock, and its chance. The tests move all of them. */
export interface Scene {
  simulator: Simulator;
  account: Account;
  now: number;
  /** 0 to 1, never 1. */
  chance: number;
  world: Partial<Surroundings>;
}

/** What can be seen of the account. */
export interface Seen {
  shown: AccountGauges;
  report: Report;
  /** The account's row in the popup, its text, and what of it is announced. */
  html: string;
  row: string;
  status: string | undefined;
  badge: Badge;
}

const simulators = new Set<Simulator>();

/** Rendered with real elements, while fetch stays that of Node: the requests are real ones as well. */
const { document } = new Window();
vi.stubGlobal('document', document);

export async function start(port = 0): Promise<Simulator> {
  const simulator = await startSimulator({ port });
  simulators.add(simulator);
  return simulator;
}

export async function stop(simulator: Simulator): Promise<void> {
  simulators.delete(simulator);
  await simulator.stop();
  expect(simulator.departures).toEqual([]);
}

export async function stopAll(): Promise<void> {
  for (const simulator of simulators) await stop(simulator);
}

/** An account of CoinStats, unless said otherwise: its poll is one request. */
export async function addAccount(simulator: Simulator, told: Partial<Account> = {}, key = canary): Promise<Account> {
  const account = accountOf({ provider: 'coinstats', baseUrl: simulator.url, keyEnd: key.slice(-4), ...told });
  simulator.addAccount(account.provider as ProviderId, key);
  await saveAccount({ account, key });
  return account;
}

interface Beginning {
  /** What the clock says. */
  at?: number;
  /** The account's base URL, if it is not the simulator's own. */
  address?: (simulator: Simulator) => string | Promise<string>;
}

/** The account is there, and was not asked yet. */
export async function begin({ at = noon, address }: Beginning = {}): Promise<Scene> {
  await emptyStores();
  await fakeBrowser.storage.local.clear();
  const simulator = await start();
  const baseUrl = (await address?.(simulator)) ?? simulator.url;
  return { simulator, account: await addAccount(simulator, { baseUrl }), now: at, chance: 0, world: {} };
}

/** The same after its first reading. */
export async function readsWell(beginning?: Beginning): Promise<Scene> {
  const scene = await begin(beginning);
  await turn(scene);
  expect((await look(scene)).report.reading).toMatchObject({ at: scene.now });
  return scene;
}

export function turn(scene: Scene, wanted?: Parameters<typeof refresh>[1]): Promise<void> {
  return refresh(worldOf({ now: () => scene.now, random: () => scene.chance, ...scene.world }), wanted);
}

export async function look(scene: Scene, { id } = scene.account): Promise<Seen> {
  const { accounts } = await loadView(scene.now);
  const shown = accounts.find(({ account }) => account.id === id);
  const report = (await loadReports()).get(id);
  if (!shown || !report) throw new Error(`nothing is known of the account ${id}`);
  const root = document.createElement('ul');
  render(rowOf(shown, scene.now), root);
  return {
    shown,
    report,
    html: root.innerHTML,
    row: root.textContent,
    status: root.querySelector('[role=status]')?.textContent,
    badge: badgeOf(accounts, scene.now),
  };
}

/** When the account is next asked. */
export async function nextOf(scene: Scene): Promise<number> {
  const { nextAt } = (await look(scene)).shown;
  if (nextAt === undefined) throw new Error('the account is never asked again');
  return nextAt;
}

/** The host and port of the account, as the sentences name it. */
export function hostOf({ account }: Scene): string {
  return new URL(account.baseUrl ?? '').host;
}
