// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { troubleAfter, troubleFrom } from '../../lib/webhook-trouble.ts';
import { day, hour, minute, noon, second } from './given.ts';

describe('the trouble with a webhook', () => {
  const after = (sent: Parameters<typeof troubleAfter>[1], failures = 0, random = 0) =>
    troubleAfter(
      failures === 0 ? undefined : { version: 1, failures, at: noon, notBefore: noon, kind: 'server' },
      sent,
      noon,
      () => random,
    );

  test('is over with the first message that is taken', () => {
    expect(after({}, 5)).toBeUndefined();
  });

  test('that passes by itself is waited for, longer each time and up to an hour', () => {
    const failure = { kind: 'server', status: 503 } as const;
    const waits = [0, 1, 2, 3, 4, 20].map(
      (failures) => ((after({ failure }, failures, 0.999)?.notBefore ?? 0) - noon) / minute,
    );
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(waits[0]).toBeLessThanOrEqual(2);
    expect(waits.at(-1)).toBeLessThanOrEqual(60);
    expect(after({ failure })?.notBefore).toBe(noon + 30 * second);
    expect(after({ failure }, 3)).toMatchObject({ failures: 4, kind: 'server', status: 503, at: noon });
  });

  test('is waited for as long as the receiver asks', () => {
    expect(after({ failure: { kind: 'rate-limited', status: 429 }, wait: 3 * hour })?.notBefore).toBe(noon + 3 * hour);
  });

  test.each([
    { kind: 'not-found', status: 404 },
    { kind: 'forbidden', status: 403 },
    { kind: 'unauthorized', status: 401 },
    { kind: 'rejected', status: 405 },
    { kind: 'redirected' },
    { kind: 'no-permission' },
    { kind: 'locked' },
  ] as const)('that does not pass by itself is tried once a day: %j', (failure) => {
    expect(after({ failure })?.notBefore).toBe(noon + day);
  });

  test.each([400, 413, 422, undefined])('that is about one message (%s) keeps no other waiting', (status) => {
    const failure = { kind: 'rejected' as const, ...(status !== undefined && { status }) };
    expect(after({ failure }, 2)).toMatchObject({ failures: 3, notBefore: noon });
  });

  test('is none of the webhook where there is no network: it is tried again in a minute', () => {
    const failure = { kind: 'offline' } as const;
    for (const failures of [0, 5])
      expect(after({ failure }, failures, 0.999)).toMatchObject({ failures, notBefore: noon + minute });
    expect(after({ failure: { ...failure, host: 'x.example' } }, 5)).toMatchObject({ failures: 6 });
  });

  test.each([408, 409, 421, 423, 425])('of status %i passes by itself', (status) => {
    expect(after({ failure: { kind: 'rejected', status } })?.notBefore).toBe(noon + 30 * second);
  });

  test('comes back as it was stored, and not from the future', () => {
    const trouble = after({ failure: { kind: 'server', status: 500 } });
    expect(troubleFrom(structuredClone(trouble), noon)).toEqual(trouble);
    expect(troubleFrom(trouble, noon - hour)).toBeUndefined();
    for (const stored of [undefined, null, 5, {}, { ...trouble, failures: -1 }])
      expect(troubleFrom(stored, noon)).toBeUndefined();
  });
});
