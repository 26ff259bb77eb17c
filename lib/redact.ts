import { plainText } from './json.ts';

const mask = '•••';

/**
 * What a provider said, with the key cut out in any form that it may come back in, and whatever else looks like a secret:
 * some providers repeat a part of the key, others the key of another account.
 */
export function redact(said: string | undefined, secret: string): string | undefined {
  if (said === undefined) return undefined;
  let text = said;
  for (const form of formsOf(secret)) text = text.replaceAll(form, mask);
  // Long words of letters and digits mixed, and words that were already starred out in part.
  text = text
    .replace(/[\w.~+/=-]*\*{2,}[\w.~+/=-]*/g, mask)
    .replace(/[\w~+/=-]{16,}/g, (word) => (isSecretive(word) ? mask : word));
  return plainText(text) || undefined;
}

/** The key as it is, as a URL and as base64 would carry it, and its longer halves. */
function formsOf(secret: string): string[] {
  if (secret.length < 4) return [];
  const half = Math.max(8, Math.ceil(secret.length / 2));
  const halves = secret.length > half ? [secret.slice(0, half), secret.slice(-half)] : [];
  return [secret, encodeURIComponent(secret), btoa(secret).replace(/=+$/, ''), ...halves].toSorted(
    (a, b) => b.length - a.length,
  );
}

function isSecretive(word: string): boolean {
  return /\d/.test(word) && /[a-z]/i.test(word);
}
