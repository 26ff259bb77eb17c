import type { Balance } from './balance.ts';
import { gaugesOf, withTrend } from './gauge.ts';
import { emptyReport } from './report.ts';
import { defaultSettings } from './settings.ts';
import type { View } from './view.ts';

const hour = 60 * 60_000;
const day = 24 * hour;

interface Example {
  provider: string;
  label: string;
  balance: Balance;
  /** Days until it runs out; absent where it lasts until its reset. */
  days?: number;
  /** What was left over the last week, in tenths of the fullest. */
  course: number[];
}

/** What the popup looks like with accounts, for who has none yet. Nothing of it is stored. */
export function sampleView(now: number): View {
  const examples: Example[] = [
    {
      provider: 'firecrawl',
      label: 'Crawler',
      balance: { id: 'team', remaining: 6012, limit: 50_000, unit: 'credit' },
      days: 3,
      course: [9, 8.6, 7, 5.2, 4.1, 2.6, 1.2],
    },
    {
      provider: 'coinstats',
      label: 'Portfolio',
      balance: { id: 'account', remaining: 55_000, limit: 100_000, unit: 'credit', resetsAt: now + 9 * day },
      course: [10, 9.2, 8.5, 7.6, 6.9, 6.1, 5.5],
    },
    {
      provider: 'crustdata',
      label: 'Sales',
      balance: { id: 'account', remaining: 9406.5, limit: 10_000, unit: 'credit' },
      course: [10, 10, 9.9, 9.8, 9.6, 9.5, 9.4],
    },
  ];
  return { accounts: examples.map((example) => shownOf(example, now)), settings: defaultSettings, troubles: [] };
}

function shownOf({ provider, label, balance, days, course }: Example, now: number): View['accounts'][number] {
  const account = { id: `example-${provider}`, provider, label, enabled: true, revision: 0 };
  const report = { ...emptyReport, reading: { at: now - 2 * 60_000, balances: [balance] }, dueAt: now + 13 * 60_000 };
  const pace = { perDay: balance.remaining / (days ?? 30), perHour: balance.remaining / (days ?? 30) / 24 };
  const { resetsAt } = balance;
  const forecast =
    days !== undefined
      ? ({
          kind: 'runs-out',
          at: now + days * day,
          earliest: now + 1.75 * day,
          latest: now + 4.75 * day,
          ...pace,
        } as const)
      : resetsAt !== undefined
        ? ({ kind: 'lasts', resetsAt, ...pace } as const)
        : ({ kind: 'too-early' } as const);
  const balances = { [balance.id]: { forecast, expiring: [], spark: course } };
  return withTrend(gaugesOf(account, report, defaultSettings, now), { version: 1, at: now, balances });
}
