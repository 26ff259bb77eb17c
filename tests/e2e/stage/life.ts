import type { Page } from 'puppeteer-core';
import { demoKeys } from '../../simulator/demo.ts';
import type { ProviderId } from '../../simulator/providers/index.ts';
import type { Simulator } from '../../simulator/simulator.ts';
import { refreshAtOnce } from '../given.ts';
import { until } from '../harness/deadline.ts';
import { importFile } from '../harness/import.ts';
import type { Browser } from '../harness/launch.ts';
import { readReports } from '../ledger.ts';
import { pictureTime, setClock } from './clock.ts';

const hour = 3600_000;
const day = 24 * hour;

type Amounts = Record<string, number | boolean>;

/** One account of each provider, as a person may have them: how it stands now, and what each six hours before changed. */
const cast: Record<ProviderId, { label: string; now: Amounts; change: Record<string, number> }> = {
  firecrawl: { label: 'Crawler', now: { remaining: 6012, limit: 50_000 }, change: { remaining: -600 } },
  coinstats: { label: 'Portfolio', now: { remaining: 55_000, limit: 100_000 }, change: { remaining: -800 } },
  crustdata: { label: 'Sales', now: { remaining: 9406.5 }, change: { remaining: -11 } },
  evolink: {
    label: 'Video',
    now: { unlimited: true, userRemaining: 1095.4, userUsed: 604.6 },
    change: { userRemaining: -16, userUsed: 16 },
  },
  datagrid: {
    label: 'Research',
    now: { remaining: 4120, used: 880, limit: 5000 },
    change: { remaining: -20, used: 20 },
  },
};
/** The account that runs out first, as it is shown. */
export const lowest = 'Firecrawl · Crawler';

const ids = Object.keys(cast) as ProviderId[];
/** How much of that goes in each six hours of a day. */
const course = [1.9, 0.4, 0.2, 1.5];

export interface Actor {
  provider: string;
  label: string;
  key: string;
  baseUrl: string;
  enabled?: boolean;
  muted?: string[];
}

function demoActors({ url }: Simulator): Actor[] {
  return ids.map((provider) => ({ provider, label: cast[provider].label, key: demoKeys[provider], baseUrl: url }));
}

/** The demo accounts with some days behind them, each read every six hours, the last time just now. */
export async function live(browser: Browser, simulator: Simulator, steps = 36): Promise<void> {
  const end = new Date(pictureTime + 9 * day).toISOString();
  for (const provider of ids) {
    const rate = { limit: 1_000_000, seconds: 60 };
    Object.assign(simulator.addAccount(provider, demoKeys[provider]).state, { rate });
  }
  stand(simulator, steps);
  Object.assign(simulator.account(demoKeys.firecrawl).state, { periodEnd: end });
  Object.assign(simulator.account(demoKeys.crustdata).state, { refreshDate: end });
  await setClock(browser, pictureTime - steps * 6 * hour);
  await bring(browser, demoActors(simulator), { interval: 6 * 60 });
  await readAt(browser, pictureTime - steps * 6 * hour);
  const popup = await browser.open('popup');
  for (let step = steps - 1; step >= 0; step -= 1) {
    stand(simulator, step);
    await checkAt(browser, popup, pictureTime - step * 6 * hour);
  }
  await popup.close();
  await bring(browser, [], { interval: 15 });
}

/** Lets every account stand as it did so many times six hours ago. */
function stand(simulator: Simulator, ago: number): void {
  const times = Array.from({ length: ago }, (_, step) => course[step % course.length] ?? 0);
  const share = times.reduce((sum, one) => sum + one, 0);
  for (const provider of ids) {
    const { now, change } = cast[provider];
    const then = Object.entries(change).map(([name, by]) => [name, Number(now[name]) - by * share]);
    Object.assign(simulator.account(demoKeys[provider]).state, now, Object.fromEntries(then));
  }
}

/** Imports these accounts. */
export async function bring(browser: Browser, accounts: Actor[], settings: object = {}): Promise<void> {
  const options = await browser.open('options');
  await importFile(options, { format: 'credit-gauge', version: 1, accounts, settings });
  await options.close();
}

/** Sets the clock, and has all accounts checked at that moment. */
export async function checkAt(browser: Browser, popup: Page, at: number): Promise<void> {
  await setClock(browser, at);
  await popup.waitForSelector('header button');
  await refreshAtOnce(popup);
  await readAt(browser, at);
}

/** Waits until every account was checked at that moment, well or not. */
async function readAt(browser: Browser, at: number): Promise<void> {
  await until(20_000, `all accounts are checked at ${new Date(at).toISOString()}`, async () => {
    const reports = [...(await readReports(browser)).values()];
    return (
      reports.length > 0 &&
      reports.every(({ reading, failure, attempt }) => {
        return attempt === undefined && Math.max(reading?.at ?? 0, failure?.at ?? 0) === at;
      })
    );
  });
}
