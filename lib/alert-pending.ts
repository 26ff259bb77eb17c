import { dryness, type Alert } from './alert.ts';
import { isQuiet, isSnoozed, quietEnd } from './alert-quiet.ts';
import type { AccountRules } from './alert-settings.ts';
import type { AlertState, Channel, Pending } from './alert-state.ts';

/** Telling takes no longer than this, in milliseconds: a mark that is older was left behind by a worker that died. */
export const sendingTime = 20_000;

/** What could not be told for two weeks is no news any more. */
const oldest = 14 * 24 * 60 * 60_000;

const mostDelivered = 50;

/** When a channel may be used, in milliseconds since 1970: a webhook that is in trouble has to be waited for. */
export type OpenFrom = Partial<Record<Channel, number>>;

/**
 * The state with one alert marked as being told, and that alert; without one when nothing is to be told now. Whoever saves
 * the mark has the alert to itself. Of several alerts that a balance runs dry only the worst is left, which tells the others.
 */
export function take(
  state: AlertState,
  rules: AccountRules,
  open: OpenFrom,
  now: number,
): { state: AlertState; taken?: Pending } {
  const wanted = wantedOf(state, rules, now);
  const condensed = wanted.map((item) =>
    isHeld(item, state, rules, now)
      ? item
      : { ...item, to: item.to.filter((channel) => !isCovered(item, channel, wanted)) },
  );
  const covered = condensed.filter(({ to }) => to.length === 0);
  const pending = condensed.filter(({ to }) => to.length > 0);
  const delivered = withDelivered(
    state,
    covered.map(({ alert }) => alert.id),
  );
  const taken = pending.find(
    (item) => !isHeld(item, state, rules, now) && item.to.some((channel) => (open[channel] ?? Infinity) <= now),
  );
  if (!taken) return { state: { ...state, pending, delivered } };
  const marked = pending.map((item) => (item === taken ? { ...item, sending: now } : item));
  return { state: { ...state, pending: marked, delivered }, taken };
}

/**
 * The state after an alert was told in some ways; it goes when none is left. `isOver` is whether nobody is at it any more:
 * until then the mark keeps others away.
 */
export function told(state: AlertState, id: string, channels: Channel[], isOver: boolean): AlertState {
  const pending = state.pending.flatMap((item): Pending[] => {
    if (item.alert.id !== id) return [item];
    const { sending, ...rest } = item;
    const to = item.to.filter((channel) => !channels.includes(channel));
    if (to.length === 0) return [];
    return [{ ...rest, to, ...(sending !== undefined && !isOver && { sending }) }];
  });
  const isDone = !pending.some(({ alert }) => alert.id === id);
  return { ...state, pending, delivered: isDone ? withDelivered(state, [id]) : state.delivered };
}

/** When something of the account can next be told, in milliseconds since 1970; undefined when nothing waits for a moment. */
export function nextTelling(state: AlertState, rules: AccountRules, open: OpenFrom, now: number): number | undefined {
  const { snooze } = state;
  const moments = wantedOf(state, rules, now).flatMap((item) => {
    if (isSnoozed(item.alert, snooze, now)) return snooze && 'until' in snooze ? [snooze.until] : [];
    if (rules.quiet && isQuiet(now, rules.quiet)) return [quietEnd(now, rules.quiet)];
    const opens = Math.min(...item.to.map((channel) => open[channel] ?? Infinity));
    return [Math.max(now, opens, isSending(item, now) ? (item.sending ?? 0) + sendingTime : 0)];
  });
  const next = Math.min(Infinity, ...moments);
  return Number.isFinite(next) ? next : undefined;
}

/** What is still to be told, and in which ways: the user may have changed his mind since. */
function wantedOf({ pending }: AlertState, { muted, channels }: AccountRules, now: number): Pending[] {
  if (muted) return [];
  return pending
    .filter(({ alert }) => now - alert.at < oldest)
    .map((item) => ({ ...item, to: item.to.filter((channel) => channels.includes(channel)) }))
    .filter(({ to }) => to.length > 0);
}

/** Not to be told now, or being told by somebody else. */
function isHeld(item: Pending, { snooze }: AlertState, { quiet }: AccountRules, now: number): boolean {
  return isSending(item, now) || isQuiet(now, quiet) || isSnoozed(item.alert, snooze, now);
}

/** A mark of the future is of a clock that was set back since. */
function isSending({ sending }: Pending, now: number): boolean {
  return sending !== undefined && sending <= now && now - sending < sendingTime;
}

/**
 * Whether a worse alert of the same balance goes the same way; of equal ones the later. One that is worse and came before
 * tells nothing of this one: the balance has recovered in between, and is falling again.
 */
function isCovered({ alert }: Pending, channel: Channel, all: Pending[]): boolean {
  if (!(alert.kind in dryness)) return false;
  return all.some(
    ({ alert: other, to }) =>
      other.id !== alert.id && other.balance === alert.balance && to.includes(channel) && isWorse(other, alert),
  );
}

function isWorse(one: Alert, other: Alert): boolean {
  const difference = (dryness[one.kind] ?? 0) - (dryness[other.kind] ?? 0);
  return difference > 0 ? one.at >= other.at : difference === 0 && one.at > other.at;
}

function withDelivered({ delivered }: AlertState, ids: string[]): string[] {
  return [...delivered, ...ids].slice(-mostDelivered);
}
