import { originOf, type Account } from './account.ts';
import { freshDerivation, keyFrom, seal, unseal, type Derivation } from './cipher.ts';
import { exportText, type Entry } from './export.ts';
import { checkKey } from './input.ts';
import { parseJson } from './json.ts';
import { loadSetup } from './setup-store.ts';
import { keptSecrets, type Secret } from './vault.ts';

/** Sealed in with the keys, so that no other sealed text can stand in their place. */
const bound = 'credit-gauge-export';

/** A key of the file: the place of its account in the list, from 0, and the one origin that it belongs to. */
interface VaultEntry {
  entry: number;
  origin: string;
  key: string;
}

/** The file of all accounts, with their keys sealed. */
export interface SealedFile {
  text: string;
  /** The ids of the accounts whose keys should be in it, and could not be read. */
  without: string[];
}

/** With all keys, sealed under the passphrase; but for those that are to be forgotten. Throws while the vault is locked. */
export async function exportSealed(passphrase: string): Promise<SealedFile> {
  const setup = await loadSetup();
  const { accounts } = setup;
  const secrets = await keptSecrets(accounts.map(({ id }) => id));
  const lacking = accounts.filter(({ id, keyEnd, forget }) => keyEnd !== undefined && !forget && !secrets.has(id));
  const text = exportText(setup, await sealVault(accounts, secrets, passphrase));
  return { text, without: lacking.map(({ id }) => id) };
}

/** The parameters stand beside what they seal. */
async function sealVault(
  accounts: Account[],
  secrets: ReadonlyMap<string, Secret>,
  passphrase: string,
): Promise<object> {
  const entries = accounts.flatMap(({ id }, entry): VaultEntry[] => {
    const secret = secrets.get(id);
    return secret ? [{ entry, origin: secret.origin, key: secret.key }] : [];
  });
  const derivation = freshDerivation();
  return { ...derivation, ...(await seal(await keyFrom(passphrase, derivation), bound, JSON.stringify(entries))) };
}

/**
 * The entries with the keys of the vault; undefined when the passphrase is wrong or the vault was changed, which is one
 * and the same to whoever asks. A key whose account now has another address than it was sealed for is left out.
 */
export async function openVault(entries: Entry[], vault: object, passphrase: string): Promise<Entry[] | undefined> {
  const keys = await keysIn(vault, passphrase);
  return (
    keys &&
    entries.map((entry, index) =>
      withKey(
        entry,
        keys.find((one) => one.entry === index),
      ),
    )
  );
}

async function keysIn(vault: object, passphrase: string): Promise<VaultEntry[] | undefined> {
  try {
    const text = await unseal(await keyFrom(passphrase, vault as Derivation), bound, vault);
    const entries = text === undefined ? undefined : parseJson(text);
    return Array.isArray(entries) ? entries.flatMap(vaultEntryFrom) : undefined;
  } catch {
    return undefined;
  }
}

/** With its key cleaned as one that is typed. */
function vaultEntryFrom(value: unknown): VaultEntry[] {
  const { entry, origin, key } = (value ?? {}) as Partial<VaultEntry>;
  if (typeof entry !== 'number' || typeof origin !== 'string' || typeof key !== 'string') return [];
  const checked = checkKey(key);
  return 'value' in checked ? [{ entry, origin, key: checked.value }] : [];
}

function withKey(entry: Entry, sealed: VaultEntry | undefined): Entry {
  return sealed && sealed.origin === originOf(entry) ? { ...entry, key: sealed.key } : entry;
}
