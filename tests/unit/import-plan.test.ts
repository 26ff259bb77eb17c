import { describe, expect, test, vi } from 'vitest';
import type { Account } from '../../lib/account.ts';
import { readExchange, type Exchange } from '../../lib/exchange.ts';
import { exportText, type Entry } from '../../lib/export.ts';
import { applyImport, incomingFrom, planImport, type Change } from '../../lib/import-plan.ts';
import { defaultSettings } from '../../lib/settings.ts';
import { accountOf } from './given.ts';

const entryOf = (told: Partial<Entry> = {}): Entry => ({ provider: 'crustdata', ...told });
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
        patch: { provider: 'crustdata', label: 'Work', full: { account: 5 }, keyEnd: 'cdef' },
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

  test('with a key leaves nothing of what was asked for with the old one', () => {
    const held = { ...work, asked: { at: 1, wait: 2 } };
    const [kept] = plan([held], entryOf({ label: 'Work', muted: ['account'] }));
    expect(kept?.account).toMatchObject({ asked: held.asked });
    const [changed] = plan([held], entryOf({ label: 'Work', key: 'sk-0123456789abcdef' }));
    expect(changed).not.toHaveProperty('account.asked');
  });

  test('says what of the account the file tells, and leaves the rest to what is saved', () => {
    const off = { ...work, enabled: false, muted: ['account'] };
    const [change] = plan([off], entryOf({ label: 'Work', full: { account: 5 } }));
    expect(change?.patch).toEqual({ provider: 'crustdata', full: { account: 5 } });
    expect(change?.account).toMatchObject({ enabled: false, muted: ['account'] });
  });

  test('that does not say whether it is enabled is, when it is added', () => {
    expect(plan([], entryOf())[0]?.account.enabled).toBe(true);
    expect(plan([], entryOf({ enabled: false }))[0]?.account.enabled).toBe(false);
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

  test('settings are those of the file, and stay where it has none', () => {
    const saved = { ...defaultSettings, interval: 60, low: 30, critical: 10 };
    const after = (settings?: Exchange['settings']) =>
      applyImport({ accounts: [], settings: saved }, [], { ...exchangeOf(), ...(settings && { settings }) }).settings;
    expect(after()).toEqual(saved);
    expect(after({ interval: 5 })).toEqual({ ...saved, interval: 5 });
    expect(after({ critical: 15 })).toEqual({ ...saved, critical: 15 });
    expect(after({ interval: 5, low: 50, critical: 40 })).toEqual({ ...saved, interval: 5, low: 50, critical: 40 });
  });

  test('what was changed since the plan was made stays, but for what the file says', () => {
    const changes = plan([work], entryOf({ label: 'Work', full: { account: 5 } }));
    const meanwhile = {
      ...work,
      muted: ['account'],
      enabled: false,
      full: { account: 9 },
      keyEnd: 'wxyz',
      revision: 7,
    };
    const { accounts } = applyImport(setupOf(home, meanwhile), changes, exchangeOf());
    expect(accounts).toEqual([home, { ...meanwhile, full: { account: 5 }, revision: 7 }]);
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

describe('a chosen file', () => {
  const newId = () => 'new';
  const fileOf = (members: object) => new Blob([JSON.stringify({ format: 'credit-gauge', version: 1, ...members })]);
  const many = (count: number, label: string) =>
    Array.from({ length: count }, (_, index) => accountOf({ id: `${label}${index}`, label: `${label}${index}` }));
  const entriesOf = (accounts: Account[]) => accounts.map(({ provider, label }) => ({ provider, label }));

  test('brings what it holds and what it would change', async () => {
    const incoming = await incomingFrom(fileOf({ accounts: [{ provider: 'crustdata' }] }), setupOf(work), newId);
    expect(incoming).toMatchObject({ exchange: { accounts: [{ provider: 'crustdata' }] }, changes: [{ kind: 'add' }] });
  });

  test('is refused whole for what is wrong in it', async () => {
    const incoming = await incomingFrom(fileOf({ accounts: [{ provider: 'x' }] }), setupOf(), newId);
    expect(incoming).toMatchObject({ refusals: [{ why: 'entry', problem: 'provider-unknown' }] });
  });

  test('that is too large is not even read', async () => {
    const file = new Blob([new Uint8Array(5 * 1024 * 1024 + 1)]);
    const read = vi.spyOn(file, 'text');
    expect(await incomingFrom(file, setupOf(), newId)).toEqual({ refusals: [{ why: 'too-large' }] });
    expect(read).not.toHaveBeenCalled();
  });

  test('may bring the accounts up to 1,000, together with those that are there', async () => {
    const saved = many(600, 'old');
    const fileWith = (added: number) => fileOf({ accounts: entriesOf([...saved, ...many(added, 'new')]) });
    expect(await incomingFrom(fileWith(400), setupOf(...saved), newId)).toHaveProperty('changes.length', 1000);
    const beside = fileOf({ accounts: entriesOf(many(401, 'new')) });
    expect(await incomingFrom(beside, setupOf(...saved), newId)).toEqual({
      refusals: [{ why: 'too-many', count: 1001 }],
    });
  });

  test('does not lose saved settings to one of its own that does not go with them', async () => {
    const saved = { accounts: [], settings: { ...defaultSettings, interval: 15, low: 10, critical: 2 } };
    const incoming = await incomingFrom(fileOf({ settings: { critical: 15 } }), saved, newId);
    const { settings } = 'refusals' in incoming ? saved : applyImport(saved, incoming.changes, incoming.exchange);
    expect(settings.low).toBe(10);
  });

  test('may bring a setting that goes with the saved ones, though not with the defaults', async () => {
    const saved = { accounts: [], settings: { ...defaultSettings, interval: 15, low: 10, critical: 2 } };
    expect(await incomingFrom(fileOf({ settings: { low: 4 } }), saved, newId)).toHaveProperty('exchange');
  });

  test('low and critical that would overlap are refused', async () => {
    const refusals = [{ why: 'settings', path: 'low', problem: 'tone-range' }];
    const saved = { accounts: [], settings: { ...defaultSettings, interval: 15, low: 10, critical: 2 } };
    expect(await incomingFrom(fileOf({ settings: { low: 5, critical: 5 } }), saved, newId)).toEqual({ refusals });
    expect(await incomingFrom(fileOf({ settings: { critical: 10 } }), saved, newId)).toEqual({ refusals });
  });
});
