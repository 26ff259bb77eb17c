// @vitest-environment node
import { clear } from 'idb-keyval';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deliver, type Couriers } from '../../lib/alert-delivery.ts';
import { judge } from '../../lib/alert-judge.ts';
import { isQuiet } from '../../lib/alert-quiet.ts';
import { accountRules, defaultAlertRules } from '../../lib/alert-settings.ts';
import { changeAlerts, loadAlerts } from '../../lib/alert-store.ts';
import { alertId, dryness, type AccountFacts, type Alert, type AlertKind, type BalanceFacts } from '../../lib/alert.ts';
import { objectStore } from '../../lib/database.ts';
import { shareOf } from '../../lib/share.ts';
import { day, hour, minute, second } from './given.ts';

/**
 * A virtual year of one account with a monthly plan and a wallet that is topped up now and then, polled every few hours,
 * with nights asleep, figures that tremble, a refill that comes late, refused keys, quiet hours, and a worker that is killed
 * at random instants. What has to be told is known from the script, not from the code under test.
 */

const usual = process.env.TZ;
beforeEach(async () => {
  // Both changes of the clock lie in quiet hours.
  process.env.TZ = 'Europe/Berlin';
  await clear(objectStore('alerts', 'strict'));
});
afterEach(() => {
  if (usual === undefined) delete process.env.TZ;
  else process.env.TZ = usual;
});

const quiet = { from: 22 * 60 + 30, to: 7 * 60 };
const rules = accountRules(
  { low: 20, critical: 5 },
  {
    ...defaultAlertRules,
    notifications: true,
    webhook: { preset: 'json', origin: 'https://x.example' },
    days: 0,
    failingHours: 0,
    quiet,
  },
  { amounts: { wallet: 60 } },
  true,
);

/** mulberry32: the same year for the same seed. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Something that the script says is to be told. */
interface Crossing {
  id: string;
  kind: AlertKind;
  balance: string;
  at: number;
}

/** The levels of one balance since it was last filled up: each that is deeper than all before is a crossing. */
class Fall {
  deepest = 0;
  belowAmount = false;
  readonly #balance: string;

  constructor(balance: string) {
    this.#balance = balance;
  }

  look(remaining: number, full: number, at: number, amount = 0): Crossing[] {
    const crossings: Crossing[] = [];
    // Floored to a tenth, as it is shown.
    const percent = Math.floor((remaining / full) * 1000) / 10;
    const level = remaining <= 0 ? 3 : percent <= 5 ? 2 : percent <= 20 ? 1 : 0;
    const add = (kind: AlertKind) =>
      crossings.push({ id: alertId('a', this.#balance, kind, at), kind, balance: this.#balance, at });
    if (level > this.deepest) add((['low', 'critical', 'empty'] as const)[level - 1] ?? 'low');
    if (amount > 0 && remaining <= amount && !this.belowAmount) add('amount');
    this.deepest = Math.max(this.deepest, level);
    this.belowAmount ||= amount > 0 && remaining <= amount;
    return crossings;
  }
}

interface Told {
  id: string;
  at: number;
}

interface Year {
  expected: Crossing[];
  notifications: Told[];
  messages: Told[];
  /** When somebody who lived had a chance to tell all. */
  chances: number[];
  kills: number;
  left: number;
}

async function play(seed: number): Promise<Year> {
  const random = chance(seed);
  const maybe = (probability: number) => random() < probability;
  const year: Year = { expected: [], notifications: [], messages: [], chances: [], kills: 0, left: 0 };
  let now = Date.UTC(2026, 0, 1, 12);
  const end = now + 365 * day;

  let [plan, wallet, walletFull] = [1000, 300, 300];
  let resetsAt = now + 30 * day;
  let isLate = false;
  let refusals = 0;
  let [planFall, walletFall] = [new Fall('plan'), new Fall('wallet')];
  let arrivals: { plan?: { amount: number; at: number }; wallet?: { amount: number; at: number } } = {};
  let news: Crossing[] = [];

  /** Lets the account live until the next poll, and says what the script expects of it. */
  function live(passed: number): AccountFacts {
    const days = passed / day;
    plan = Math.max(0, plan - days * (20 + random() * 50));
    wallet = Math.max(0, wallet - days * random() * 25);
    news = [];
    if (isLate || now >= resetsAt) {
      // The provider moves the date at once, and fills up at once or with the next poll.
      const moves = !isLate;
      if (moves) resetsAt += 30 * day;
      isLate = moves && maybe(0.4);
      if (!isLate) {
        if (1000 - plan >= 10) arrive('plan', 1000 - plan);
        plan = 1000;
        planFall = new Fall('plan');
      }
    }
    if (wallet < 20 && maybe(0.1)) {
      arrive('wallet', 300);
      wallet += 300;
      walletFull = wallet;
      walletFall = new Fall('wallet');
    }
    refusals = refusals > 0 ? (maybe(0.3) ? 0 : refusals + 1) : maybe(0.01) ? 1 : 0;
    if (refusals > 0) return factsOf({ failure: { kind: 'unauthorized', at: now }, failures: refusals });
    return factsOf({});
  }

  function arrive(balance: 'plan' | 'wallet', amount: number): void {
    arrivals = { ...arrivals, [balance]: { amount, at: now } };
    news.push({ id: alertId('a', balance, 'arrived', now), kind: 'arrived', balance, at: now });
  }

  let shownPlan = plan;
  function factsOf(trouble: Partial<AccountFacts>): AccountFacts {
    // Single credits come and go, by less than what counts as a recovery.
    shownPlan = plan > 0 ? plan + random() * 4 : 0;
    const balance = (id: 'plan' | 'wallet', remaining: number, full: number): BalanceFacts => {
      const share = shareOf({ id, remaining, unit: 'credit', ...(id === 'plan' && { limit: full }) }, undefined, full);
      const arrived = arrivals[id];
      return {
        id,
        remaining,
        unit: 'credit',
        ...(share && { share }),
        ...(id === 'plan' && { resetsAt }),
        expiring: [],
        ...(arrived && { arrived }),
      };
    };
    const balances = [balance('plan', shownPlan, 1000), balance('wallet', wallet, walletFull)];
    return { account: 'a', revision: 0, readAt: now, failures: 0, balances, ...trouble };
  }

  /** What the look is to find, if it is saved. */
  let isRefused = false;
  function expectFrom({ failure, failures }: AccountFacts): Crossing[] {
    const found = [...news, ...planFall.look(shownPlan, 1000, now), ...walletFall.look(wallet, walletFull, now, 60)];
    if (failure && failures >= 2 && !isRefused)
      found.push({ id: alertId('a', '', 'refused', now), kind: 'refused', balance: '', at: now });
    isRefused = failure ? isRefused || failures >= 2 : false;
    return found;
  }

  let isFirst = true;
  while (now < end || isQuiet(now, quiet)) {
    const facts = live(passedSince(now));
    // Killed before the look was saved: nothing was noticed, and the next worker looks at the same report.
    if (!isFirst && maybe(0.1)) {
      year.kills += 1;
      await changeAlerts('a', dieInside).catch(() => undefined);
    }
    const found = expectFrom(facts);
    if (!isFirst) year.expected.push(...found);
    isFirst = false;
    await look(facts);
    // Killed before anything was told.
    if (maybe(0.1)) year.kills += 1;
    else await tell();
    // Sometimes the next worker comes at once.
    if (maybe(0.3)) {
      now += maybe(0.5) ? second : 25 * second;
      await tell();
    }
  }
  now += hour;
  await tell(false);
  now += minute;
  await tell(false);
  year.left = (await loadAlerts()).get('a')?.pending.length ?? 0;
  return year;

  function passedSince(before: number): number {
    now += maybe(0.05) ? (12 + random() * 36) * hour : (1 + random() * 4) * hour;
    return now - before;
  }

  async function look(facts: AccountFacts): Promise<void> {
    await changeAlerts('a', (state) => judge(state, facts, rules, now).state);
  }

  async function tell(mayDie = true): Promise<void> {
    let isDead = false;
    const courier = (told: Told[]) => async (alert: Alert) => {
      // Whoever is dead does nothing any more.
      const dies = mayDie && maybe(0.2);
      const early = maybe(0.5);
      if (dies && early) await die();
      told.push({ id: alert.id, at: now });
      if (dies) await die();
    };
    let kill = () => {};
    const death = new Promise<void>((resolve) => {
      kill = resolve;
    });
    async function die(): Promise<void> {
      year.kills += 1;
      isDead = true;
      kill();
      await new Promise(() => {});
    }
    const show = courier(year.notifications);
    const send = courier(year.messages);
    const couriers: Couriers = {
      notification: show,
      webhook: async (alert) => {
        if (maybe(0.05)) return { failure: { kind: 'server', status: 503 } };
        await send(alert);
        return {};
      },
    };
    await Promise.race([deliver(() => rules, couriers, { now: () => now, random }), death]);
    if (!isDead && !isQuiet(now, quiet)) year.chances.push(now);
  }
}

function dieInside(): never {
  throw new Error('killed');
}

/** Whether it was told by a worse alert of its balance that was waiting together with it. */
function isCoveredBy(others: Crossing[], { balance, kind, at }: Crossing, firstChance: number): boolean {
  return others.some((other) => {
    const isWorse = (dryness[other.kind] ?? 0) > (dryness[kind] ?? 9) || (other.kind === kind && other.at > at);
    return other.balance === balance && isWorse && other.at >= at && other.at <= firstChance;
  });
}

const years = [1, 2, 3];
test.each(years)(
  'a year, number %i: each crossing is told once, through kills and quiet hours',
  { timeout: 60_000 },
  async (seed) => {
    const { expected, notifications, messages, chances, kills, left } = await play(seed);
    const ids = new Set(expected.map(({ id }) => id));
    expect(ids.size).toBe(expected.length);
    // A year worth the name.
    expect(expected.length).toBeGreaterThan(50);
    expect(new Set(expected.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(6);
    expect(kills).toBeGreaterThan(100);
    expect(left).toBe(0);

    const shown = new Set(notifications.map(({ id }) => id));
    // Nothing that is not in the script, by any way.
    expect([...shown].filter((id) => !ids.has(id))).toEqual([]);
    expect(messages.filter(({ id }) => !ids.has(id))).toEqual([]);
    // Nothing in quiet hours.
    expect([...notifications, ...messages].filter(({ at }) => isQuiet(at, quiet))).toEqual([]);
    // Everything else, but for what a worse one of the same balance told together with it.
    const told = expected.filter(({ id }) => shown.has(id));
    const missing = expected.filter((crossing) => {
      const firstChance = chances.find((moment) => moment >= crossing.at) ?? Infinity;
      return !shown.has(crossing.id) && !isCoveredBy(told, crossing, firstChance);
    });
    expect(missing).toEqual([]);
    // The webhook, which refuses now and then, gets the same in the end.
    const sent = new Set(messages.map(({ id }) => id));
    const sentToo = expected.filter(({ id }) => sent.has(id));
    const unsent = expected.filter((crossing) => shown.has(crossing.id) && !sent.has(crossing.id));
    expect(unsent.filter((crossing) => !isCoveredBy(sentToo, crossing, crossing.at + 2 * day))).toEqual([]);
    expect(unsent.length).toBeLessThan(expected.length / 10);
    // Some were told in quiet hours' stead, and some were told again by a worker that could not know: with the same id.
    expect(expected.some(({ at }) => isQuiet(at, quiet))).toBe(true);
    expect(notifications.length).toBeGreaterThan(shown.size);
    expect(notifications.length - shown.size).toBeLessThanOrEqual(kills);
  },
);
