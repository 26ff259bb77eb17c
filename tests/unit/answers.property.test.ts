// @vitest-environment node
import * as fc from 'fast-check';
import { beforeEach, expect, test, vi } from 'vitest';
import { baseOf, type Account } from '../../lib/account.ts';
import { poll } from '../../lib/poll.ts';
import { balancesOf } from '../../lib/provider.ts';
import { providerOf } from '../../lib/providers/index.ts';
import { emptyReport } from '../../lib/report.ts';
import type { Settings } from '../../lib/settings.ts';
import { anyAnswer, type AnyAnswer } from '../conformance/answers.ts';
import { untrue, wrongIn, wrongInSight } from '../conformance/truth.ts';
import { reportAfter } from '../conformance/outcome.ts';
import { providerIds, type ProviderId } from '../simulator/providers/index.ts';
import { accountOf, balanceOf, noon, worldOf } from './given.ts';

const responses = 100_000;
const perLife = 20;
const key = 'sk-live-4f9A1c7E2b8D6a0F3e5C9b7D1f2A8c6E';

const settings: fc.Arbitrary<Settings> = fc.record({
  interval: fc.integer({ min: 1, max: 1440 }),
  low: fc.integer({ min: 50, max: 100 }),
  critical: fc.integer({ min: 0, max: 49 }),
});

/** What one account meets in its life. */
interface Life {
  account: Account;
  settings: Settings;
  answers: AnyAnswer[];
}

function livesAt(provider: ProviderId): fc.Arbitrary<Life> {
  const known = providerOf(provider);
  const ids = known ? balancesOf(known) : [];
  const full = fc.option(fc.constantFrom(100, 0.3, 7300, 1e-7, 1e15), { nil: undefined, freq: 1 });
  return fc.record({
    account: full.map((amount) =>
      accountOf({
        provider,
        ...(amount !== undefined && { full: Object.fromEntries(ids.map((id) => [id, amount])) }),
      }),
    ),
    settings,
    answers: fc.array(anyAnswer(provider, key), { minLength: perLife, maxLength: perLife, size: 'max' }),
  });
}

let given: AnyAnswer[] = [];
let taken = 0;

/** Stands for the network: gives what is given, in its order. */
async function answer(): Promise<Response> {
  const next = given.shift();
  if (!next) throw new TypeError('Failed to fetch');
  taken += 1;
  const { status, headers, body, breaksOff } = next;
  if (!breaksOff) return new Response(body, { status, headers });
  const broken = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(stream) {
      stream.enqueue(new TextEncoder().encode('{"credits":'));
      stream.error(new TypeError('terminated'));
    },
  });
  return new Response(broken, { status, headers });
}

beforeEach(() => {
  vi.spyOn(globalThis, 'fetch').mockImplementation(answer);
  // Nothing here takes long: a hundred thousand clocks need not run beside it.
  vi.spyOn(AbortSignal, 'timeout').mockReturnValue(new AbortController().signal);
});

/** One life; returns how many readings it had. */
async function live({ account, settings: limits, answers }: Life): Promise<number> {
  let report = emptyReport;
  let readings = 0;
  given = [...answers];
  while (given.length > 0) {
    const found = await poll(account, { key, origin: baseOf(account) ?? '' }, worldOf());
    if (found.reading) readings += 1;
    report = reportAfter(report, account, found, { settings: limits, now: noon, random: 0 });
    expect([...wrongIn(found, key), ...wrongInSight(found, account, report, limits)]).toEqual([]);
  }
  return readings;
}

/** Everything that every object, list and text has, as it is now. */
function common(): unknown[] {
  return [Object.prototype, Array.prototype, String.prototype, Function.prototype].flatMap((root) =>
    Reflect.ownKeys(root).flatMap((name) => {
      const { value, get, set } = Reflect.getOwnPropertyDescriptor(root, name) ?? {};
      return [name, value, get, set];
    }),
  );
}

test.each(providerIds)(
  '%s: whatever arrives, the outcome is a reading or a failure, and true',
  async (provider) => {
    const before = common();
    let readings = 0;
    taken = 0;
    const numRuns = responses / providerIds.length / perLife;
    const lives = fc.asyncProperty(livesAt(provider), async (life) => void (readings += await live(life)));
    await fc.assert(lives, { numRuns });
    expect(taken).toBe(responses / providerIds.length);
    // Not all of it may be trouble: then nothing would have been shown to be true.
    expect(readings).toBeGreaterThan(taken / 20);
    const after = common();
    expect(after.length).toBe(before.length);
    expect(after.filter((member, index) => !Object.is(member, before[index]))).toEqual([]);
  },
  60_000,
);

test('the measure of a percentage knows a false one', () => {
  const balance = balanceOf({ remaining: 46.99 });
  const told = { percent: 46.9, text: '46%', full: 100, basis: 'set' } as const;
  expect(untrue(balance, told)).toEqual([]);
  expect(untrue(balance, { ...told, text: '47%' })).toEqual(['the text is overstated: 47% of 46.99/100']);
  expect(untrue(balance, { ...told, percent: 47 })).toEqual(['the meter is overstated: 46% of 46.99/100']);
  expect(untrue(balance, { ...told, percent: 45 })).toEqual(['the meter is understated: 46% of 46.99/100']);
  expect(untrue(balanceOf({ remaining: 1e-9 }), { ...told, percent: 0, text: '0%' })).not.toEqual([]);
});
