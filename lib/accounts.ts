import { originOf, type Account } from './account.ts';
import type { Submission } from './draft.ts';
import type { Exchange } from './exchange.ts';
import { applyImport, type Change } from './import-plan.ts';
import { changeSetup } from './store.ts';
import { dropSecrets, saveSecrets, type Secret } from './vault.ts';

/** Adds the account, or puts it in the place of the one with its id. */
export async function saveAccount({ account, key }: Submission): Promise<void> {
  // The key first: an account without one would be polled for nothing.
  await saveSecrets(secretsOf([{ account, ...(key !== undefined && { key }) }]));
  await changeSetup((setup) => {
    const known = setup.accounts.some(({ id }) => id === account.id);
    const accounts = known
      ? setup.accounts.map((old) => (old.id === account.id ? account : old))
      : [...setup.accounts, account];
    return { ...setup, accounts };
  });
}

export async function enableAccount(id: string, enabled: boolean): Promise<void> {
  await changeSetup((setup) => ({
    ...setup,
    accounts: setup.accounts.map((account) => (account.id === id ? { ...account, enabled } : account)),
  }));
}

/** The account goes first: should the rest be cut off, no key is left that anything would use. */
export async function removeAccount(id: string): Promise<void> {
  await changeSetup((setup) => ({ ...setup, accounts: setup.accounts.filter((account) => account.id !== id) }));
  await dropSecrets([id]);
}

/** All or nothing: the accounts are written in one step, and keys of accounts that are not there are of no use to anyone. */
export async function importAccounts(exchange: Exchange, changes: Change[]): Promise<void> {
  await saveSecrets(secretsOf(changes));
  await changeSetup((setup) => applyImport(setup, changes, exchange));
}

function secretsOf(changes: { account: Account; key?: string }[]): Map<string, Secret> {
  return new Map(
    changes.flatMap(({ account, key }) => {
      const origin = originOf(account);
      return key === undefined || origin === undefined ? [] : [[account.id, { key, origin }] as const];
    }),
  );
}
