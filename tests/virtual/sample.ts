import type { Account } from '../../lib/account.ts';
import { intervalOf } from '../../lib/due.ts';
import { pausedUntil } from '../../lib/pause.ts';
import { hour, minute } from './clocks.ts';
import { alarmTrouble } from './rules.ts';
import { originIn } from './servers.ts';
import type { Track } from './track.ts';
import type { Watch } from './watch.ts';

/** What turns may take: the 30 s of the alarm, their own 25 s, and again, for what the first had no time for. */
const turns = 2 * minute;

/** Looks at all accounts; once a minute, so that nothing escapes that lasts. */
export function sample(watch: Watch): void {
  const { world } = watch;
  for (const account of world.store.accounts) {
    const track = watch.track(account.id);
    checkStarved(account, track, watch);
    if (track.backSince !== undefined) checkBack(account, track, track.backSince, watch);
  }
  watch.catchUp.sample(watch);
  if (world.chance.happens(0.1)) checkAlarm(watch);
}

export function checkAlarm(watch: Watch): void {
  const trouble = alarmTrouble(watch);
  if (trouble) watch.breach(trouble, 'alarm');
}

/** Whether something else than its own due time keeps an account from being polled. */
export function isHindered(account: Account, watch: Watch): boolean {
  return isLeftAlone(account, watch) || watch.hosts.get(originIn(account))?.isShared === true;
}

function isLeftAlone(account: Account, { world, hosts, isUnsettled }: Watch): boolean {
  const { clocks, store } = world;
  if (!account.enabled || !world.isOnline || isUnsettled) return true;
  if (pausedUntil(account.id, store.pauses, clocks.now) !== undefined) return true;
  return (hosts.get(originIn(account))?.heldUntil ?? 0) > clocks.felt;
}

function checkStarved(account: Account, track: Track, watch: Watch): void {
  const { clocks, store } = watch.world;
  const hindered = isHindered(account, watch);
  const isFree = !hindered && !track.wasHindered;
  track.wasHindered = hindered;
  if (!isFree) {
    track.freeSince = clocks.awake;
    return;
  }
  const interval = intervalOf(account, store.settings) * minute;
  track.budget += minute / interval;
  const gap = clocks.awake - track.freeSince;
  if (track.isWell) watch.figures.gap(gap);
  // When the clock is set back, a moment within the interval is given to what was planned by the other clock.
  const isOfOther = track.last.backs !== clocks.backs;
  const due = track.isWell ? interval : isOfOther ? Math.max(interval, track.bounds.high) : track.bounds.high;
  const catchUp = track.last.moves === clocks.moves ? 0 : turns;
  // That moment is counted from the turn that finds it out, which may be an interval after the last poll.
  const limit = Math.max(2 * due + (isOfOther ? turns : 0), due + catchUp + turns) + track.delay;
  if (gap <= limit) return;
  watch.breach('starved', account.id, `for ${gap} of ${limit} ms`);
  track.freeSince = clocks.awake;
}

/** An hour after an outage all accounts are back, if nothing else is wrong with them. */
function checkBack(account: Account, track: Track, since: number, watch: Watch): void {
  const { awake, felt } = watch.world.clocks;
  const gap = awake - since;
  if (track.heldUntil > felt || isLeftAlone(account, watch) || isTroubled(account, watch))
    track.backSince = Math.max(since, awake);
  else if (gap > Math.max(hour, track.bounds.high) + turns) {
    watch.breach('not back', account.id, `after ${gap} ms`);
    track.backSince = awake;
  }
}

/** Whether the host still fails, or one of its accounts: what fails for one alone counts against its host. */
function isTroubled(account: Account, { world }: Watch): boolean {
  const { servers, store, clocks } = world;
  const origin = originIn(account);
  if (servers.isOut(origin, clocks.time)) return true;
  return store.accounts.some((other) => originIn(other) === origin && servers.isAtFault(other.id, clocks.time));
}
