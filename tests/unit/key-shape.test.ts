import { describe, expect, test } from 'vitest';
import { ownerOf } from '../../lib/key-shape.ts';
import { providers } from '../../lib/providers/index.ts';

describe('a key', () => {
  const foreign: [string, string][] = [
    ['sk-ant-api03-0123456789', 'Anthropic'],
    ['sk-or-v1-0123456789', 'OpenRouter'],
    ['sk-proj-0123456789', 'OpenAI'],
    ['AIzaSy0123456789', 'Google'],
    ['AKIA0123456789ABCDEF', 'AWS'],
    ['ghp_0123456789', 'GitHub'],
    ['github_pat_0123456789', 'GitHub'],
    ['gsk_0123456789', 'Groq'],
    ['hf_0123456789', 'Hugging Face'],
    ['pplx-0123456789', 'Perplexity'],
    ['sk_live_0123456789', 'Stripe'],
    ['xai-0123456789', 'xAI'],
    ['xoxb-0123456789', 'Slack'],
  ];
  test.each(foreign)('such as %s is said to be of %s, at each of our providers', (key, name) => {
    for (const { id } of providers) expect(ownerOf(key, id)).toBe(name);
  });

  test('of one of our providers is told at the others, and goes without a word at its own', () => {
    const shaped = providers.filter(({ keyPrefix }) => keyPrefix !== undefined);
    expect(shaped.map(({ id }) => id)).toContain('firecrawl');
    for (const { id, name, keyPrefix } of shaped) {
      for (const other of providers)
        expect(ownerOf(`${keyPrefix}0123456789abcdef`, other.id)).toBe(other.id === id ? undefined : name);
    }
  });

  test.each(['0123456789abcdef', 'sk-0123456789', 'key-of-mine', 'Sk-Ant-0123', ' sk-ant-0123', 'my-fc-key', 'fc', ''])(
    'such as %j may be anybody’s',
    (key) => {
      for (const { id } of providers) expect(ownerOf(key, id)).toBeUndefined();
    },
  );
});
