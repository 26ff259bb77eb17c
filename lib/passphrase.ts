import { browser } from 'wxt/browser';
import { alone } from './alone.ts';
import { bytesIn } from './base64.ts';
import {
  currentIterations,
  freshDerivation,
  isDerivation,
  keyFrom,
  keyOfText,
  randomKeyText,
  seal,
  unseal,
  type Derivation,
  type Sealed,
} from './cipher.ts';
import { announce } from './signal.ts';
import { isCount, isMoment, isSealed, members } from './stored.ts';

/**
 * The lock that the user may put before the keys. A random data key seals them; the passphrase seals the data key; and
 * while it is unlocked the data key lies in the browser's memory alone, which is gone when the browser closes.
 */
interface LockRecord extends Sealed, Derivation {}

const lockName = 'v:lock';
const triesName = 'v:tries';
const dataKeyName = 'v:data-key';
const usedName = 'v:used';
/** Sealed in with the data key, so that nothing else can be put in its place. */
const bound = 'data-key';

const second = 1000;
const minute = 60 * second;

export type LockState = 'off' | 'locked' | 'unlocked';

/** The passphrase was wrong, or it is too soon to try again; until a moment in milliseconds since 1970. */
interface Refused {
  outcome: 'wrong' | 'wait';
  until: number;
}

export type Unlocking = { outcome: 'unlocked' } | Refused;

/** As long as what is sealed is: a data key of 32 bytes, in base64, and the 16 that seal it. A record that was cut short is none. */
const isLock = members({ iv: (value) => bytesIn(value) === 12, data: (value) => bytesIn(value) === 44 + 16 });
const isTries = members({ count: isCount, until: isMoment });

export async function lockState(): Promise<LockState> {
  if (!(await loadLock())) return 'off';
  return (await dataKeyText()) === undefined ? 'locked' : 'unlocked';
}

/** The key that seals the secrets: undefined while they are locked, `off` when there is no lock. */
export async function dataKey(): Promise<CryptoKey | 'off' | undefined> {
  // Without its lock a data key that is still in memory must seal nothing any more.
  if (!(await loadLock())) return 'off';
  const text = await dataKeyText();
  return text === undefined ? undefined : keyOfText(text);
}

/**
 * A new lock that is open, not stored yet: it is written together with the secrets that it seals. Where one is open already
 * the data key stays, so that at no moment the one in memory is another than the one in use.
 */
export async function makeLock(passphrase: string): Promise<{ key: CryptoKey; text: string; record: object }> {
  const text = ((await loadLock()) && (await dataKeyText())) ?? randomKeyText();
  return { key: await keyOfText(text), text, record: { [lockName]: await lockWith(passphrase, text) } };
}

/** Opens the lock for as long as the browser runs. */
export async function unlock(passphrase: string, now: number): Promise<Unlocking> {
  return alone(async () => {
    const opening = await openLock(passphrase, now);
    return 'until' in opening ? opening : { outcome: 'unlocked' };
  });
}

/** With the data key, which is then in memory; without one when there is no lock. */
async function openLock(passphrase: string, now: number): Promise<{ text?: string } | Refused> {
  const record = await loadLock();
  if (!record) return {};
  const tries = await loadTries();
  if (tries.until > now && tries.until <= now + minute) return { outcome: 'wait', until: tries.until };
  const text = await open(record, passphrase);
  if (text === undefined) {
    // Doubled with each from the third on, and kept: closing the browser does not shorten it.
    const pause = tries.count < 2 ? 0 : Math.min(minute, second * 2 ** (tries.count - 2));
    await browser.storage.local.set({ [triesName]: { count: tries.count + 1, until: now + pause } });
    return { outcome: 'wrong', until: now + pause };
  }
  await keepOpen(text, now);
  await renew(record, passphrase, text).catch(() => undefined);
  return { text };
}

/** What is better done but not needed for the keys to be open: a full disk is no reason to keep them locked. */
async function renew(record: LockRecord, passphrase: string, text: string): Promise<void> {
  await browser.storage.local.remove(triesName);
  if (record.iterations < currentIterations)
    await browser.storage.local.set({ [lockName]: await lockWith(passphrase, text) });
}

/** From now on the keys are out of reach until the passphrase is given again. */
export async function lock(): Promise<void> {
  await browser.storage.session.remove([dataKeyName, usedName]);
  announce();
}

/** Puts another passphrase before the same data key; `off` when there is no lock any more. */
export async function changePassphrase(
  old: string,
  passphrase: string,
  now: number,
): Promise<{ outcome: 'changed' | 'off' } | Refused> {
  return alone(async () => {
    const opening = await openLock(old, now);
    if ('until' in opening) return opening;
    if (opening.text === undefined) return { outcome: 'off' };
    await browser.storage.local.set({ [lockName]: await lockWith(passphrase, opening.text) });
    return { outcome: 'changed' };
  });
}

/** Keeps the data key in memory. */
export async function keepOpen(text: string, now: number): Promise<void> {
  await browser.storage.session.set({ [dataKeyName]: text, [usedName]: now });
  announce();
}

/** Takes the lock away; the secrets have to be sealed without it before, or their records go with it. */
export async function dropLock(sealed: string[] = []): Promise<void> {
  await browser.storage.local.remove([lockName, triesName, ...sealed]);
  await lock();
}

/** Tells that the user is here, so that the time until the lock closes by itself begins anew. */
export async function noteUse(now: number): Promise<void> {
  if ((await dataKeyText()) !== undefined) await browser.storage.session.set({ [usedName]: now });
}

/** When the user was last here, in milliseconds since 1970; undefined while nothing is unlocked. */
export async function lastUse(): Promise<number | undefined> {
  const used = (await browser.storage.session.get(usedName))[usedName];
  return typeof used === 'number' ? used : undefined;
}

async function lockWith(passphrase: string, text: string): Promise<LockRecord> {
  const derivation = freshDerivation();
  return { ...derivation, ...(await seal(await keyFrom(passphrase, derivation), bound, text)) };
}

async function open(record: LockRecord, passphrase: string): Promise<string | undefined> {
  try {
    return await unseal(await keyFrom(passphrase, record), bound, record);
  } catch {
    return undefined;
  }
}

async function loadLock(): Promise<LockRecord | undefined> {
  const record = (await browser.storage.local.get(lockName))[lockName];
  return isSealed(record) && isLock(record) && isDerivation(record as object) ? (record as LockRecord) : undefined;
}

/** What stands in the place of the lock and is none: nothing will ever open it. */
export async function loadBrokenLock(): Promise<unknown> {
  const record = (await browser.storage.local.get(lockName))[lockName] ?? undefined;
  return (await loadLock()) ? undefined : record;
}

async function dataKeyText(): Promise<string | undefined> {
  const text = (await browser.storage.session.get(dataKeyName))[dataKeyName];
  return typeof text === 'string' ? text : undefined;
}

async function loadTries(): Promise<{ count: number; until: number }> {
  const tries = (await browser.storage.local.get(triesName))[triesName];
  return isTries(tries) ? (tries as { count: number; until: number }) : { count: 0, until: 0 };
}
