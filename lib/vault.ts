import { get, update } from 'idb-keyval';
import { browser } from 'wxt/browser';
import { mayBeKeyless, originOf, type Account } from './account.ts';
import { objectStore } from './database.ts';
import type { Locked } from './failure.ts';

/**
 * Where the keys are: encrypted in the extension's local storage, under a wrapping key in IndexedDB that cannot be
 * exported. It keeps keys from being read at a glance; whoever copies the whole profile has both halves.
 */
interface Sealed {
  version: 1;
  iv: string;
  data: string;
}

const prefix = 's:';
const wrapStore = objectStore('setup', 'strict');

/** A key and the one origin that it may be sent to. */
export interface Secret {
  key: string;
  origin: string;
}

/** An account that is not saved, and the key that was typed or the id of the account whose key is to be used. */
export interface Trial {
  target: Pick<Account, 'provider' | 'baseUrl'>;
  key?: string;
  account?: string;
}

/** Saves all or none; resolves to what puts back the secrets that were there before. */
export async function saveSecrets(secrets: ReadonlyMap<string, Secret>): Promise<() => Promise<void>> {
  if (secrets.size === 0) return async () => {};
  const names = [...secrets.keys()].map(recordName);
  const before = await browser.storage.local.get(names);
  const wrap = await wrappingKey();
  const sealed = await Promise.all(
    [...secrets].map(async ([id, secret]) => [recordName(id), await seal(wrap, id, secret)] as const),
  );
  await browser.storage.local.set(Object.fromEntries(sealed));
  return async () => {
    await browser.storage.local.remove(names.filter((name) => !(name in before)));
    await browser.storage.local.set(before);
  };
}

/** Removes the secrets of all accounts but these: what a removal left behind that was cut off half way. */
export async function keepSecretsOf(ids: string[]): Promise<void> {
  const kept = new Set(ids.map(recordName));
  const names = Object.keys(await browser.storage.local.get(null));
  await browser.storage.local.remove(names.filter((name) => name.startsWith(prefix) && !kept.has(name)));
}

/** The account's key, or why it cannot be had; undefined when there is none, or nothing to open it with. */
export async function loadSecret(id: string): Promise<Secret | Locked | undefined> {
  const name = recordName(id);
  const sealed = (await browser.storage.local.get(name))[name] as Sealed | undefined;
  const wrap = await get<CryptoKey>('wrapping-key', wrapStore);
  return sealed && wrap ? unseal(wrap, id, sealed) : undefined;
}

/** What to poll an account with: its key, or an empty one for a server of the user's own that wants none. */
export async function secretOf(account: Account): Promise<Secret | Locked | undefined> {
  return (await loadSecret(account.id)) ?? keyless(account);
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

function keyless(target: Pick<Account, 'provider' | 'baseUrl'>): Secret | undefined {
  const origin = originOf(target);
  return mayBeKeyless(target) && origin !== undefined ? { key: '', origin } : undefined;
}

export async function dropSecrets(ids: string[]): Promise<void> {
  await browser.storage.local.remove(ids.map(recordName));
}

function recordName(id: string): string {
  return prefix + id;
}

/** Made at first use. Two pages may make one at the same moment: the first to be stored is the one. */
async function wrappingKey(): Promise<CryptoKey> {
  const fresh = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  await update<CryptoKey>('wrapping-key', (stored) => stored ?? fresh, wrapStore);
  return (await get<CryptoKey>('wrapping-key', wrapStore)) ?? fresh;
}

/** The account's id is sealed in with it, so that one account's record cannot be put in another's place. */
async function seal(wrap: CryptoKey, id: string, secret: Secret): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify(secret));
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: bytesOf(id) }, wrap, text);
  return { version: 1, iv: toBase64(iv), data: toBase64(new Uint8Array(data)) };
}

async function unseal(wrap: CryptoKey, id: string, { iv, data }: Sealed): Promise<Secret | Locked> {
  try {
    const algorithm = { name: 'AES-GCM', iv: fromBase64(iv), additionalData: bytesOf(id) };
    const text = await crypto.subtle.decrypt(algorithm, wrap, fromBase64(data));
    return JSON.parse(new TextDecoder().decode(text)) as Secret;
  } catch {
    return { kind: 'locked', defect: 'damaged' };
  }
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
