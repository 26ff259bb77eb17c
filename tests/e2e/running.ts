import { expect } from 'vitest';
import { addDemoAccounts, demoKeys } from '../simulator/demo.ts';
import type { ProviderId } from '../simulator/providers/index.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { demoFile, launchGranted, type browsers } from './given.ts';
import { until } from './harness/deadline.ts';
import { importFile } from './harness/import.ts';
import type { Browser, LaunchOptions } from './harness/launch.ts';
import { readReports } from './ledger.ts';

/** A browser whose extension has read its accounts once, and the simulator that it read them from. */
export interface Running {
  simulator: Simulator;
  browser: Browser;
  /** Each account of the simulator uses up one credit. */
  spend: () => void;
  stop: () => Promise<void>;
}

/** Checked every minute, which is as often as can be set. */
export async function run(
  name: (typeof browsers)[number],
  providers: ProviderId[],
  options: Partial<LaunchOptions> = {},
): Promise<Running> {
  const simulator = await startSimulator();
  addDemoAccounts(simulator);
  const accounts = providers.map((provider) => simulator.account(demoKeys[provider]));
  // These tests come more often than any plan allows.
  for (const { state } of accounts) state.rate = { limit: 1_000_000, seconds: 60 };
  const browser = await launchGranted(name, options).catch(async (error: unknown) => {
    await simulator.stop();
    throw error;
  });
  const stop = async () => {
    await browser.close();
    await simulator.stop();
    // Whatever the simulator said of itself keeps to the documents.
    expect(simulator.departures).toEqual([]);
  };
  try {
    const page = await browser.open('options');
    await importFile(page, demoFile(simulator, providers, { interval: 1 }));
    await until(15_000, 'all accounts are read', async () => {
      const reports = [...(await readReports(browser)).values()];
      return reports.filter(({ reading }) => reading !== undefined).length === providers.length;
    });
    await page.close();
  } catch (error) {
    await stop();
    throw error;
  }
  return { simulator, browser, spend: () => accounts.forEach((account) => account.drain(1)), stop };
}
