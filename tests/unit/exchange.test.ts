import { describe, expect, test } from 'vitest';
import { readExchange, type Exchange, type Refusal } from '../../lib/exchange.ts';
import { exportText } from '../../lib/export.ts';
import { defaultSettings } from '../../lib/settings.ts';
import { accountOf } from './given.ts';

const file = (members: object) => JSON.stringify({ format: 'credit-gauge', version: 1, ...members });
const withAccounts = (...accounts: unknown[]) => file({ accounts });

function taken(text: string): Exchange {
  const read = readExchange(text);
  if ('refusals' in read) throw new Error(JSON.stringify(read.refusals));
  return read;
}

function refused(text: string): Refusal[] {
  const read = readExchange(text);
  if ('refusals' in read) return read.refusals;
  throw new Error('the file was taken');
}

describe('an export', () => {
  const accounts = [
    accountOf({
      id: 'secret-id',
      keyEnd: 'abcd',
      baseUrl: 'http://localhost:3002',
      full: { account: 10_000 },
      alerts: { low: 8, amounts: { account: 5 }, days: 1, off: ['arrived'] },
    }),
    accountOf({ provider: 'datagrid', fields: { teamspace: 'ts-1' }, muted: ['organization'], enabled: false }),
  ];
  const settings = { ...defaultSettings, interval: 30, low: 40, critical: 10 };
  const text = exportText({ accounts, settings });

  test('is what the exchange file is said to be', () => {
    expect(JSON.parse(text)).toEqual({
      format: 'credit-gauge',
      version: 1,
      accounts: [
        {
          provider: 'crustdata',
          label: 'Work',
          enabled: true,
          baseUrl: 'http://localhost:3002',
          full: { account: 10_000 },
          alerts: { low: 8, amounts: { account: 5 }, days: 1, off: ['arrived'] },
        },
        {
          provider: 'datagrid',
          label: 'Work',
          enabled: false,
          fields: { teamspace: 'ts-1' },
          muted: ['organization'],
        },
      ],
      settings,
    });
  });

  test('has nothing of a key in it, and nothing that is known here alone', () => {
    for (const word of ['key', 'abcd', 'secret-id', 'revision', btoa('abcd')]) expect(text).not.toContain(word);
  });

  test('is read again as it was written', () => {
    const { accounts: entries, settings: read, ignored } = taken(text);
    expect(entries).toMatchObject([
      { label: 'Work', full: { account: 10_000 }, alerts: accounts[0]?.alerts },
      { enabled: false },
    ]);
    expect(read).toEqual(settings);
    expect(ignored).toEqual([]);
  });
});

describe('a file', () => {
  const notTaken: [string, string, Refusal][] = [
    ['is empty', '', { why: 'not-json' }],
    ['is not JSON', 'accounts: []', { why: 'not-json' }],
    ['is cut short', withAccounts(accountOf()).slice(0, -3), { why: 'not-json' }],
    ['is a ZIP', 'PK\u0003\u0004\u0014\u0000', { why: 'not-json' }],
    ['is in UTF-16', '\uFFFD\uFFFD{\u0000"\u0000f\u0000', { why: 'not-json' }],
    [
      'is nested too deep',
      file({ accounts: JSON.parse('['.repeat(40) + ']'.repeat(40)) as unknown }),
      { why: 'not-json' },
    ],
    ['is too large', ' '.repeat(5 * 1024 * 1024 + 1), { why: 'too-large' }],
    ['is a list', '[]', { why: 'format' }],
    ['is null', 'null', { why: 'format' }],
    ['is of another program', '{"format":"bookmarks","version":1}', { why: 'format' }],
    ['does not say what it is', '{"version":1,"accounts":[]}', { why: 'format' }],
    ['does not say its version', '{"format":"credit-gauge","accounts":[]}', { why: 'format' }],
    ['is of a newer version', '{"format":"credit-gauge","version":2}', { why: 'version', version: '2' }],
    [
      'is of a version that is a list of anything',
      `{"format":"credit-gauge","version":[{"toString":1},"\\u202e${'x'.repeat(99)}"]}`,
      { why: 'version', version: '[{"toString":1},"xx' },
    ],
    ['is of a version that is a text', '{"format":"credit-gauge","version":"1"}', { why: 'version', version: '1' }],
    ['has a vault that is none', file({ vault: 'AAAA', accounts: [] }), { why: 'vault' }],
    ['has accounts that are no list', file({ accounts: {} }), { why: 'accounts' }],
  ];
  test.each(notTaken)('is refused when it %s', (_, text, refusal) => {
    expect(refused(text)).toEqual([refusal]);
  });

  test('is refused in words that may be shown, whatever it holds', () => {
    const name = `\u202e${'n'.repeat(5000)}\n`;
    const [refusal] = refused(withAccounts({ provider: 'crustdata', label: name, key: 1, full: { [name]: 1 } }));
    expect(refusal).toMatchObject({ label: `${'n'.repeat(119)}…`, path: 'key' });
    const [other] = refused(withAccounts({ provider: 'crustdata', full: { [name]: 1 } }));
    expect(other).toMatchObject({ path: `full.${'n'.repeat(114)}…` });
  });

  test('may bring 1,000 accounts and not one more', () => {
    const entries = (count: number) =>
      withAccounts(...Array.from({ length: count }, () => ({ provider: 'crustdata' })));
    expect(taken(entries(1000)).accounts).toHaveLength(1000);
    expect(refused(entries(1001))).toEqual([{ why: 'too-many', count: 1001 }]);
    expect(refused(entries(10_000))).toEqual([{ why: 'too-many', count: 10_000 }]);
  });

  test('may begin with a byte order mark', () => {
    expect(taken(`\uFEFF${withAccounts()}`).accounts).toEqual([]);
  });

  test('may leave out accounts, settings, or both', () => {
    expect(taken(file({}))).toEqual({ accounts: [], ignored: [] });
    expect(taken(file({ settings: defaultSettings }))).toMatchObject({ accounts: [], settings: defaultSettings });
  });
});

describe('an entry', () => {
  test('needs a provider alone, and says of the rest only what it was given', () => {
    expect(taken(withAccounts({ provider: 'crustdata' })).accounts).toEqual([{ provider: 'crustdata' }]);
    for (const enabled of [true, false]) {
      const entry = { provider: 'crustdata', enabled };
      expect(taken(withAccounts(entry)).accounts).toEqual([entry]);
    }
  });

  test('may bring a plain key, and is cleaned as in the form', () => {
    const entry = { provider: 'firecrawl', label: ' Work\n', key: ' Bearer fc-1 ', baseUrl: 'https://gw.example.com/' };
    expect(taken(withAccounts(entry)).accounts).toEqual([
      { provider: 'firecrawl', label: 'Work', key: 'fc-1', baseUrl: 'https://gw.example.com' },
    ]);
  });

  test('has no longer label than the form would take', () => {
    const [entry] = taken(withAccounts({ provider: 'crustdata', label: 'x'.repeat(1_000_000) })).accounts;
    expect(entry?.label?.length).toBeLessThanOrEqual(120);
  });

  const crust = { provider: 'crustdata', label: 'Work' };
  const wrong: [string, unknown, { path: string; problem: string; label?: string }][] = [
    ['that is no object', 'crustdata', { path: '', problem: 'type', label: '' }],
    ['that is null', null, { path: '', problem: 'type', label: '' }],
    ['without a provider', { label: 'Work' }, { path: 'provider', problem: 'provider-unknown' }],
    ['of a provider that is not known', { ...crust, provider: 'x' }, { path: 'provider', problem: 'provider-unknown' }],
    ['with an empty label', { ...crust, label: '' }, { path: 'label', problem: 'label-empty', label: '' }],
    ['with a label that is no text', { ...crust, label: 5 }, { path: 'label', problem: 'type', label: '' }],
    ['with a bad key', { ...crust, key: 'a b' }, { path: 'key', problem: 'key-characters' }],
    ['with a key that is no text', { ...crust, key: 12 }, { path: 'key', problem: 'type' }],
    ['with a plain address', { ...crust, baseUrl: 'http://10.0.0.1' }, { path: 'baseUrl', problem: 'url-plain' }],
    ['with a bad amount', { ...crust, full: { account: 0 } }, { path: 'full.account', problem: 'full-number' }],
    ['with an amount that is text', { ...crust, full: { account: '5' } }, { path: 'full.account', problem: 'type' }],
    [
      'with the amount of a balance that is not there',
      { ...crust, full: { team: 5 } },
      { path: 'full.team', problem: 'type' },
    ],
    ['with a muted balance that is not there', { ...crust, muted: ['team'] }, { path: 'muted.0', problem: 'type' }],
    [
      'with an alert at less than nothing',
      { ...crust, alerts: { amounts: { account: -1 } } },
      { path: 'alerts.amounts.account', problem: 'alert-number' },
    ],
    ['with a percentage above 100', { ...crust, alerts: { low: 101 } }, { path: 'alerts.low', problem: 'tone-range' }],
    ['with a percentage that is text', { ...crust, alerts: { low: '40' } }, { path: 'alerts.low', problem: 'type' }],
    [
      'with percentages that are not in order',
      { ...crust, alerts: { low: 10, critical: 10 } },
      { path: 'alerts.low', problem: 'tone-range' },
    ],
    [
      'without alerts of a kind that is not known',
      { ...crust, alerts: { off: ['low', 'loud'] } },
      { path: 'alerts.off.1', problem: 'type' },
    ],
    ['with an alert of another kind', { ...crust, alerts: { loud: true } }, { path: 'alerts.loud', problem: 'type' }],
    ['that is enabled perhaps', { ...crust, enabled: 'yes' }, { path: 'enabled', problem: 'type' }],
    [
      'with a bad line of its own',
      { provider: 'datagrid', label: 'Work', fields: { teamspace: 'a b' } },
      { path: 'fields.teamspace', problem: 'field-characters' },
    ],
  ];
  test.each(wrong)('%s is told by its number, its label, its path and why', (_, entry, told) => {
    expect(refused(withAccounts({ provider: 'crustdata' }, entry))).toEqual([
      { why: 'entry', entry: 2, label: 'Work', ...told },
    ]);
  });

  test('that is wrong does not hide the others that are', () => {
    const text = file({ accounts: [{ ...crust, key: '' }, crust, { provider: 'x' }], settings: { interval: 0 } });
    expect(refused(text)).toMatchObject([
      { why: 'entry', entry: 1, path: 'key', problem: 'key-empty' },
      { why: 'entry', entry: 3, path: 'provider', problem: 'provider-unknown' },
      { why: 'settings', path: 'interval', problem: 'interval-range' },
    ]);
  });
});

describe('members that are not known', () => {
  test('are told by their paths and left out', () => {
    const entry = { provider: 'crustdata', label: 'Work', color: 'red', id: 'x', revision: 7, keyEnd: 'abcd' };
    const { accounts, ignored } = taken(
      file({ accounts: [entry], settings: { interval: 5, theme: 'dark' }, comment: 'mine' }),
    );
    expect(accounts).toEqual([{ provider: 'crustdata', label: 'Work' }]);
    expect(ignored.toSorted()).toEqual([
      'accounts.0.color',
      'accounts.0.id',
      'accounts.0.keyEnd',
      'accounts.0.revision',
      'comment',
      'settings.theme',
    ]);
  });

  test('never reach a prototype', () => {
    const text = `{"format":"credit-gauge","version":1,"__proto__":{"polluted":1},
      "accounts":[{"provider":"crustdata","__proto__":{"polluted":1},"full":{"__proto__":5,"account":5}}]}`;
    const [entry] = taken(text).accounts;
    expect(entry).toEqual({ provider: 'crustdata', full: { account: 5 } });
    expect(entry).not.toHaveProperty('polluted');
    expect({}).not.toHaveProperty('polluted');
  });
});

describe('settings', () => {
  test('that are left out stay left out', () => {
    expect(taken(file({ settings: { interval: 60 } })).settings).toEqual({ interval: 60 });
    expect(taken(file({ settings: { low: 30 } })).settings).toEqual({ low: 30 });
  });

  test('that are all left out are none', () => {
    expect(taken(file({ settings: {} }))).toEqual({ accounts: [], ignored: [] });
    expect(taken(file({ settings: { theme: 'dark' } }))).toEqual({ accounts: [], ignored: ['settings.theme'] });
  });

  const wrong: [object | string, string, string][] = [
    [{ interval: 0 }, 'interval', 'interval-range'],
    [{ interval: 1441 }, 'interval', 'interval-range'],
    [{ interval: 1.5 }, 'interval', 'interval-range'],
    [{ interval: '15' }, 'interval', 'type'],
    [{ badge: 'all' }, 'badge', 'type'],
    [{ historyDays: 3 }, 'historyDays', 'type'],
    [{ alerts: { days: -1 } }, 'alerts.days', 'alert-number'],
    [{ alerts: { low: 'yes' } }, 'alerts.low', 'type'],
    [{ alerts: { quiet: { from: 0, to: 1440 } } }, 'alerts.quiet.to', 'type'],
    [{ low: 101 }, 'low', 'tone-range'],
    [{ critical: -1 }, 'critical', 'tone-range'],
    ['fast', '', 'type'],
  ];
  test.each(wrong)('of %j are refused', (settings, path, problem) => {
    expect(refused(file({ settings }))).toEqual([{ why: 'settings', path, problem }]);
  });
});
