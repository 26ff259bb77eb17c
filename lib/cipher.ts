import { bytesIn, fromBase64, toBase64 } from './base64.ts';

/** Encrypts and derives; keeps nothing. AES-GCM and PBKDF2 of the Web Crypto API. */

/** What was encrypted, in base64, and how. */
export interface Sealed {
  version: 1;
  iv: string;
  data: string;
}

/** How a key was made from a passphrase; stored beside what it seals, so that the work can be raised later. */
export interface Derivation {
  kdf: 'PBKDF2-SHA-256';
  iterations: number;
  salt: string;
}

/** OWASP's figure for PBKDF2-HMAC-SHA-256: https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html */
export const currentIterations = 600_000;

/** A file may ask for more work than we do, but not for so much that it hangs the page. */
const mostIterations = 10_000_000;

/** `bound` is sealed in with it: a record that is put in another's place does not open. */
export async function seal(key: CryptoKey, bound: string, text: string): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const algorithm = { name: 'AES-GCM', iv, additionalData: bytesOf(bound) };
  const data = await crypto.subtle.encrypt(algorithm, key, bytesOf(text));
  return { version: 1, iv: toBase64(iv), data: toBase64(new Uint8Array(data)) };
}

/** Undefined when the key is another, or anything of it was changed. */
export async function unseal(key: CryptoKey, bound: string, sealed: unknown): Promise<string | undefined> {
  try {
    const { iv, data } = sealed as Sealed;
    const algorithm = { name: 'AES-GCM', iv: fromBase64(iv), additionalData: bytesOf(bound) };
    return new TextDecoder().decode(await crypto.subtle.decrypt(algorithm, key, fromBase64(data)));
  } catch {
    return undefined;
  }
}

export function freshDerivation(): Derivation {
  const salt = toBase64(crypto.getRandomValues(new Uint8Array(16)));
  return { kdf: 'PBKDF2-SHA-256', iterations: currentIterations, salt };
}

/** Whether a key can be made by it. */
export function isDerivation(value: Partial<Record<keyof Derivation, unknown>>): value is Derivation {
  const { kdf, iterations, salt } = value;
  const isSane = Number.isSafeInteger(iterations) && Number(iterations) >= 1 && Number(iterations) <= mostIterations;
  return kdf === 'PBKDF2-SHA-256' && isSane && bytesIn(salt) !== undefined;
}

/** Takes a tenth of a second and more, on purpose. Throws when the derivation is none of ours. */
export async function keyFrom(passphrase: string, derivation: Derivation): Promise<CryptoKey> {
  if (!isDerivation(derivation)) throw new RangeError('unknown key derivation');
  const { iterations, salt } = derivation;
  // So that one passphrase is one whatever keyboard it is typed on.
  const typed = bytesOf(passphrase.normalize('NFKC'));
  const base = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveKey']);
  const algorithm = { name: 'PBKDF2', hash: 'SHA-256', salt: fromBase64(salt), iterations };
  return crypto.subtle.deriveKey(algorithm, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

/** 256 random bits, in base64. */
export function randomKeyText(): string {
  return toBase64(crypto.getRandomValues(new Uint8Array(32)));
}

export async function keyOfText(text: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', fromBase64(text), 'AES-GCM', false, ['encrypt', 'decrypt']);
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
