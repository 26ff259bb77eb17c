import { describe, expect, test } from 'vitest';
import { canaryKeys, leakFinder, writingsOf } from '../e2e/leaks.ts';

/** The search itself: what it does not know, it would not find. */
const keys = canaryKeys(24);
const find = leakFinder(keys);

describe('24 keys', () => {
  test('are long, no two alike in any part, and of signs that a header can carry', () => {
    for (const [index, key] of keys.entries()) {
      expect(key).toMatch(/^[\x21-\x7e]{40,}$/);
      expect(find(key).map((leak) => leak.key)).toEqual([
        index,
        ...find(key)
          .slice(1)
          .map(() => index),
      ]);
    }
    for (const sign of ['+', '/', '"', '&', '<', '%', '\\']) expect(keys.join('')).toContain(sign);
  });
});

describe('the search', () => {
  test('finds every key in every writing, and half of it as well', () => {
    for (const [index, key] of keys.entries()) {
      for (const [writing, text] of Object.entries(writingsOf(key))) {
        for (const part of [text, text.slice(0, text.length / 2), text.slice(text.length / 2)]) {
          const found = find(`{"told":"Bad key ${part}."}`);
          expect(
            found.map((leak) => leak.key),
            writing,
          ).toContain(index);
          expect(new Set(found.map((leak) => leak.key)).size).toBe(1);
        }
      }
    }
  });

  test('finds it in the middle of something that was put into base64 as a whole, wherever it stands there', () => {
    const [key = ''] = keys;
    for (const before of ['', '1', '12', '123', '1234'])
      expect(find(btoa(`${before}${key}, and more`)).map((leak) => leak.key)).toContain(0);
  });

  test('finds nothing where there is nothing, nor in the four characters that a key ends in', () => {
    const ends = keys.map((key) => `Key ends in ${key.slice(-4)}`).join(' · ');
    expect(find(`Credit Gauge ${ends} 0123456789abcdef`)).toEqual([]);
    expect(find('')).toEqual([]);
  });
});
