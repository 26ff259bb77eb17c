import { endOf, originOf, pollInputs, type Account } from './account.ts';
import { largestFile, mostAccounts, readExchange, type Exchange, type Refusal } from './exchange.ts';
import type { Entry } from './export.ts';
import { providerOf } from './providers/index.ts';
import { withGiven } from './settings.ts';
import type { Setup } from './setup-store.ts';
import { without } from './without.ts';

/** What an import does to one account. */
export interface Change {
  kind: 'add' | 'update';
  /** As it will be saved. */
  account: Account;
  /** What of it the file says. */
  patch: Partial<Account>;
  key?: string;
}

/** What importing a file does to what there is. */
export interface Plan {
  exchange: Exchange;
  changes: Change[];
  /** As it is before. */
  setup: Setup;
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

/** A file that was chosen: what it would change, or why it is not taken. Throws when the file itself cannot be read. */
export async function incomingFrom(
  file: Blob,
  setup: Setup,
  newId: () => string,
): Promise<Plan | { refusals: Refusal[] }> {
  const exchange = file.size > largestFile ? tooLarge : readExchange(await file.text());
  return 'refusals' in exchange ? exchange : planned(setup, exchange, newId);
}

/** What a file that was read would change, unless together with what is there it makes no sense. */
export function planned(setup: Setup, exchange: Exchange, newId: () => string): Plan | { refusals: Refusal[] } {
  const { low = setup.settings.low, critical = setup.settings.critical } = exchange.settings ?? {};
  if (low <= critical) return { refusals: [{ why: 'settings', path: 'low', problem: 'tone-range' }] };
  const changes = planImport(setup, exchange, newId);
  const count = setup.accounts.length + changes.filter(({ kind }) => kind === 'add').length;
  return count > mostAccounts ? { refusals: [{ why: 'too-many', count }] } : { exchange, changes, setup };
}

const tooLarge: { refusals: Refusal[] } = { refusals: [{ why: 'too-large' }] };

/** The setup after the import; what the file does not name stays as it is now, whatever was changed since the plan was made. */
export function applyImport(setup: Setup, changes: Change[], { settings }: Exchange): Setup {
  const changed = new Map(changes.map((change) => [change.account.id, change]));
  const kept = setup.accounts.map((account) => {
    const change = changed.get(account.id);
    return change ? patched(account, change.patch, change.key !== undefined) : account;
  });
  const present = new Set(setup.accounts.map(({ id }) => id));
  const added = changes.filter(({ account }) => !present.has(account.id)).map(asNew);
  return { accounts: [...kept, ...added], settings: withGiven(setup.settings, settings) };
}

/** With a new revision where another answer is to be expected; otherwise what the provider asked for still holds. */
function patched(account: Account, patch: Partial<Account>, hasKey: boolean): Account {
  // What was asked for with the old key says nothing of another.
  const after = { ...(hasKey ? without(account, 'asked') : account), ...patch };
  const isAnew = hasKey || pollInputs(after) !== pollInputs(account);
  return { ...after, revision: account.revision + (isAnew ? 1 : 0) };
}

/** An account that was removed since the plan was made comes back without the key that was removed with it. */
function asNew({ account: { keyEnd, ...account }, key }: Change): Account {
  return key === undefined || keyEnd === undefined ? account : { ...account, keyEnd };
}

function addOf({ key, ...entry }: Entry, label: string, id: string): Change {
  const patch = { ...entry, ...(key !== undefined && { keyEnd: endOf(key) }) };
  const account = { enabled: true, ...patch, id, label, revision: 0 };
  return { kind: 'add', account, patch, ...(key !== undefined && { key }) };
}

function updateOf(old: Account, { key, ...told }: Entry): Change {
  const given = without(told, 'label');
  // Where the key is kept changes only together with the key.
  const entry = key === undefined && old.keyEnd !== undefined ? without(given, 'forget') : given;
  const patch = { ...entry, ...(key !== undefined && { keyEnd: endOf(key) }) };
  const account = patched(old, patch, key !== undefined);
  return { kind: 'update', account, patch, ...(key !== undefined && { key }) };
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
