import { day, fallsIn, hour, hoursOf, rhythmOf, type Point, type Rhythm } from './forecast-hours.ts';
import { paceOf, type Pace } from './forecast-pace.ts';

export { anomaly, spendPerDay } from './forecast-burn.ts';
export type { Point } from './forecast-hours.ts';

/** What is left, and what will change it without being spent. */
export interface Outlook {
  remaining: number;
  unlimited?: true;
  resetsAt?: number;
  /** Of no consequence here: whether or not it keeps what is left, a reset brings new credit. */
  rollover?: boolean;
  /** None of them a part of another. Only those that expire count: all the rest is one. */
  parts?: readonly { remaining: number; expiresAt?: number }[];
}

/** Moments in milliseconds since 1970. The burn is that of an average hour, from now until all is used up. */
export type Forecast =
  | { kind: 'unlimited' }
  | { kind: 'empty' }
  /** Less than 6 hours watched, or fewer than 3 falls seen. */
  | { kind: 'too-early' }
  /** Nothing was spent for 7 days; or, where less is known, for at least a day and for longer than was watched before. */
  | { kind: 'idle'; since: number }
  /**
   * Four of five truths lie between the earliest and the latest. `beyond` tells what lies more than 2 years ahead and is cut
   * there: the latest only, or `at` as well. `resetsAt` is there where the reset comes after the earliest moment and not after
   * `at`: it may run out, but most likely does not.
   */
  | {
      kind: 'runs-out';
      at: number;
      earliest: number;
      latest: number;
      beyond?: 'latest' | 'at';
      resetsAt?: number;
      perDay: number;
      perHour: number;
    }
  /** The reset comes before even the earliest moment. The moments are those of a course without it; older trends lack them. */
  | {
      kind: 'lasts';
      resetsAt: number;
      at?: number;
      earliest?: number;
      latest?: number;
      perDay: number;
      perHour: number;
    };

type Unknown = Extract<Forecast, { kind: 'too-early' | 'idle' }>;

const leastWatched = 6 * hour;
const leastFalls = 3;
const horizon = 2 * 365 * day;

/** So many standard deviations on both sides hold 80 % of a normal distribution. */
const eightyPercent = 1.2816;

/** When the credit is used up, if all goes on as it does. */
export function forecast(points: readonly Point[], outlook: Outlook, now: number): Forecast {
  if (outlook.unlimited) return { kind: 'unlimited' };
  if (!(outlook.remaining > 0)) return { kind: 'empty' };
  const course = courseOf(points, outlook.remaining);
  if ('kind' in course) return course;
  const { perHour, error } = course.pace;
  const emptyAt = (faster: number) =>
    Math.max(now, drain(outlook, course, perHour * Math.exp(faster * eightyPercent * error)).emptyAt);
  const burn = { perDay: perHour * 24, perHour };
  const earliest = emptyAt(1);
  // One that has been is of the period before.
  const resetsAt = outlook.resetsAt !== undefined && outlook.resetsAt > now ? outlook.resetsAt : Infinity;
  const [at, latest] = [emptyAt(0), emptyAt(-1)];
  if (earliest >= resetsAt) return { kind: 'lasts', resetsAt, at, earliest, latest, ...burn };
  const beyond = [at, latest].map((moment) => moment >= course.from + horizon);
  return {
    kind: 'runs-out',
    at,
    earliest,
    latest,
    ...(beyond[1] && { beyond: beyond[0] ? 'at' : 'latest' }),
    ...(at >= resetsAt && { resetsAt }),
    ...burn,
  };
}

/** Grants that will be lost before they are used, at the present pace; none while that is not known. */
export function expiring(points: readonly Point[], outlook: Outlook, now: number): { amount: number; at: number }[] {
  if (outlook.unlimited || !(outlook.remaining > 0)) return [];
  const course = courseOf(points, outlook.remaining);
  if ('pace' in course) return drain(outlook, course, course.pace.perHour).lost.filter(({ at }) => at > now);
  return course.kind === 'idle' ? drain(outlook, { from: now, rhythm: () => 1 }, 0).lost : [];
}

interface Course {
  /** The moment of the last point. */
  from: number;
  rhythm: Rhythm;
}

/** How it goes on, or why that cannot be told. */
function courseOf(points: readonly Point[], remaining: number): (Course & { pace: Pace }) | Unknown {
  const first = points[0]?.at ?? 0;
  const from = points.at(-1)?.at ?? 0;
  if (from - first < leastWatched) return { kind: 'too-early' };
  const falls = fallsIn(points);
  const since = falls.at(-1)?.at ?? first;
  if (from - since >= Math.min(7 * day, Math.max(day, since - first))) return { kind: 'idle', since };
  if (falls.length < leastFalls) return { kind: 'too-early' };
  const hours = hoursOf(points);
  const rhythm = rhythmOf(hours);
  return { from, rhythm, pace: paceOf(hours, rhythm, remaining) };
}

/** Hour by hour: what expires first is used first, and what is left of it at its end is lost. */
function drain({ remaining, parts = [] }: Outlook, { from, rhythm }: Course, perHour: number) {
  const grants = parts
    .map(({ remaining: amount, expiresAt = Infinity }) => ({ amount, expiresAt }))
    .filter(({ expiresAt }) => expiresAt > from && expiresAt < Infinity)
    .toSorted((a, b) => a.expiresAt - b.expiresAt);
  const lost: { amount: number; at: number }[] = [];
  let time = from;
  let rest = remaining;
  for (const { amount, expiresAt } of [...grants, { amount: remaining, expiresAt: Infinity }]) {
    // Never more than is left in all, whatever the parts say.
    let left = Math.min(Math.max(0, amount), rest);
    rest -= left;
    const end = Math.min(expiresAt, from + horizon);
    while (left > 0 && time < end) {
      const next = Math.min((Math.floor(time / hour) + 1) * hour, end);
      const pace = (perHour * rhythm(time)) / hour;
      const used = Math.min(left, pace * (next - time));
      time = used < left ? next : Math.min(next, time + used / pace);
      left -= used;
    }
    if (left > 0 && time >= expiresAt) lost.push({ amount: left, at: expiresAt });
  }
  return { emptyAt: time, lost };
}
