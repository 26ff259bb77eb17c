// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { failureKinds, type Failure } from '../../lib/failure.ts';
import { coolsUntil, hostAfter, isHostFailure, isOnProbation, isPutOff, type HostTrouble } from '../../lib/host.ts';
import { hour, minute, noon, second } from './given.ts';

const server: Failure = { kind: 'server', at: noon, host: 'one.example' };
const trouble = (told: Partial<HostTrouble> = {}): HostTrouble => ({
  failures: 2,
  accounts: ['a', 'b'],
  at: noon - minute,
  opensAt: noon + 10 * minute,
  ...told,
});

describe('a failure', () => {
  const circumstances: [Partial<Failure>, string[]][] = [
    [{ host: 'one.example' }, ['server', 'offline', 'timeout']],
    // The browser has no network; the browser ended the attempt: neither is the host's.
    [{}, ['server', 'timeout']],
    [{ defect: 'interrupted', host: 'one.example' }, ['server', 'offline']],
  ];
  test.each(circumstances)('with %j is one of the host for these kinds alone: %s', (told, kinds) => {
    expect(failureKinds.filter((kind) => isHostFailure({ kind, at: noon, ...told })).toSorted()).toEqual(
      kinds.toSorted(),
    );
  });

  test('that is none is none of the host', () => {
    expect(isHostFailure(undefined)).toBe(false);
  });
});

describe('a host', () => {
  const after = (before: HostTrouble | undefined, failure?: Failure, wait?: number, id = 'a', chance = 0) =>
    hostAfter(before, id, { failure, wait }, noon, () => chance);

  test('is in trouble from the first failure of its own, and longer with each', () => {
    const first = after(undefined, server);
    expect(first).toEqual({ failures: 1, accounts: ['a'], at: noon, opensAt: noon + 30 * second });
    expect(after(first, server, undefined, 'b', 0.5)).toEqual({
      failures: 2,
      accounts: ['a', 'b'],
      at: noon,
      opensAt: noon + 30 * second + 0.5 * 3.5 * minute,
    });
    expect(after(trouble({ failures: 4 }), server)?.opensAt).toBe(noon + 48 * minute);
    expect(after(first, server)?.accounts).toEqual(['a']);
  });

  test('is well again as soon as it answers, were it with a refusal', () => {
    expect(after(trouble())).toBeUndefined();
    for (const kind of ['unauthorized', 'rate-limited', 'unreadable', 'redirected'] as const)
      expect(after(trouble(), { ...server, kind })).toBeUndefined();
  });

  const untold: Failure[] = [
    { kind: 'no-permission', at: noon, host: 'one.example' },
    { kind: 'locked', at: noon },
    { kind: 'offline', at: noon },
    { kind: 'timeout', defect: 'interrupted', at: noon },
  ];
  test.each(untold)('is as it was when nothing was learned of it: %j', (failure) => {
    const before = trouble();
    expect(after(before, failure)).toBe(before);
    expect(after(undefined, failure)).toBeUndefined();
  });

  test('opens no earlier than it asked for', () => {
    expect(after(undefined, server, 10 * minute)).toMatchObject({
      opensAt: noon + 10 * minute,
      notBefore: noon + 10 * minute,
    });
    expect(after(trouble({ failures: 8 }), server, 10 * minute)).toMatchObject({
      opensAt: noon + 48 * minute,
      notBefore: noon + 10 * minute,
    });
  });

  test('is still left alone for as long as it asked for, whatever another request that was under way has met', () => {
    const asked = after(undefined, server, 10 * minute);
    expect(after(asked, server, undefined, 'b')?.notBefore).toBe(noon + 10 * minute);
    expect(after(asked, server, minute, 'b')?.notBefore).toBe(noon + 10 * minute);
    const old = trouble({ notBefore: noon - second });
    expect(after(old, server, minute, 'b')?.notBefore).toBe(noon + minute);
  });

  test('is left alone for that long even when a request that was under way is answered meanwhile', () => {
    const asked = trouble({ failures: 3, notBefore: noon + minute });
    const rest = { failures: 0, accounts: [], at: noon - minute, opensAt: noon - minute, notBefore: noon + minute };
    for (const failure of [undefined, { ...server, kind: 'unauthorized' } as const]) {
      const answered = after(asked, failure, undefined, 'b');
      expect(answered).toEqual(rest);
      expect([coolsUntil(answered, noon), isPutOff(answered, noon)]).toEqual([noon + minute, true]);
      // Nobody has failed since: one account is none that finds out for the others, and the next failure is the first.
      expect(isOnProbation(answered)).toBe(false);
      expect(after(answered, server)).toMatchObject({ failures: 1, accounts: ['a'], notBefore: noon + minute });
    }
    expect(after(trouble({ notBefore: noon }))).toBeUndefined();
  });

  test('counts what it asked for from now, when the clock was set back before it answered', () => {
    const answered = after(trouble({ at: noon + hour, opensAt: noon + hour, notBefore: noon + hour + minute }));
    expect(answered).toEqual({ failures: 0, accounts: [], at: noon, opensAt: noon, notBefore: noon + minute });
  });

  test('is left alone while several accounts have failed, and then one finds out', () => {
    expect(coolsUntil(trouble(), noon)).toBe(noon + 10 * minute);
    expect(coolsUntil(trouble(), noon + 10 * minute)).toBeUndefined();
    expect(coolsUntil(trouble({ accounts: ['a'] }), noon)).toBeUndefined();
    expect(coolsUntil(undefined, noon)).toBeUndefined();
    expect([trouble(), trouble({ accounts: ['a'] }), undefined].map(isOnProbation)).toEqual([true, false, false]);
  });

  test('is left alone by all while it asked for it, even when one account alone has failed', () => {
    const alone = trouble({ accounts: ['a'], notBefore: noon + minute });
    expect([coolsUntil(alone, noon), isPutOff(alone, noon)]).toEqual([noon + minute, true]);
    expect([coolsUntil(alone, noon + minute), isPutOff(alone, noon + minute)]).toEqual([undefined, false]);
    expect([isPutOff(trouble(), noon), isPutOff(undefined, noon)]).toEqual([false, false]);
  });

  test('is left alone for as long as was to be waited for, counted from now, when the clock was set back since', () => {
    const future = [trouble({ at: noon + hour }), trouble({ opensAt: noon + 27 * hour })];
    expect(future.map((one) => coolsUntil({ ...one, notBefore: noon + 2 * hour }, noon))).toEqual([
      noon + hour,
      noon + 26.4 * hour,
    ]);
    expect(future.map((one) => isPutOff({ ...one, notBefore: noon + 2 * hour }, noon))).toEqual([true, true]);
    expect(coolsUntil(trouble({ at: noon + minute }), noon)).toBe(noon + 10 * minute);
  });
});
