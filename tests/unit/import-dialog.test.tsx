import { render } from 'preact';
import { afterEach, describe, expect, test } from 'vitest';
import { ImportDialog } from '../../components/ImportDialog.tsx';
import type { Account } from '../../lib/account.ts';
import { readExchange } from '../../lib/exchange.ts';
import { planned } from '../../lib/import-plan.ts';
import { exportText } from '../../lib/export.ts';
import { defaultSettings, type Settings } from '../../lib/settings.ts';
import { accountOf } from './given.ts';

afterEach(() => render(null, document.body));

/** What the preview of a file with these accounts says of each. */
const preview = (...accounts: object[]) => previewOf({ accounts });

/** The same of any file, the settings first. */
function previewOf(file: object, saved: Account[] = [], settings = defaultSettings): (string | null)[] {
  const exchange = readExchange(JSON.stringify({ format: 'credit-gauge', version: 1, ...file }));
  if ('refusals' in exchange) throw new Error('the file was refused');
  let id = 0;
  const plan = planned({ accounts: saved, settings }, exchange, () => `new-${(id += 1)}`);
  const nothing = () => undefined;
  render(<ImportDialog incoming={{ name: 'a.json', ...plan }} onImport={nothing} onClose={nothing} />, document.body);
  return [...document.querySelectorAll('.changes li')].map(({ textContent }) => textContent);
}

const warning = (owner: string, provider: string) =>
  `The key looks like one of ${owner}. Import only if it does belong to ${provider}.`;

test('a plain key that looks like another’s is warned of before it is imported, and is not shown', () => {
  const said = preview(
    { provider: 'crustdata', label: 'Foreign', key: 'sk-ant-canary-0123' },
    { provider: 'coinstats', label: 'Another’s', key: 'fc-canary-0123' },
    { provider: 'firecrawl', label: 'Own', key: 'fc-canary-0123' },
    { provider: 'coinstats', label: 'Without' },
  );
  expect(said[0]).toContain(warning('Anthropic', 'Crustdata'));
  expect(said[1]).toContain(warning('Firecrawl', 'CoinStats'));
  for (const line of said.slice(2)) expect(line).not.toContain('looks like');
  expect(document.body.innerHTML).not.toContain('canary');
});

test('an address in the own network is warned of', () => {
  const baseUrl = 'https://192.168.1.5/v1';
  const warned = '192.168.1.5 is in your own network, not on the internet. Import only if that is meant.';
  const [added, localhost] = preview(
    { provider: 'crustdata', label: 'Near', baseUrl },
    { provider: 'crustdata', label: 'Here', baseUrl: 'http://localhost:3002' },
  );
  expect(added).toContain(warned);
  expect(localhost).not.toContain('own network');
  expect([...document.querySelectorAll('.problem')].map(({ textContent }) => textContent)).toEqual([warned]);
});

test('what is not known is told as it may be shown, and no more of it than somebody reads', () => {
  const names = Array.from({ length: 1000 }, (_, place) => `\u202e${place}${'n'.repeat(500)}\n`);
  previewOf(Object.fromEntries(names.map((name) => [name, 1])));
  const told = document.querySelector('p.problem')?.textContent ?? '';
  expect(told).toMatch(/^Not known, and left out: 0n+…, 1n+…, .*, 19n+…, …$/);
  expect(told.length).toBeLessThan(20 * 125);
});

const factsOf = (place: number) =>
  [...(document.querySelectorAll('.changes li')[place]?.querySelectorAll('.facts, .problem') ?? [])].map(
    ({ textContent }) => textContent,
  );

describe('what a file changes is told before it is imported:', () => {
  test('a shorter history, as something that is lost', () => {
    previewOf({ settings: { historyDays: 7 } });
    expect(factsOf(0)).toEqual(['Keep history for: 5 years → 7 days', 'History older than 7 days will be deleted.']);
    expect(document.querySelector('.problem')?.textContent).toBe('History older than 7 days will be deleted.');
    previewOf({ settings: { historyDays: 730 } }, [], { ...defaultSettings, historyDays: 30 });
    expect(factsOf(0)).toEqual(['Keep history for: 30 days → 2 years']);
  });

  test('the settings before the accounts, of which there may be many', () => {
    const said = previewOf({ accounts: [{ provider: 'crustdata' }], settings: { historyDays: 7 } });
    expect(said[0]).toContain('History older than 7 days will be deleted.');
    expect(said[1]).toContain('Crustdata');
  });

  /** Each setting, set to something else than what it is by default. */
  const other: Required<Settings> = {
    interval: 60,
    low: 30,
    critical: 10,
    lockAfter: 480,
    badge: 'none',
    display: { order: 'own', grouped: true, figure: 'used', end: 'countdown', discreet: true, shortcuts: false },
    historyDays: 90,
    alerts: {
      notifications: true,
      low: false,
      critical: false,
      empty: false,
      amount: 500,
      days: 0,
      refused: false,
      failingHours: 0,
      arrived: false,
      expiringDays: 30,
      burning: false,
      quiet: { from: 1320, to: 485 },
    },
  };

  test('every setting, with how it was and how it will be', () => {
    previewOf({ settings: other });
    expect(factsOf(0)).toEqual([
      'Check every: 15 minutes → 60 minutes',
      'A balance is low, at or below: 20% → 30%',
      'A balance is critical, at or below: 5% → 10%',
      'Lock by itself: When the browser closes → After 480 minutes without use',
      'Keep history for: 5 years → 90 days',
      'On the badge: What is left, in percent → Nothing',
      'Order: Lowest first → Own order',
      'Show percentages as: Left → Used',
      'Show run-out as: Date → Time left',
      'Group by provider (from 8 accounts): no → yes',
      'Single keys in the list, such as r to refresh: yes → no',
      'Hide amounts and names: no → yes',
      'Show notifications of the browser: no → yes',
      'A balance is low, at or below: yes → no',
      'A balance is critical, at or below: yes → no',
      'A balance is empty: yes → no',
      'A key is refused: yes → no',
      'Credit arrived: yes → no',
      'Credit is used up faster than usual: yes → no',
      'A balance runs out within: 3 days → never',
      'An amount is left, at or below: never → 500 units',
      'An account could not be read for: 6 hours → never',
      'Credit expires within: 7 days → 30 days',
      'Quiet hours, after which all is told: no → 22:00–08:05',
      'History older than 90 days will be deleted.',
    ]);
  });

  test.each(Object.entries(other))('%s, when nothing else is in the file', (name, value) => {
    previewOf({ settings: { [name]: value } });
    expect(factsOf(0).length).toBeGreaterThan(0);
    expect(factsOf(0)).not.toContain('nothing that is not so already');
  });

  test('nothing, when the settings are those that are there', () => {
    previewOf(JSON.parse(exportText({ accounts: [], settings: defaultSettings })) as object);
    expect(factsOf(0)).toEqual(['nothing that is not so already']);
  });

  test('all of an account, but for its key', () => {
    const saved = accountOf({ provider: 'evolink', label: 'Work', keyEnd: 'wxyz', full: { key: 5, user: 7 } });
    const baseUrl = 'https://api.evolink.ai/v2';
    const given = {
      provider: 'evolink',
      label: 'Work',
      baseUrl,
      enabled: false,
      full: { key: 10_000_001 },
      muted: ['user'],
      alerts: { muted: true, amounts: { key: 0 }, days: 2, low: 40, critical: 10, off: ['refused', 'burning'] },
    };
    previewOf({ accounts: [given] }, [saved]);
    expect(factsOf(0)).toEqual([
      'api.evolink.ai, keeps its key',
      'Disabled, not checked: no → yes',
      'No alerts of this account: no → yes',
      `Base URL: https://api.evolink.ai → ${baseUrl}`,
      'Full at, Key: 5 → 10,000,001',
      'Full at, Balance: 7 → not set',
      'Show on the badge, Balance: yes → no',
      'Alert at an amount of, Key: not set → never',
      'Alert so many days before it runs out: not set → 2',
      'Low at or below, in percent: not set → 40',
      'Critical at or below, in percent: not set → 10',
      'Never tell of this account, Key refused: no → yes',
      'Never tell of this account, Used up faster than usual: no → yes',
    ]);
    previewOf({
      accounts: [{ provider: 'datagrid', label: 'Team', forget: true, fields: { teamspace: 'x'.repeat(200) } }],
    });
    expect(factsOf(0)).toEqual([
      expect.stringContaining('without a key'),
      `Teamspace ID: not set → ${'x'.repeat(119)}…`,
      'Forget the key when the browser closes: no → yes',
    ]);
  });
});
