import type { Point } from '../../lib/forecast.ts';
import { kinds, lives, monday, sleepOf, step, stepsOfDay, type Kind, type Life } from './lives.ts';
import { Random } from './random.ts';

const hour = 60 * 60_000;
const day = 24 * hour;

/** What one account went through, and when its credit was used up. Moments in milliseconds since 1970. */
export interface Trace {
  kind: Kind;
  polls: Poll[];
  /** From the first poll until nothing was left. */
  begin: number;
  end: number;
  /** When all that was left at a moment was used up, or would have been if nothing had been bought after it. */
  emptyAfter(at: number): number;
}

interface Poll {
  at: number;
  remaining: number;
}

/** So many traces of each kind; another family has others. */
export function tracesOf(family: string, perKind: number, of: readonly Kind[] = kinds): Trace[] {
  return of.flatMap((kind) =>
    Array.from({ length: perKind }, (_, index) => traceOf(kind, new Random(hashOf(`${family} ${kind} ${index}`)))),
  );
}

/** What is kept of the polls until a moment: every 15 minutes for 7 days, hourly to 90 days, daily before. */
export function pointsOf({ polls }: Trace, now: number): Point[] {
  const points: Point[] = [];
  let before: Poll | undefined;
  let slot = '';
  for (const poll of polls) {
    if (poll.at > now) break;
    const fall = before ? Math.max(0, before.remaining - poll.remaining) : 0;
    before = poll;
    const age = now - poll.at;
    const width = age <= 7 * day ? step : age <= 90 * day ? hour : day;
    const next = `${width} ${Math.floor(poll.at / width)}`;
    // The last poll of a slot stays, and takes along what was spent since the point before.
    const spent = next === slot ? (points.pop()?.spent ?? 0) + fall : fall;
    points.push({ ...poll, spent });
    slot = next;
  }
  return points;
}

function traceOf(kind: Kind, random: Random): Trace {
  const life: Life = lives[kind](random);
  const begin = monday + Math.floor(random.between(0, 28 * 24 * 60)) * 60_000;
  const { spentBy, momentOf } = courseOf(life, begin, random);
  const budget = spentBy(begin + life.days * day) * random.logNormal(0.1);
  const end = momentOf(budget);

  // Portions are bought when 5 to 60 % of the last one is left.
  const count = (life.topUps ?? 0) + 1;
  const portion = budget / count;
  const bought = Array.from({ length: count }, (_, index) =>
    index === 0 ? begin : momentOf(portion * (index - random.between(0.05, 0.6))),
  );
  const boughtBy = (at: number) => portion * bought.filter((moment) => moment <= at).length;

  const unit = life.credits === undefined ? undefined : budget / life.credits;
  const missed = life.missed ?? random.between(0, 0.03);
  const sleeps = life.sleeps ? sleepOf(random) : () => false;
  const polls: Poll[] = [];
  for (let at = begin; at < end; at += step) {
    const asleep = sleeps(at);
    if (at > begin && (asleep || random.chance(missed))) continue;
    const left = boughtBy(at) - spentBy(at);
    polls.push({ at, remaining: unit === undefined ? left : Math.ceil(left / unit) });
  }
  return { kind, polls, begin, end, emptyAfter: (at) => momentOf(boughtBy(at)) };
}

/** All that is ever spent, far beyond what there is to spend. */
function courseOf(life: Life, begin: number, random: Random) {
  const calls = life.calls ?? random.logBetween(100, 5000);
  // No two days are alike.
  const unlike = random.between(0.02, 0.25);
  const path = [0];
  const length = Math.ceil(life.days * stepsOfDay * 3);
  let today = 1;
  for (let index = 0; index < length; index += 1) {
    if (index % stepsOfDay === 0) today = random.logNormal(unlike);
    const wanted = (today * life.spend(index, begin + index * step)) / stepsOfDay;
    path.push(path[index]! + costOf(random.poisson(wanted * calls), random) / calls);
  }
  const spentBy = (at: number) => {
    const place = Math.min(length, (at - begin) / step);
    const index = Math.min(length - 1, Math.floor(place));
    return path[index]! + (place - index) * (path[index + 1]! - path[index]!);
  };
  const momentOf = (spent: number) => {
    let [low, high] = [0, length];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (path[middle]! < spent) low = middle;
      else high = middle;
    }
    return begin + (low + Math.min(1, (spent - path[low]!) / (path[high]! - path[low]!))) * step;
  };
  return { spentBy, momentOf };
}

/** So many calls, each of random cost, 1 on average. */
function costOf(calls: number, random: Random): number {
  if (calls > 30) return Math.max(0, calls + Math.sqrt(calls) * random.normal());
  let cost = 0;
  for (let call = 0; call < calls; call += 1) cost += random.exponential(1);
  return cost;
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  return hash >>> 0;
}
