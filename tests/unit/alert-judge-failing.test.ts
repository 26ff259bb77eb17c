// @vitest-environment node
import { describe, expect, test } from 'vitest';
import type { AccountFacts } from '../../lib/alert.ts';
import { hour, noon } from './given.ts';
import { newsOf, type Look } from './given-looks.ts';

describe('a refused key', () => {
  const failing = (failures: number, kind: 'unauthorized' | 'server' = 'unauthorized'): Look => ({
    balances: [],
    failure: { kind, at: noon },
    failures,
  });
  const good: Look = { balances: [] };

  test('is told when it is confirmed, and only once', () => {
    expect(newsOf([good, failing(1), failing(2), failing(3)])).toBe('- - refused -');
  });
  test('is told again after it has worked', () => {
    expect(newsOf([good, failing(2), good, failing(1), failing(2)])).toBe('- refused - - refused');
  });
  test('is not told again for another failure in between', () => {
    expect(newsOf([good, failing(2), failing(3, 'server'), failing(1), failing(2)])).toBe('- refused - - -');
  });
  test('is not told at the first look', () => {
    expect(newsOf([failing(9), failing(10)])).toBe('- -');
  });
  test('is told of a new key too', () => {
    expect(newsOf([good, failing(2), { ...failing(0), revision: 1 }, { ...failing(2), revision: 1 }])).toBe(
      '- refused - refused',
    );
  });
});

describe('an account that fails', () => {
  type Fault = NonNullable<AccountFacts['failure']>;
  const looks = (failure: Omit<Fault, 'at'>, failures: number, hours: number[]): Look[] => [
    { balances: [], now: noon },
    ...hours.map((at): Look => ({
      balances: [],
      failure: { ...failure, at: noon + at * hour },
      failures,
      now: noon + at * hour,
    })),
  ];

  const server = { kind: 'server', host: 'api.crustdata.com' } as const;
  test('for long is told once', () => {
    expect(newsOf(looks(server, 5, [1, 4, 6.9, 7, 8, 30]))).toBe('- - - - failing - -');
  });
  test('for long is told again after a reading', () => {
    expect(
      newsOf([
        ...looks(server, 5, [1, 7]),
        { balances: [], now: noon + 8 * hour },
        ...looks(server, 5, [9, 15]).slice(1),
      ]),
    ).toBe('- - failing - - failing');
  });
  test('is not told for two attempts with a sleep between them', () => {
    expect(newsOf(looks(server, 2, [1, 10]))).toBe('- - -');
  });
  test('with what does not pass by itself needs no more than one attempt', () => {
    expect(newsOf(looks({ kind: 'no-permission', host: 'api.crustdata.com' }, 1, [1, 7]))).toBe('- - failing');
  });
  test('with a status that passes by itself needs more than one attempt', () => {
    const host = 'api.crustdata.com';
    expect(newsOf(looks({ kind: 'rejected', status: 409, host }, 2, [1, 10]))).toBe('- - -');
    expect(newsOf(looks({ kind: 'rejected', status: 405, host }, 1, [1, 7]))).toBe('- - failing');
  });
  const ours: Omit<Fault, 'at'>[] = [
    { kind: 'offline' },
    { kind: 'locked', defect: 'passphrase' },
    { kind: 'unauthorized' },
  ];
  test.each(ours)('is not told for what the user knows, or is told otherwise: %j', (failure) => {
    expect(newsOf(looks(failure, 1, [1, 10, 30]))).toBe('- - - -');
  });
  test('keeps its beginning while the machine is offline', () => {
    const [first = {}, second = {}, third = {}] = looks(server, 5, [1, 7]);
    expect(newsOf([first, second, { ...looks({ kind: 'offline' }, 5, [3])[1] }, third])).toBe('- - - failing');
  });
  test('is told after as many hours as the user set, or never', () => {
    expect(newsOf(looks(server, 5, [1, 3]), { rules: { failingHours: 2 } })).toBe('- - failing');
    expect(newsOf(looks(server, 5, [1, 300]), { rules: { failingHours: 0 } })).toBe('- - -');
  });
  test('is not told from the future that the clock was set back from', () => {
    expect(newsOf(looks(server, 5, [100, 1, 2, 7]))).toBe('- - - - failing');
  });
});
