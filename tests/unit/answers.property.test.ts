// @vitest-environment node
import * as fc from 'fast-check';
import { beforeEach, expect, test, vi } from 'vitest';
import { baseOf, type Account } from '../../lib/account.ts';
import type { Balance } from '../../lib/balance.ts';
import { gaugesOf, type Gauge } from '../../lib/gauge.ts';
import { poll } from '../../lib/poll.ts';
import { balancesOf } from '../../lib/provider.ts';
import { providerOf } from '../../lib/providers/index.ts';
import type { Reading } from '../../lib/reading.ts';
import { emptyReport, type Report } from '../../lib/report.ts';
import { defaultSettings, type Settings } from '../../lib/settings.ts';
import { anyAnswer, type AnyAnswer } from '../conformance/answers.ts';
import { untrue, wrongIn, wrongInSight } from '../conformance/truth.ts';
import { reportAfter } from '../conformance/outcome.ts';
import { providerIds, type ProviderId } from '../simulator/providers/index.ts';
import { accountOf, balanceOf, day, hour, noon, reportWith, worldOf } from './given.ts';

const responses = 100_000;
const perLife = 20;
const key = 'sk-live-4f9A1c7E2b8D6a0F3e5C9b7D1f2A8c6E';

const settings: fc.Arbitrary<Settings> = fc.record({
  interval: fc.integer({ min: 1, max: 1440 }),
  low: fc.integer({ min: 50, max: 100 }),
  critical: fc.integer({ min: 0, max: 49 }),
  badge: fc.constant(defaultSettings.badge),
  display: fc.constant(defaultSettings.display),
  historyDays: fc.constant(defaultSettings.historyDays),
  alerts: fc.constant(defaultSettings.alerts),
});

/** What one account meets in its life. */
interface Life {
  account: Account;
  settings: Settings;
  answers: AnyAnswer[];
  turns: Turn[];
}

/** What else comes to pass with an answer. */
interface Turn {
  /** Milliseconds since the one before. */
  elapsed: number;
  /** The account was given another key. */
  changed: boolean;
  /** Of a reading with several balances, the one that is left out. */
  leftOut: number | undefined;
  /** Of a reading, the balance that has no end this time. */
  unlimited: number | undefined;
}

const rarely = fc.nat(19).map((chance) => chance === 0);
const rareIndex = fc.option(fc.nat(1), { nil: undefined, freq: 1 });
const turn: fc.Arbitrary<Turn> = fc.record({
  elapsed: fc.oneof(fc.nat(hour), fc.nat(10 * day)),
  changed: rarely,
  leftOut: fc.tuple(rarely, rareIndex).map(([happens, index]) => (happens ? index : undefined)),
  unlimited: fc.tuple(rarely, rareIndex).map(([happens, index]) => (happens ? index : undefined)),
});

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
    turns: fc.array(turn, { minLength: perLife, maxLength: perLife, size: 'max' }),
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
async function live({ account: first, settings: limits, answers, turns }: Life): Promise<number> {
  let account = first;
  let report = emptyReport;
  let readings = 0;
  let now = noon;
  const before = new Map<string, Sight>();
  given = [...answers];
  // A poll may take several answers.
  for (let index = 0; given.length > 0; index += 1) {
    const { elapsed, changed, leftOut, unlimited } = turns[index] ?? quiet;
    now += elapsed;
    if (changed) account = { ...account, revision: account.revision + 1 };
    const told = await poll(account, { key, origin: baseOf(account) ?? '' }, worldOf({ now: () => now }));
    const found = told.reading ? { ...told, reading: altered(told.reading, leftOut, unlimited) } : told;
    report = reportAfter(report, account, found, { settings: limits, now, random: 0 });
    const wrong = [...wrongIn(found, key), ...wrongInSight(found, account, atNoon(report, now), limits)];
    if (found.reading) {
      readings += 1;
      wrong.push(...unfounded(before, account, report, limits, now));
    }
    expect(wrong).toEqual([]);
  }
  return readings;
}

const quiet: Turn = { elapsed: 0, changed: false, leftOut: undefined, unlimited: undefined };

function altered(reading: Reading, leftOut: number | undefined, unlimited: number | undefined): Reading {
  const kept = reading.balances.filter((_, index) => index !== leftOut || reading.balances.length === 1);
  return {
    ...reading,
    balances: kept.map((balance, index) => (index === unlimited ? { ...balance, unlimited: true } : balance)),
  };
}

/** The same report as if it were noon now. */
function atNoon(report: Report, now: number): Report {
  const by = noon - now;
  const { reading, failure, notBefore } = report;
  return {
    ...report,
    ...(reading && { reading: { ...reading, at: reading.at + by } }),
    ...(failure && { failure: { ...failure, at: failure.at + by } }),
    ...(notBefore !== undefined && { notBefore: notBefore + by }),
    dueAt: report.dueAt + by,
  };
}

/** A balance as it was last seen, and the revision of its account. */
interface Sight {
  gauge: Gauge;
  revision: number;
}

/** Every percentage that is higher than when it was last seen, without a reason; takes note of all. */
function unfounded(
  before: Map<string, Sight>,
  account: Account,
  report: Report,
  limits: Settings,
  now: number,
): string[] {
  const { revision } = account;
  return gaugesOf(account, report, limits, now).gauges.flatMap((gauge) => {
    const { id } = gauge.balance;
    const old = before.get(id);
    before.set(id, { gauge, revision });
    const rise = (gauge.share?.percent ?? 0) - (old?.gauge.share?.percent ?? 100);
    if (!old?.gauge.share || rise <= 0 || old.revision !== revision) return [];
    return hasReason(old.gauge.balance, gauge.balance, now) ? [] : [`${id} rises by ${rise} for nothing`];
  });
}

function hasReason(before: Balance, after: Balance, now: number): boolean {
  const { resetsAt = Infinity } = before;
  // What was used is a part of the full where no limit is told.
  const isAnother = (['unit', 'limit', 'used', 'unlimited'] as const).some((name) => before[name] !== after[name]);
  return isAnother || after.remaining > before.remaining || (resetsAt <= now && after.resetsAt !== resetsAt);
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

test('a rise without a reason would be found', () => {
  const limits = defaultSettings;
  const seen = (told: Partial<Balance>, high: number) =>
    reportWith([balanceOf(told)], { highWater: { account: high } });
  const rises = (last: [Partial<Balance>, number], next: [Partial<Balance>, number], revision = 0) => {
    const before = new Map<string, Sight>();
    unfounded(before, accountOf(), seen(...last), limits, noon);
    return unfounded(before, accountOf({ revision }), seen(...next), limits, noon).length;
  };
  expect(rises([{ remaining: 50 }, 100], [{ remaining: 40 }, 40])).toBe(1);
  expect(rises([{ remaining: 50 }, 100], [{ remaining: 40 }, 100])).toBe(0);
  expect(rises([{ remaining: 50 }, 100], [{ remaining: 60 }, 60])).toBe(0);
  expect(rises([{ remaining: 50 }, 100], [{ remaining: 40, unit: 'USD' }, 40])).toBe(0);
  expect(rises([{ remaining: 50, resetsAt: noon }, 100], [{ remaining: 40, resetsAt: noon + day }, 40])).toBe(0);
  expect(rises([{ remaining: 50, resetsAt: noon + 1 }, 100], [{ remaining: 40, resetsAt: noon + day }, 40])).toBe(1);
  expect(rises([{ remaining: 50 }, 100], [{ remaining: 40 }, 40], 1)).toBe(0);
});

test('the measure of a percentage knows a false one', () => {
  const balance = balanceOf({ remaining: 46.99 });
  const told = { percent: 46.9, text: '46%', full: 100, basis: 'set' } as const;
  expect(untrue(balance, told)).toEqual([]);
  expect(untrue(balance, { ...told, text: '47%' })).toEqual(['the text is overstated: 47% of 46.99/100']);
  expect(untrue(balance, { ...told, percent: 47 })).toEqual(['the meter is overstated: 46% of 46.99/100']);
  expect(untrue(balance, { ...told, percent: 45 })).toEqual(['the meter is understated: 46% of 46.99/100']);
  expect(untrue(balanceOf({ remaining: 1e-9 }), { ...told, percent: 0, text: '0%' })).not.toEqual([]);
});
