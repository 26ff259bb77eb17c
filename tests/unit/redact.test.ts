import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redact } from '../../lib/redact.ts';

const key = 'fc-a1b2c3d4e5f60718293a4b5c6d7e8f90';

describe('a message', () => {
  const kept = [
    'Rate limit exceeded, please retry after 12s',
    'Missing x-api-version header',
    'Insufficient credits for this request',
    'Unauthorized: Invalid token',
    'Your plan does not include this endpoint',
    'No organization with that name: see https://example.com/docs/errors',
  ];
  test.each(kept)('without secrets stays as it is: %s', (said) => {
    expect(redact(said, key)).toBe(said);
  });

  test('that is absent, or nothing but blanks, is absent', () => {
    expect(redact(undefined, key)).toBeUndefined();
    expect(redact('', key)).toBeUndefined();
    expect(redact(' \u200B ', key)).toBeUndefined();
  });

  test('is one line of at most 120 characters', () => {
    const said = redact(`one\r\ntwo\u202E ${'and so on '.repeat(99)}`, key) ?? '';
    expect(said).toMatch(/^one two and so on/);
    expect(said.length).toBeLessThanOrEqual(120);
  });

  const secrets: [string, string][] = [
    ['the key', key],
    ['the key twice', `${key} ${key}`],
    ['the key in quotes', `"${key}"`],
    ['the key in a URL', `https://example.com/?key=${encodeURIComponent(key)}&x=1`],
    ['the key in base64', btoa(key)],
    ['a piece of the key', key.slice(5, 16)],
    ['the beginning of the key', key.slice(0, 10)],
    ['the end of the key', key.slice(-8)],
    ['a starred key', 'sk-abc1****************wxyz'],
    ['another key', 'sk-proj-9f8e7d6c5b4a39281706f5e4d3c2b1a0'],
  ];
  test.each(secrets)('loses %s and keeps what stands around it', (_, secret) => {
    const said = redact(`Bad key ${secret}, sorry`, key) ?? '';
    expect(said).toMatch(/^Bad key .*•••.* ?sorry$/);
    for (const part of secret.split(/[^\w-]+/).filter(({ length }) => length >= 8)) expect(said).not.toContain(part);
  });

  test('is not torn apart by a key that is hardly one', () => {
    expect(redact('Not a good key', 'a')).toBe('Not a good key');
    expect(redact('Not a good key', '')).toBe('Not a good key');
  });

  test('loses a short key too', () => {
    expect(redact('Bad key demo1', 'demo1')).toBe('Bad key •••');
  });

  const wide = 'clé-ключ-鍵-😀-canary';
  const inUtf8 = Buffer.from(wide);
  test.each([wide, encodeURIComponent(wide), inUtf8.toString('base64'), inUtf8.toString('hex')])(
    'loses a key beyond Latin-1: %s',
    (secret) => {
      expect(redact(`Bad key ${secret}, sorry`, wide)).toMatch(/^Bad key [•=]+, sorry$/);
    },
  );

  test('loses a key with half a character in it', () => {
    expect(redact('Bad key x', 'canary\uD800canary')).toBe('Bad key x');
    expect(redact('Bad key canary\uFFFDcanary', 'canary\uD800canary')).toBe('Bad key •••');
  });

  test('never has the key in it, whatever the key and whatever is said around it', () => {
    const characters = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code));
    const keys = fc.array(characters, { minLength: 8, maxLength: 80 }).map((list) => list.join(''));
    fc.assert(
      fc.property(keys, fc.string({ maxLength: 150 }), fc.string(), (secret, before, after) => {
        const said = redact(`${before} ${secret} ${after}`, secret) ?? '';
        expect(`${before} ${after}`.includes(secret) || !said.includes(secret)).toBe(true);
      }),
    );
  });
});
