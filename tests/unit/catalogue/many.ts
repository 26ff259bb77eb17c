import type { Account } from '../../../lib/account.ts';
import type { LoggedRequest } from '../../simulator/log.ts';
import type { Simulator } from '../../simulator/simulator.ts';
import { addAccount, begin, start, type Scene } from './scene.ts';

/** Many accounts, that are spread evenly over several servers. */
export interface Crowd {
  scene: Scene;
  accounts: Account[];
  simulators: Simulator[];
}

/** None of them was asked yet. */
export async function crowdOf(count: number, servers: number): Promise<Crowd> {
  const scene = await begin();
  const others = await Promise.all(Array.from({ length: servers - 1 }, () => start()));
  const simulators = [scene.simulator, ...others];
  const accounts = [scene.account];
  for (let index = 1; index < count; index += 1) {
    const simulator = simulators[index % servers] ?? scene.simulator;
    accounts.push(await addAccount(simulator, { id: `n${index}` }, `key-of-account-${index}`));
  }
  return { scene, accounts, simulators };
}

export function requestsOf({ simulators }: Crowd): LoggedRequest[] {
  return simulators.flatMap(({ requests }) => requests);
}

/** How often each account was asked. */
export function askedFor(crowd: Crowd): number[] {
  const counts = new Map<string | undefined, number>();
  for (const { key } of requestsOf(crowd)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts.values()];
}

/** The most requests that were open at one time, at all servers together. */
export function mostAtOnce(crowd: Crowd): number {
  const requests = requestsOf(crowd);
  const openAt = (moment: number) =>
    requests.filter(({ time, ended = Infinity }) => time <= moment && moment < ended).length;
  return Math.max(...requests.map(({ time }) => openAt(time)));
}
