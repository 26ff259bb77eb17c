import type { Account } from '../../lib/account.ts';
import { intervalOf } from '../../lib/due.ts';
import { pausedUntil, untilResumed } from '../../lib/pause.ts';
import { nextTurn } from '../../lib/schedule.ts';
import { isUnsent } from './bounds.ts';
import { hour, minute, second } from './clocks.ts';
import type { Track } from './track.ts';
import type { Watch } from './watch.ts';
import type { Sent } from './world.ts';

/** A few accesses to the database: what was decided just before counts still. */
const moment = 50;
/** A turn starts what it planned within 10 s, and a clock that is set back under it lets it take longer. */
const turnLasts = 15 * second;
/** No delay is longer: 24 h and a tenth. */
const longestDelay = 26.4 * hour;

/** Which promise a request breaks; undefined when it keeps all. `isWished` is whether the user asked for it. */
export function requestTrouble(sent: Sent, isWished: boolean, watch: Watch): string | undefined {
  const { clocks, inFlight } = watch.world;
  const { account, origin } = sent;
  const others = [...inFlight];
  if (others.length >= 8) return 'the ninth in flight';
  if (others.filter((other) => other.origin === origin).length >= 2) return 'the third in flight to its origin';
  if (others.some((other) => isSame(other, sent))) return 'the second attempt at once';
  if (clocks.felt < watch.track(account.id).heldUntil) return 'before the time that the provider asked for';
  return hostTrouble(sent, isWished, watch) ?? wishTrouble(account, isWished, watch);
}

/** With the same key, and on the same clock: one from before a sleep counts as lost. */
function isSame(one: Sent, other: Sent): boolean {
  const { account, moves } = one;
  return account.id === other.account.id && account.revision === other.account.revision && moves === other.moves;
}

function hostTrouble({ origin }: Sent, isWished: boolean, watch: Watch): string | undefined {
  const { clocks } = watch.world;
  const host = watch.hosts.get(origin);
  if (!host) return undefined;
  if (clocks.felt < host.heldUntil && clocks.time - host.heardAt > moment)
    return 'before the time that the host asked for';
  if (isWished || host.failures < 5 || !host.isShared || host.last.backs !== clocks.backs) return undefined;
  if (host.isProbed) return 'the second to try a host that fails';
  const gap = clocks.felt - host.last.felt;
  return gap < 48 * minute && gap > moment ? `only ${gap} ms after a host that fails was tried` : undefined;
}

function wishTrouble(account: Account, isWished: boolean, watch: Watch): string | undefined {
  const { clocks, store } = watch.world;
  const { touchedAt } = watch.track(account.id);
  if (store.account(account.id)?.enabled !== true && clocks.time - touchedAt > moment) return 'disabled';
  const isPaused = pausedUntil(account.id, store.pauses, clocks.now) !== undefined;
  const isOld = clocks.time - Math.max(touchedAt, watch.movedAt) > turnLasts;
  return isPaused && !isWished && isOld ? 'paused' : undefined;
}

/** Which promise an attempt breaks by coming so soon after the one before. */
export function gapTrouble(account: Account, track: Track, isWished: boolean, watch: Watch): string | undefined {
  const { clocks } = watch.world;
  const gap = clocks.felt - track.last.felt;
  // A clock that was set back makes each account due once more.
  if (track.last.backs !== clocks.backs || track.isWishPending) return undefined;
  if (isWished) {
    const { failure } = track;
    const isAsked = failure !== undefined && !isUnsent(failure) && failure.defect === undefined;
    return isAsked && gap < 10 * second ? `wished for again after ${gap} ms` : undefined;
  }
  const least = track.isWell ? leastInterval(account, track, watch) : track.bounds.low;
  return gap < least ? `${gap} ms after the last, and not ${least}` : undefined;
}

/** A turn that is under way goes by the interval that was set when it began, and so does a moment that was given after a sleep. */
function leastInterval(account: Account, track: Track, watch: Watch): number {
  const { world, intervalBefore, intervalChangedAt } = watch;
  const interval = intervalOf(account, world.store.settings) * minute;
  const mayBeOld = world.clocks.time - intervalChangedAt < turnLasts || track.last.moves !== world.clocks.moves;
  return mayBeOld && track.last.time < intervalChangedAt ? Math.min(interval, intervalBefore * minute) : interval;
}

/** Which promise the alarm breaks, as long as no turn is under way. */
export function alarmTrouble({ world, isUnsettled, stoodAt }: Watch): string | undefined {
  const { alarm, store, clocks } = world;
  if (isUnsettled || !world.isQuiet) return undefined;
  const pauses = store.accounts
    .filter(({ enabled }) => enabled)
    .map(({ id }) => pausedUntil(id, store.pauses, clocks.now) ?? 0)
    .filter((until) => until !== untilResumed);
  if (pauses.length === 0) return undefined;
  if (alarm.when === undefined) return 'no alarm stands';
  // A timer that is late after a sleep.
  if (alarm.when <= clocks.now) return undefined;
  const needed = nextTurn(store.books(), clocks.now) ?? 0;
  if (alarm.when > Math.max(needed, stoodAt + 30 * second) + second) return 'the alarm comes too late';
  const farthest = clocks.now + store.settings.interval * minute + longestDelay;
  return pauses.includes(0) && alarm.when > farthest ? 'the alarm is too far away' : undefined;
}
