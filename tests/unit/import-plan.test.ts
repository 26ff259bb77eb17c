import { describe, expect, test } from 'vitest';
import type { Account } from '../../lib/account.ts';
import { exportText, readExchange, type Entry, type Exchange } from '../../lib/exchange.ts';
import { applyImport, planImport, type Change } from '../../lib/import-plan.ts';
import { defaultSettings } from '../../lib/settings.ts';
import { accountOf } from './given.ts';

const entryOf = (told: Partial<Entry> = {}): Entry => ({ provider: 'crustdata', enabled: true, ...told });
const exchangeOf = (...accounts: Entry[]): Exchange => ({ accounts, ignored: [] });
const setupOf = (...accounts: Account[]) => ({ accounts, settings: defaultSettings });

function plan(accounts: Account[], ...entries: Entry[]): Change[] {
  let count = 0;
  return planImport(setupOf(...accounts), exchangeOf(...entries), () => `new-${(count += 1)}`);
}

const work = accountOf({ id: 'work', label: 'Work', keyEnd: 'abcd', revision: 2 });

describe('an entry', () => {
  test('that is not there yet is added, with its key apart', () => {
    expect(plan([], entryOf({ label: 'Work', key: 'sk-0123456789abcdef', full: { account: 5 } }))).toEqual([
      {
        kind: 'add',
        account: {
          id: 'new-1',
          provider: 'crustdata',
          label: 'Work',
          enabled: true,
          revision: 0,
          full: { account: 5 },
          keyEnd: 'cdef',
        },
        key: 'sk-0123456789abcdef',
      },
    ]);
  });

  test('without a key is added without one', () => {
    const [change] = plan([], entryOf({ label: 'Work' }));
    expect(change).not.toHaveProperty('key');
    expect(change).not.toHaveProperty('account.keyEnd');
  });

  test('of the same provider, label and origin updates the account, which keeps its id and its key', () => {
    const [change] = plan([work], entryOf({ label: 'Work', enabled: false, full: { account: 5 } }));
    expect(change).toMatchObject({
      kind: 'update',
      account: { id: 'work', label: 'Work', enabled: false, full: { account: 5 }, keyEnd: 'abcd' },
    });
    expect(change).not.toHaveProperty('key');
  });

  test('with another key puts it in the place of the old, and the account is asked anew', () => {
    const [change] = plan([work], entryOf({ label: 'Work', key: 'sk-0123456789abcdef' }));
    expect(change).toMatchObject({
      kind: 'update',
      account: { keyEnd: 'cdef', revision: 3 },
      key: 'sk-0123456789abcdef',
    });
  });

  const others: [string, Partial<Entry>][] = [
    ['with another label', { label: 'Home' }],
    ['of another provider', { label: 'Work', provider: 'evolink' }],
    ['with another address', { label: 'Work', baseUrl: 'https://attacker.example' }],
  ];
  test.each(others)('%s is another account', (_, entry) => {
    expect(plan([work], entryOf(entry))).toMatchObject([{ kind: 'add', account: { id: 'new-1' } }]);
  });

  test('never binds a saved key to another address', () => {
    const changes = plan([work], entryOf({ label: 'Work', baseUrl: 'https://attacker.example' }));
    const { accounts } = applyImport(setupOf(work), changes, exchangeOf());
    expect(accounts[0]).toEqual(work);
    expect(accounts[1]).not.toHaveProperty('keyEnd');
  });

  test('with the provider’s own address spelt out is the same account', () => {
    const baseUrl = 'https://api.crustdata.com';
    expect(plan([work], entryOf({ label: 'Work', baseUrl }))).toMatchObject([
      { kind: 'update', account: { id: 'work' } },
    ]);
  });
});

describe('entries without a label', () => {
  const labels = (changes: Change[]) => changes.map(({ account }) => account.label);

  test('are named after their provider, and numbered from the second on', () => {
    expect(labels(plan([], entryOf(), entryOf(), entryOf()))).toEqual(['Crustdata', 'Crustdata 2', 'Crustdata 3']);
  });

  test('update the account of that name', () => {
    const named = { ...work, label: 'Crustdata' };
    expect(plan([named], entryOf())).toMatchObject([{ kind: 'update', account: { id: 'work' } }]);
  });

  test('do not take the name of an account elsewhere', () => {
    const gateway = accountOf({ label: 'Crustdata', baseUrl: 'https://gateway.example.com' });
    expect(labels(plan([gateway], entryOf()))).toEqual(['Crustdata 2']);
  });
});

describe('two entries', () => {
  test('that are alike do not overwrite each other', () => {
    const changes = plan([work], entryOf({ label: 'Work', key: 'one' }), entryOf({ label: 'Work', key: 'two' }));
    expect(changes.map(({ kind, account, key }) => [kind, account.id, key])).toEqual([
      ['update', 'work', 'one'],
      ['add', 'new-1', 'two'],
    ]);
  });
});

describe('after an import', () => {
  const home = accountOf({ id: 'home', label: 'Home' });

  test('accounts that the file does not name stay, in their order, and new ones follow', () => {
    const changes = plan([home, work], entryOf({ label: 'New' }), entryOf({ label: 'Work', enabled: false }));
    const { accounts } = applyImport(setupOf(home, work), changes, exchangeOf());
    expect(accounts.map(({ id, enabled }) => [id, enabled])).toEqual([
      ['home', true],
      ['work', false],
      ['new-1', true],
    ]);
  });

  test('settings are those of the file, or stay when it has none', () => {
    const settings = { interval: 60, low: 30, critical: 10 };
    expect(applyImport(setupOf(), [], exchangeOf()).settings).toEqual(defaultSettings);
    expect(applyImport(setupOf(), [], { ...exchangeOf(), settings }).settings).toEqual(settings);
  });

  test('of our own export every account is what it was', () => {
    const accounts = [
      home,
      work,
      accountOf({
        id: 'grid',
        provider: 'datagrid',
        label: 'Grid',
        fields: { teamspace: 'ts-1' },
        muted: ['organization'],
      }),
      accountOf({ id: 'own', provider: 'firecrawl', label: 'Own', baseUrl: 'http://localhost:3002', enabled: false }),
    ];
    const exchange = readExchange(exportText(setupOf(...accounts)));
    if ('refusals' in exchange) throw new Error('our own export was refused');
    const changes = planImport(setupOf(...accounts), exchange, () => 'never');
    expect(changes.map(({ kind }) => kind)).toEqual(['update', 'update', 'update', 'update']);
    const imported = applyImport(setupOf(...accounts), changes, exchange).accounts;
    const withoutRevision = ({ revision: _, ...rest }: Account) => rest;
    expect(imported.map(withoutRevision)).toEqual(accounts.map(withoutRevision));
  });
});
