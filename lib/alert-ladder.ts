/**
 * How far down a balance is, by one rule: 0 when all is well, and a step more for each threshold that it has fallen to.
 * A step down is told once. A step up is silent, and taken only when the balance is clearly above the threshold again, so
 * that a figure which trembles around it is not told over and over.
 */
export interface Ladder {
  level: number;
  /** The thresholds that the level was found with. When they change, it was the user and not the balance that moved. */
  limits: number[];
  /** A new period began at this moment, in milliseconds since 1970, and it is not clear yet where the balance stands in it. */
  renewedAt?: number;
}

/** Where a balance stands now. */
export interface Standing {
  level: number;
  /** Whether it is still too near to the threshold of a level to have left it. */
  isNear: (level: number) => boolean;
  limits: number[];
  /** A new period has begun since the ladder was last looked at. */
  isReset: boolean;
  /** When the balance was read, in milliseconds since 1970. */
  readAt: number;
}

/**
 * Providers move the date of the reset before they fill the balance up: for so long, in milliseconds, a low balance may be
 * that of the old period. Only after that it counts as a crossing of the new one.
 */
const refillTime = 30 * 60_000;

/** The ladder now, and the level that the balance came from: it has crossed a threshold if that is the smaller. */
export function stepped(before: Ladder | undefined, now: Standing): { ladder: Ladder; from: number } {
  const { limits, readAt } = now;
  if (!before || !isSame(before.limits, limits)) return { ladder: { level: now.level, limits }, from: now.level };
  const renewedAt = now.isReset ? readAt : before.renewedAt;
  if (renewedAt !== undefined && readAt - renewedAt >= refillTime)
    return { ladder: { level: now.level, limits }, from: 0 };
  const level = Math.max(now.level, lastNear(before.level, now));
  // What is told in the new period already needs no second look.
  const isOpen = renewedAt !== undefined && level <= before.level;
  return { ladder: { level, limits, ...(isOpen && { renewedAt }) }, from: Math.min(before.level, level) };
}

function lastNear(level: number, { isNear }: Standing): number {
  let last = level;
  while (last > 0 && !isNear(last)) last -= 1;
  return last;
}

function isSame(one: number[], other: number[]): boolean {
  return one.length === other.length && one.every((limit, place) => limit === other[place]);
}
