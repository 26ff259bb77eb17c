import { day, hour, hoursOf, type Point } from './forecast-hours.ts';

/** The last hours, which are looked at for a burst, and those of the days before, which tell what is usual. */
const lately = 2;
const before = [24, 29 * 24] as const;

/** Hours in use that have to be known. */
const leastKnown = 6;

/** A burst is so much faster than the average hour in use, and than the busiest hours of those days. */
const timesUsual = 4;
const timesBusiest = 1.5;

/**
 * Burning several times faster than usual; undefined when not. Both rates per hour. Usual is the average of the hours in
 * which anything was spent, so that mornings and Mondays are no bursts; and a batch job of a size seen before is none.
 */
export function anomaly(points: readonly Point[], now: number): { perHour: number; usual: number } | undefined {
  const { end, spent } = hoursOf(points);
  const past = spent.subarray(...before);
  const used = past.filter((amount) => amount > 0);
  if (now - end > lately * hour || past.length < 24 || used.length < leastKnown) return undefined;
  const perHour = meanOf(spent.subarray(0, lately));
  const usual = meanOf(used);
  let busiest = 0;
  for (let index = lately; index <= past.length; index += 1) {
    busiest = Math.max(busiest, meanOf(past.subarray(index - lately, index)));
  }
  return perHour >= timesUsual * usual && perHour >= timesBusiest * busiest ? { perHour, usual } : undefined;
}

/**
 * What was spent on each local day, for a chart or a table; days without data are absent. A day is its number since
 * 1 January 1970; the offset is that of `Date.getTimezoneOffset`: minutes, positive in the west.
 */
export function spendPerDay(
  points: readonly Point[],
  timeZoneOffsetOf: (at: number) => number,
): { day: number; spent: number }[] {
  const days = new Map<number, number>();
  let time = points[0]?.at ?? 0;
  for (const { at, spent } of points.slice(1)) {
    const perMs = spent / (at - time);
    while (time < at) {
      const offset = timeZoneOffsetOf(time) * 60_000;
      const date = Math.floor((time - offset) / day);
      const next = Math.min(at, midnightAfter(time, date, timeZoneOffsetOf));
      days.set(date, (days.get(date) ?? 0) + perMs * (next - time));
      time = next;
    }
  }
  return Array.from(days, ([date, spent]) => ({ day: date, spent }));
}

/** When the date ends: by the clock as it is then, which may have been changed meanwhile. */
function midnightAfter(time: number, date: number, timeZoneOffsetOf: (at: number) => number): number {
  const unchanged = (date + 1) * day + timeZoneOffsetOf(time) * 60_000;
  const changed = (date + 1) * day + timeZoneOffsetOf(unchanged) * 60_000;
  return changed > time ? changed : unchanged;
}

function meanOf(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
