import { describe, expect, test } from 'vitest';
import type { Part } from '../../lib/balance.ts';
import { partSentences } from '../../lib/sentences.ts';

const first = Date.UTC(2026, 6, 1, 12);
const later = Date.UTC(2026, 11, 1, 12);

describe('the parts of a balance', () => {
  test('are told by kind, each with its name and its end', () => {
    const parts: Part[] = [
      { kind: 'top-up', name: 'purchase', remaining: 1000, expiresAt: later },
      { kind: 'wallet', name: 'recurring', remaining: 8406.5 },
    ];
    expect(partSentences(parts)).toEqual(['Wallets: recurring 8,406.5', 'Top-ups: purchase 1,000, until Dec 1, 2026']);
  });

  test('come in the order in which they are lost, and what never is comes last', () => {
    const parts: Part[] = [
      { kind: 'top-up', name: 'gift', remaining: 1 },
      { kind: 'top-up', name: 'late', remaining: 2, expiresAt: later },
      { kind: 'top-up', name: 'soon', remaining: 3, expiresAt: first },
    ];
    expect(partSentences(parts)).toEqual(['Top-ups: soon 3, until Jul 1, 2026; late 2, until Dec 1, 2026; gift 1']);
  });

  test('need no name', () => {
    expect(partSentences([{ kind: 'wallet', remaining: 5 }])).toEqual(['Wallets: 5']);
    const ending: Part = { kind: 'wallet', remaining: 5, expiresAt: first };
    expect(partSentences([ending])).toEqual(['Wallets: 5, until Jul 1, 2026']);
  });

  test('that are none say nothing', () => {
    expect(partSentences([])).toEqual([]);
  });
});
