import { createHash } from 'node:crypto';

/** So many characters of a key in a row are a part of it, and no coincidence; of a key in another writing it takes more. */
const tellingPlain = 8;
const tellingWritten = 12;

/** Long, of no common shape, and with every sign that some writing changes. The same in every run. */
export function canaryKeys(count: number): string[] {
  const signs = `+/=&<>"'\\%~!*()$#@^|{}[]:;,?`;
  return Array.from({ length: count }, (_, index) => {
    const random = createHash('sha512').update(`canary ${index}`).digest('base64').slice(0, 44);
    const sign = (offset: number) => signs.charAt((index * 5 + offset) % signs.length);
    // The plain ones are as most keys are.
    if (index % 3 === 0) return random.replaceAll(/[+/]/g, 'x');
    return `${random.slice(0, 12)}${sign(0)}${sign(1)}${random.slice(12, 30)}${sign(2)}${random.slice(30)}`;
  });
}

/** A key in every writing in which it might turn up. */
export function writingsOf(key: string): Record<string, string> {
  const bytes = Buffer.from(key);
  const hex = bytes.toString('hex');
  const shifted = (by: number, kind: 'base64' | 'base64url') =>
    Buffer.from(' '.repeat(by) + key)
      .toString(kind)
      .replace(/=+$/, '')
      .slice(by === 0 ? 0 : 4);
  return {
    plain: key,
    reversed: key.split('').toReversed().join(''),
    'base64, first alignment': shifted(0, 'base64'),
    'base64, second alignment': shifted(1, 'base64'),
    'base64, third alignment': shifted(2, 'base64'),
    'base64 for URLs': shifted(0, 'base64url'),
    hexadecimal: hex,
    'hexadecimal in capitals': hex.toUpperCase(),
    'as in a URL': encodeURIComponent(key),
    'as in a form': new URLSearchParams({ '': key }).toString().slice(1),
    'as in JSON': JSON.stringify(key).slice(1, -1),
    'as in HTML': key
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;'),
  };
}

export interface Leak {
  /** The place of the key in the list. */
  key: number;
  writing: string;
}

/** Finds any telling part of any key, in any writing. */
export function leakFinder(keys: readonly string[]): (text: string) => Leak[] {
  const known = new Map<string, Leak>();
  keys.forEach((key, index) => {
    for (const [writing, text] of Object.entries(writingsOf(key))) {
      const length = writing === 'plain' || writing === 'reversed' ? tellingPlain : tellingWritten;
      for (let at = 0; at + length <= text.length; at += 1) {
        const part = text.slice(at, at + length);
        if (!known.has(part)) known.set(part, { key: index, writing });
      }
    }
  });
  return (text) => {
    const found = new Set<Leak>();
    for (const length of [tellingPlain, tellingWritten])
      for (let at = 0; at + length <= text.length; at += 1) {
        const leak = known.get(text.slice(at, at + length));
        if (leak) found.add(leak);
      }
    const told = new Set([...found].map(({ key, writing }) => JSON.stringify({ key, writing })));
    return [...told].map((one) => JSON.parse(one) as Leak);
  };
}
