import type { BalanceFacts } from './alert.ts';
import { stepped, type Ladder, type Standing } from './alert-ladder.ts';
import type { AccountRules } from './alert-settings.ts';
import type { BalanceMarks } from './alert-state.ts';

const day = 24 * 60 * 60_000;

/** When the balance was read, and whether a new period has begun since it was last looked at. */
export type Period = Pick<Standing, 'isReset' | 'readAt'>;

interface Climb {
  ladder: Ladder;
  from: number;
}

/** The ladder of percentages: 1 is low, 2 critical, 3 empty. */
export function climbPercent(
  marks: BalanceMarks | undefined,
  balance: BalanceFacts,
  { low, critical }: Pick<AccountRules, 'low' | 'critical'>,
  period: Period,
): Climb {
  const { remaining, share } = balance;
  const percent = recoveredPercent(balance, marks?.full);
  return stepped(marks?.percent, {
    level: levelOf(remaining, share?.percent, low, critical),
    isNear: (level) => {
      // A reading without a percentage tells neither that it fell nor that it rose.
      if (percent === undefined) return level < 3;
      return level === 3 ? percent < 1 : percent <= rearmAt(level === 2 ? critical : low);
    },
    // What the user calls full is one of the user's thresholds, too.
    limits: [low, critical, share?.basis === 'set' ? share.full : 0],
    ...period,
  });
}

function levelOf(remaining: number, percent: number | undefined, low: number, critical: number): number {
  if (remaining <= 0) return 3;
  if (percent === undefined) return 0;
  if (percent <= critical) return 2;
  return percent <= low ? 1 : 0;
}

/** A tenth above the threshold, and a whole percent at least; but never out of reach. */
function rearmAt(threshold: number): number {
  return threshold + Math.min(Math.max(1, threshold / 10), (100 - threshold) / 2);
}

/**
 * By how much the balance has recovered. Where 100 % is only the highest amount seen, every credit that comes back makes a
 * new 100 %; so that is measured by the one that the balance fell from.
 */
function recoveredPercent({ remaining, share }: BalanceFacts, full: number | undefined): number | undefined {
  if (share?.basis !== 'high-water' || full === undefined || !(full > 0)) return share?.percent;
  return Math.min(share.percent, (remaining / full) * 100);
}

/** The amount that the user set for the balance; undefined when that is none. Sums of decimals carry binary noise. */
export function climbAmount(
  ladder: Ladder | undefined,
  { remaining }: BalanceFacts,
  limit: number,
  period: Period,
): Climb | undefined {
  if (!(limit > 0)) return undefined;
  const level = remaining <= limit * (1 + 1e-9) ? 1 : 0;
  return stepped(ladder, { level, isNear: () => remaining <= limit * 1.1, limits: [limit], ...period });
}

/**
 * The days that are left by the forecast's own best guess, the moment that is shown as well; its earliest moment would be
 * told sooner and taken back more often. They are counted from the reading that the forecast was made with: time that goes by
 * without another brings nothing nearer that was not known. What outlasts its reset does not run out, though it is near to it;
 * and a forecast that says nothing of the end, or of one that is past, changes nothing.
 */
export function climbDays(
  ladder: Ladder | undefined,
  balance: BalanceFacts,
  limit: number,
  now: number,
  period: Period,
): Climb | undefined {
  if (!(limit > 0)) return undefined;
  const { forecast } = balance;
  const left = daysLeft(balance, period.readAt);
  const runsOut = forecast?.kind === 'runs-out' && forecast.resetsAt === undefined && forecast.at > now;
  const level = runsOut && left !== undefined && left <= limit ? 1 : 0;
  const isNear = () => left === undefined || left <= Math.max(limit + 1, limit * 1.5);
  return stepped(ladder, { level, isNear, limits: [limit], ...period });
}

function daysLeft({ forecast, remaining }: BalanceFacts, readAt: number): number | undefined {
  if (forecast?.kind === 'runs-out') return (forecast.at - readAt) / day;
  // It lasts until the reset, which may be near: only a slower pace, or more credit, is a recovery.
  if (forecast?.kind === 'lasts') return forecast.perDay > 0 ? remaining / forecast.perDay : Infinity;
  return undefined;
}
