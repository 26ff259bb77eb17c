import { endOf, originOf, type Account } from './account.ts';
import { mostAccounts, type Entry, type Exchange, type Refusal } from './exchange.ts';
import { providerOf } from './providers/index.ts';
import type { Setup } from './store.ts';

/** What an import does to one account. */
export interface Change {
  kind: 'add' | 'update';
  /** As it will be saved. */
  account: Account;
  key?: string;
}

/**
 * What importing a file changes. An entry updates the account of the same provider, label and origin, and adds one
 * otherwise: a key is never bound to another origin by a file. `newId` makes an id for each account that is added.
 */
export function planImport({ accounts }: Setup, exchange: Exchange, newId: () => string): Change[] {
  const changes: Change[] = [];
  for (const entry of exchange.accounts) {
    const label = entry.label ?? ownLabel(entry, accounts, changes);
    const taken = new Set(changes.map(({ account }) => account.id));
    const old = accounts.find(
      (account) => !taken.has(account.id) && account.label === label && isSamePlace(account, entry),
    );
    changes.push(old ? updateOf(old, entry) : addOf(entry, label, newId()));
  }
  return changes;
}

/** Why the changes cannot all be made; undefined when they can. */
export function refusalOf(setup: Setup, changes: Change[]): Refusal | undefined {
  const count = setup.accounts.length + changes.filter(({ kind }) => kind === 'add').length;
  return count > mostAccounts ? { why: 'too-many', count } : undefined;
}

/** The setup after the import; the accounts that the file does not name stay. */
export function applyImport(setup: Setup, changes: Change[], { settings }: Exchange): Setup {
  const updated = new Map(changes.map(({ account }) => [account.id, account]));
  const kept = setup.accounts.map((account) => updated.get(account.id) ?? account);
  const present = new Set(setup.accounts.map(({ id }) => id));
  const added = changes.flatMap(({ account }) => (present.has(account.id) ? [] : [account]));
  return { accounts: [...kept, ...added], settings: settings ?? setup.settings };
}

function addOf({ key, ...entry }: Entry, label: string, id: string): Change {
  const account = { ...entry, id, label, revision: 0 };
  return key === undefined
    ? { kind: 'add', account }
    : { kind: 'add', account: { ...account, keyEnd: endOf(key) }, key };
}

function updateOf(old: Account, { key, ...entry }: Entry): Change {
  const account = { ...old, ...entry, label: old.label, revision: old.revision + 1 };
  return key === undefined
    ? { kind: 'update', account }
    : { kind: 'update', account: { ...account, keyEnd: endOf(key) }, key };
}

function isSamePlace(account: Account, entry: Entry): boolean {
  return account.provider === entry.provider && originOf(account) === originOf(entry);
}

/** `Firecrawl`, or `Firecrawl 2` where the file has a first, or where an account elsewhere is called so. */
function ownLabel(entry: Entry, accounts: Account[], changes: Change[]): string {
  const name = providerOf(entry.provider)?.name ?? entry.provider;
  const elsewhere = accounts.filter((account) => !isSamePlace(account, entry));
  const taken = new Set([...elsewhere, ...changes.map(({ account }) => account)].map(({ label }) => label));
  let label = name;
  for (let count = 2; taken.has(label); count += 1) label = `${name} ${count}`;
  return label;
}
