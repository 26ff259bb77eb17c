import { dryness, type Alert } from './alert.ts';
import type { Snooze } from './alert-state.ts';

/** Hours in which nothing is told, in minutes since midnight by the clock on the wall; over midnight when `from` is the later. */
export interface Quiet {
  from: number;
  to: number;
}

const minutesOfDay = 24 * 60;
const minuteLength = 60_000;

/** The quiet hours that were stored or imported; undefined when that is something else, or no time at all. */
export function quietFrom(stored: unknown): Quiet | undefined {
  const { from, to } = (stored ?? {}) as Partial<Record<keyof Quiet, unknown>>;
  return isMinute(from) && isMinute(to) && from !== to ? { from, to } : undefined;
}

function isMinute(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < minutesOfDay;
}

/** Goes by the clock on the wall, as people do: where it is put forward or back, the hours are so much shorter or longer. */
export function isQuiet(now: number, quiet: Quiet | undefined): boolean {
  if (!quiet) return false;
  const { from, to } = quiet;
  const minute = minuteOfDay(now);
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

/** When the quiet hours that it is now are over, in milliseconds since 1970. */
export function quietEnd(now: number, quiet: Quiet): number {
  const { to } = quiet;
  const date = new Date(now);
  const days = minuteOfDay(now) < to ? 0 : 1;
  const end = new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, 0, to).getTime();
  // An hour that the clock shows twice is taken for the first of the two, which may be over.
  const over = end > now ? end : now - (now % minuteLength) + (to - minuteOfDay(now)) * minuteLength;
  // In the night that leaves out the hour in which they would end, it may be time for the next already.
  return isQuiet(over, quiet) ? quietEnd(over, quiet) : over;
}

/** Whether the user does not want to hear of it now. It is told afterwards. */
export function isSnoozed({ kind }: Alert, snooze: Snooze | undefined, now: number): boolean {
  if (!snooze) return false;
  if ('until' in snooze) return now < snooze.until;
  // A refused key or credit that arrives has no next level to wait for.
  return kind in dryness || kind === 'burning';
}

function minuteOfDay(moment: number): number {
  const date = new Date(moment);
  return date.getHours() * 60 + date.getMinutes();
}
