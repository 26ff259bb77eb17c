import { del, get, update } from 'idb-keyval';
import { browser } from 'wxt/browser';
import { mayBeKeyless, originOf, type Account } from './account.ts';
import { alone } from './alone.ts';
import { seal, unseal, type Sealed } from './cipher.ts';
import { objectStore } from './database.ts';
import type { Locked } from './failure.ts';
import { parseJson } from './json.ts';
import { dataKey, dropLock, keepOpen, makeLock } from './passphrase.ts';
import { isSealed, isText, maybe, members, oneOf } from './stored.ts';
import { dropUndo, settleKeys, undoFor } from './vault-undo.ts';

/**
 * Where the keys are: encrypted in the extension's local storage. By default under a wrapping key in IndexedDB that cannot
 * be exported, which keeps keys from being read at a glance: whoever copies the whole profile has both halves. With a
 * passphrase, under a data key that the passphrase seals. A key that is to be forgotten lies in the browser's memory alone.
 */
interface Kept extends Sealed {
  /** Absent when the wrapping key of this device seals it. */
  by?: 'passphrase';
}

const prefix = 's:';
const damaged: Locked = { kind: 'locked', defect: 'damaged' };
const isKept = (value: unknown) => isSealed(value) && members({ by: maybe(oneOf('passphrase')) })(value);
const isSecret = members({ key: isText, origin: isText, forget: maybe((value) => value === true) });
const wrapStore = objectStore('setup', 'strict');

/** A key and the one origin that it may be sent to. */
export interface Secret {
  key: string;
  origin: string;
  /** Gone when the browser closes. */
  forget?: true;
}

/** An account that is not saved, and the key that was typed or the id of the account whose key is to be used. */
export interface Trial {
  target: Pick<Account, 'provider' | 'baseUrl'>;
  key?: string;
  account?: string;
}

/** Nothing can be saved while the vault is locked. */
export class LockedError extends Error {
  constructor() {
    super('the vault is locked');
    this.name = 'LockedError';
  }
}

/**
 * Saves all or none, also when it is cut off; and together with them what `commit` writes, which has to give the setup the
 * mark. To be called alone.
 */
export async function saveSecrets(
  secrets: ReadonlyMap<string, Secret>,
  commit?: (mark: string) => Promise<void>,
): Promise<void> {
  await settleKeys();
  const { local, session } = browser.storage;
  const names = [...secrets.keys()].map(recordName);
  const kept = new Map([...secrets].filter(([, { forget }]) => !forget));
  const forgotten = new Map([...secrets].filter(([, { forget }]) => forget).map(([id, one]) => [recordName(id), one]));
  const records = await sealed(kept);
  const mark = crypto.randomUUID();
  try {
    await local.set({ ...records, ...(await undoFor('local', names, mark)) });
    await local.remove([...forgotten.keys()]);
    await session.set({ ...Object.fromEntries(forgotten), ...(await undoFor('session', names, mark)) });
    await session.remove([...kept.keys()].map(recordName));
    await (commit ?? dropUndo)(mark);
  } catch (error) {
    // What cannot be put back now is put back before the next change.
    await settleKeys().catch(() => undefined);
    throw error;
  }
  // With the mark in the setup it is done, and this can wait.
  if (commit) await dropUndo().catch(() => undefined);
}

/** Removes the secrets of all accounts but these: what a removal left behind that was cut off half way. */
export async function keepSecretsOf(ids: string[]): Promise<void> {
  const kept = new Set(ids.map(recordName));
  for (const area of [browser.storage.local, browser.storage.session]) {
    const names = Object.keys(await area.get(null));
    await area.remove(names.filter((name) => name.startsWith(prefix) && !kept.has(name)));
  }
}

export async function dropSecrets(ids: string[]): Promise<void> {
  const names = ids.map(recordName);
  await Promise.all([browser.storage.local.remove(names), browser.storage.session.remove(names)]);
}

/** The account's key, or why it cannot be had; undefined when there is none, or nothing to open it with. */
export async function loadSecret(id: string): Promise<Secret | Locked | undefined> {
  const name = recordName(id);
  const remembered = (await browser.storage.session.get(name))[name] ?? undefined;
  if (remembered !== undefined) return isSecret(remembered) ? (remembered as Secret) : damaged;
  const stored = await loadRecord(name);
  const secret = await openedRecord(id, stored);
  if (secret && 'key' in secret) return secret;
  // The lock may have been turned on or off between the record and what opens it.
  const again = await loadRecord(name);
  return JSON.stringify(again) === JSON.stringify(stored) ? secret : openedRecord(id, again);
}

async function loadRecord(name: string): Promise<unknown> {
  return (await browser.storage.local.get(name))[name] ?? undefined;
}

async function openedRecord(id: string, stored: unknown): Promise<Secret | Locked | undefined> {
  if (stored === undefined) return undefined;
  if (!isKept(stored)) return damaged;
  const record = stored as Kept;
  if (record.by === 'passphrase') {
    const key = await dataKey();
    if (key === undefined) return { kind: 'locked', defect: 'passphrase' };
    // Without its lock a data key is nothing that anybody could give.
    return opened(key === 'off' ? undefined : await unseal(key, id, record));
  }
  const key = await get<unknown>('wrapping-key', wrapStore);
  if (key === undefined) return undefined;
  return key instanceof CryptoKey ? opened(await unseal(key, id, record)) : damaged;
}

/** What to poll an account with: its key, or an empty one for a server of the user's own that wants none. */
export async function secretOf(account: Account): Promise<Secret | Locked | undefined> {
  // An account that has a key is never asked for without it, and one that has none never with what an earlier one left.
  const secret = account.keyEnd === undefined ? keyless(account) : await loadSecret(account.id);
  return secret ?? (account.forget ? { kind: 'locked', defect: 'forgotten' } : undefined);
}

/**
 * What to test an account with before it is saved: the key that was typed, for the address that was typed; or else the
 * one that is saved for `account`, which stays bound to its own address.
 */
export async function testSecret({ target, key, account }: Trial): Promise<Secret | Locked | undefined> {
  const origin = originOf(target);
  if (key !== undefined && origin !== undefined) return { key, origin };
  return (account === undefined ? undefined : await loadSecret(account)) ?? keyless(target);
}

/** Puts a passphrase before all keys that are kept. Written in one step, so that no key is left between the two ways. */
export async function turnLockOn(passphrase: string, now: number): Promise<void> {
  await alone(async () => {
    await settleKeys();
    const secrets = await keptSecrets(await keptIds());
    const { key, text, record } = await makeLock(passphrase);
    // First, as polling goes on: at no moment are the keys sealed with what is not there.
    await keepOpen(text, now);
    await browser.storage.local.set({ ...(await sealedBy(key, secrets, { by: 'passphrase' })), ...record });
    // What opened the keys until now must not lie about; but it opens nothing any more, and the lock is on.
    await del('wrapping-key', wrapStore).catch(() => undefined);
  });
}

/** Back to the wrapping key of this device. Throws while the vault is locked. */
export async function turnLockOff(): Promise<void> {
  await alone(async () => {
    await settleKeys();
    const secrets = await keptSecrets(await keptIds());
    await browser.storage.local.set(await sealedBy(await wrappingKey(), secrets, {}));
    await dropLock();
  });
}

/** For who has lost the passphrase: what it sealed goes with it, and all else stays. To be pasted again. */
export async function giveUpKeys(): Promise<void> {
  await alone(async () => {
    await settleKeys();
    const records = Object.entries(await browser.storage.local.get(null));
    const names = records.flatMap(([name, value]) => (name.startsWith(prefix) && isBehindLock(value) ? [name] : []));
    await dropLock(names);
  });
}

function isBehindLock(record: unknown): boolean {
  return isKept(record) && (record as Kept).by === 'passphrase';
}

/** The ids of all keys that lie in the storage, also of an account that was set aside. */
async function keptIds(): Promise<string[]> {
  const names = Object.keys(await browser.storage.local.get(null)).filter((name) => name.startsWith(prefix));
  return names.map((name) => name.slice(prefix.length));
}

/** All keys that lie in the storage and can be opened, by account id. Throws while the vault is locked. */
export async function keptSecrets(ids: string[]): Promise<Map<string, Secret>> {
  const secrets = new Map<string, Secret>();
  for (const id of ids) {
    const secret = await loadSecret(id);
    if (secret && 'kind' in secret && secret.defect === 'passphrase') throw new LockedError();
    if (secret && 'key' in secret && !secret.forget) secrets.set(id, secret);
  }
  return secrets;
}

function keyless(target: Pick<Account, 'provider' | 'baseUrl'>): Secret | undefined {
  const origin = originOf(target);
  return mayBeKeyless(target) && origin !== undefined ? { key: '', origin } : undefined;
}

async function sealed(secrets: ReadonlyMap<string, Secret>): Promise<object> {
  if (secrets.size === 0) return {};
  const key = await dataKey();
  if (key === undefined) throw new LockedError();
  return key === 'off' ? sealedBy(await wrappingKey(), secrets, {}) : sealedBy(key, secrets, { by: 'passphrase' });
}

/** The account's id is sealed in with each, so that one account's record cannot be put in another's place. */
async function sealedBy(key: CryptoKey, secrets: ReadonlyMap<string, Secret>, mark: Pick<Kept, 'by'>): Promise<object> {
  const records = [...secrets].map(async ([id, secret]) => {
    const record: Kept = { ...(await seal(key, id, JSON.stringify(secret))), ...mark };
    return [recordName(id), record] as const;
  });
  return Object.fromEntries(await Promise.all(records));
}

function opened(text: string | undefined): Secret | Locked {
  try {
    const secret = text === undefined ? undefined : parseJson(text);
    return isSecret(secret) ? (secret as Secret) : damaged;
  } catch {
    return damaged;
  }
}

function recordName(id: string): string {
  return prefix + id;
}

/** Made at first use. Two pages may make one at the same moment: the first to be stored is the one. */
async function wrappingKey(): Promise<CryptoKey> {
  const fresh = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  await update<CryptoKey>('wrapping-key', (stored) => (stored instanceof CryptoKey ? stored : fresh), wrapStore);
  return (await get<CryptoKey>('wrapping-key', wrapStore)) ?? fresh;
}
