import { giveBackUnused } from './access.ts';
import { originOf, type Account } from './account.ts';
import { alone } from './alone.ts';
import type { Submission } from './draft.ts';
import type { Exchange } from './exchange.ts';
import { applyImport, type Change } from './import-plan.ts';
import { mirroredSetup } from './mirror.ts';
import { forgetSetAside, loadIdsSetAside } from './quarantine.ts';
import { changeSetup, loadRawSetup, type Setup } from './setup-store.ts';
import { setupFrom } from './stored.ts';
import { settleKeys } from './vault-undo.ts';
import { dropSecrets, keepSecretsOf, saveSecrets, type Secret } from './vault.ts';
import { webhookSecret } from './webhook.ts';

/** Adds the account, or puts it in the place of the one with its id. */
export async function saveAccount(submission: Submission): Promise<void> {
  const { account } = submission;
  let before: Account | undefined;
  const change = (setup: Setup) => {
    before = setup.accounts.find(({ id }) => id === account.id);
    const accounts = before
      ? setup.accounts.map((old) => (old.id === account.id ? account : old))
      : [...setup.accounts, account];
    return { ...setup, accounts };
  };
  await alone(async () => {
    await write([submission], change);
    if (account.keyEnd === undefined) await dropSecrets([account.id]);
    if (before) await giveBackUnused(originOf(before));
  });
}

export async function enableAccount(id: string, enabled: boolean): Promise<void> {
  await changeSetup((setup) => ({
    ...setup,
    accounts: setup.accounts.map((account) => (account.id === id ? { ...account, enabled } : account)),
  }));
}

/** Where an account came to stand: the first at place 0, so many places below where it stood. */
export interface Moved {
  place: number;
  by: number;
  /** How many accounts there are. */
  of: number;
}

/** Moves an account so many places down in the user's order, or up when below 0; not beyond the ends. Undefined when it is gone. */
export async function moveAccount(id: string, by: number): Promise<Moved | undefined> {
  let result: Moved | undefined;
  await changeSetup((setup) => {
    const from = setup.accounts.findIndex((account) => account.id === id);
    const moved = setup.accounts[from];
    result = undefined;
    if (!moved) return setup;
    const accounts = setup.accounts.toSpliced(from, 1);
    const place = Math.max(0, Math.min(accounts.length, from + by));
    result = { place, by: place - from, of: setup.accounts.length };
    return { ...setup, accounts: accounts.toSpliced(place, 0, moved) };
  });
  return result;
}

/** The account goes first: should the rest be cut off, no key is left that anything would use. */
export async function removeAccount(id: string): Promise<void> {
  await alone(async () => {
    await settleKeys();
    await forgetSetAside(id);
    let removed: Account | undefined;
    await changeSetup((setup) => {
      removed = setup.accounts.find((account) => account.id === id);
      return { ...setup, accounts: setup.accounts.filter((account) => account.id !== id) };
    });
    await dropSecrets([id]);
    if (removed) await giveBackUnused(originOf(removed));
  });
}

/** All or nothing, also when it is cut off. */
export async function importAccounts(exchange: Exchange, changes: Change[]): Promise<void> {
  await alone(() => write(changes, (setup) => applyImport(setup, changes, exchange)));
}

/** Puts right what a change of keys that was cut off has left, and removes keys that belong to no account. */
export async function sweepKeys(): Promise<void> {
  await alone(sweep);
}

async function sweep(): Promise<void> {
  await settleKeys();
  const copies = [setupFrom(await loadRawSetup()), setupFrom(await mirroredSetup())];
  const ids = copies.flatMap((copy) => (copy ? secretIds(copy.setup) : []));
  // Not healed yet: an account that one of them has lost may come back, and wants its key then. So may what was set aside.
  if (copies.some((copy) => !copy || copy.rejected.length > 0)) return;
  await keepSecretsOf([...ids, ...(await loadIdsSetAside())]);
}

function secretIds({ accounts, settings }: Setup): string[] {
  const keyed = accounts.filter(({ keyEnd }) => keyEnd !== undefined);
  return [...keyed.map(({ id }) => id), ...(settings.alerts.webhook ? [webhookSecret] : [])];
}

/** The keys first, for an account without its key would be polled for nothing. */
async function write(keyed: { account: Account; key?: string }[], change: (setup: Setup) => Setup): Promise<void> {
  const secrets = secretsOf(keyed);
  if (secrets.size > 0) return saveSecrets(secrets, (mark) => changeSetup(change, mark));
  await settleKeys();
  await changeSetup(change);
}

function secretsOf(keyed: { account: Account; key?: string }[]): Map<string, Secret> {
  return new Map(
    keyed.flatMap(({ account, key }) => {
      const origin = originOf(account);
      if (key === undefined || origin === undefined) return [];
      return [[account.id, { key, origin, ...(account.forget && { forget: true as const }) }] as const];
    }),
  );
}
