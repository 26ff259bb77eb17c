import { plainText, visibleText } from './json.ts';

const mask = '•••';

/** So many characters of a key in a row are a part of it, and no coincidence. */
const telling = 8;

/**
 * What a provider said, with every part of the key cut out, in any form that it may come back in, and whatever else looks
 * like a secret: some providers repeat a part of the key, others the key of another account.
 */
export function redact(said: string | undefined, secret: string): string | undefined {
  if (said === undefined) return undefined;
  let text = visibleText(said);
  // Half a character has no form in bytes, nor in a URL.
  for (const form of formsOf(secret.toWellFormed())) text = maskRuns(text, form);
  // Long words of letters and digits mixed, and words that were already starred out in part.
  text = text
    .replace(/[\w.~+/=-]*\*{2,}[\w.~+/=-]*/g, mask)
    .replace(/[\w~+/=-]{16,}/g, (word) => (/\d/.test(word) && /[a-z]/i.test(word) ? mask : word));
  return plainText(text) || undefined;
}

/**
 * The key as it is, backwards, as a URL carries it, and its bytes in UTF-8: in hexadecimal, and in base64 at each of its three
 * alignments.
 */
function formsOf(secret: string): string[] {
  if (secret.length < 4) return [];
  const bytes = Array.from(new TextEncoder().encode(secret));
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  // Of other characters than bytes `btoa` takes none.
  const binary = bytes.map((byte) => String.fromCharCode(byte)).join('');
  const base64 = ['', 'a', 'aa'].map((before) =>
    btoa(before + binary)
      .replace(/=+$/, '')
      .slice(before.length === 0 ? 0 : 4),
  );
  const backwards = Array.from(secret).toReversed().join('');
  return [secret, backwards, encodeURIComponent(secret), hex, ...base64];
}

/** Cuts out each run of characters that the text shares with the form, if it is long enough to tell something. */
function maskRuns(text: string, form: string): string {
  const [lower, wanted] = [text.toLowerCase(), form.toLowerCase()];
  const least = Math.min(telling, wanted.length);
  let masked = '';
  let at = 0;
  while (at < text.length) {
    let end = at + least;
    if (end > text.length || !wanted.includes(lower.slice(at, end))) {
      masked += text[at];
      at += 1;
      continue;
    }
    while (end < text.length && wanted.includes(lower.slice(at, end + 1))) end += 1;
    masked += mask;
    at = end;
  }
  return masked;
}
