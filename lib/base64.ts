/** Bytes as text, by the alphabet of RFC 4648, section 4. */

/** A call takes only so many arguments, and in a worker fewer than in a page. */
const piece = 8192;

export function toBase64(bytes: Uint8Array): string {
  let characters = '';
  for (let at = 0; at < bytes.length; at += piece) characters += String.fromCharCode(...bytes.subarray(at, at + piece));
  return btoa(characters);
}

/** Throws when the text is none. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** How many bytes the text stands for; undefined when it is none. */
export function bytesIn(text: unknown): number | undefined {
  try {
    return typeof text === 'string' ? atob(text).length : undefined;
  } catch {
    return undefined;
  }
}
