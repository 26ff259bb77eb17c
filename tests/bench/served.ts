import type { Page } from 'puppeteer-core';
import { importFile } from '../e2e/harness/import.ts';
import { until } from '../e2e/harness/deadline.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { openStage, type Stage } from './stage.ts';

/** A build of ours with accounts at servers that answer it. */
export interface Served extends AsyncDisposable {
  readonly stage: Stage;
  readonly simulators: readonly Simulator[];
  open(path: string): Promise<Page>;
  /** Lets every account have so much left from now on, and the next answer to each take so many milliseconds. */
  serve(left: number, delay: number): void;
  /** How long each answer since then took, in milliseconds, as the servers say themselves. */
  answers(): number[];
}

/** So many accounts, dealt out over so many origins, all of which have been read once. */
export async function openServed(dir: string, count: number, origins: number): Promise<Served> {
  await using started = new AsyncDisposableStack();
  const simulators = await Promise.all(Array.from({ length: origins }, () => startSimulator()));
  for (const simulator of simulators) started.defer(async () => await simulator.stop());
  const stage = started.use(await openStage({ ours: dir }));
  const accounts = Array.from({ length: count }, (_, index) => ({ key: `bench-key-${index}`, place: index % origins }));
  for (const { key, place } of accounts) simulators[place]?.addAccount('coinstats', key);
  const open = async (path: string) => {
    const page = await stage.puppet().newPage({ type: 'window' });
    await page.goto(`${stage.origin('ours')}/${path}`);
    return page;
  };
  const options = await open('options.html');
  await importFile(options, {
    format: 'credit-gauge',
    version: 1,
    accounts: accounts.map(({ key, place }, index) => ({
      provider: 'coinstats',
      label: `Account ${index}`,
      key,
      baseUrl: simulators[place]?.url,
    })),
  });
  await until(30_000, 'all accounts are asked', () => requestsOf(simulators).length >= count);
  await options.close();
  const disposables = started.move();
  return {
    stage,
    simulators,
    open,
    serve: (left, delay) => {
      for (const { key, place } of accounts)
        Object.assign(simulators[place]?.account(key).state ?? {}, { remaining: left });
      for (const simulator of simulators) {
        simulator.clearRequests();
        simulator.clearFaults();
        simulator.fault('all', { kind: 'delay', ms: delay }, Math.ceil(count / origins));
      }
    },
    answers: () => requestsOf(simulators).map(({ time, ended = time }) => ended - time),
    [Symbol.asyncDispose]: async () => await disposables.disposeAsync(),
  };
}

function requestsOf(simulators: readonly Simulator[]) {
  return simulators.flatMap(({ requests }) => requests);
}
