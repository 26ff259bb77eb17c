import { toBase64 } from './base64.ts';

/**
 * A name that nothing else has: 48 random bits in 8 letters. Short, for it stands in every key that is written, and browsers
 * write each of them several times.
 */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(6));
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_');
}
