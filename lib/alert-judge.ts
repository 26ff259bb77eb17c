import { alertId, type AccountFacts, type Alert, type AlertKind } from './alert.ts';
import { judgeBalance } from './alert-balance.ts';
import type { AccountRules } from './alert-settings.ts';
import { freshState, type AlertState, type Pending, type Snooze } from './alert-state.ts';
import type { Failure } from './failure.ts';
import { present } from './present.ts';
import { passesSoon } from './retry.ts';

const hour = 60 * 60_000;

/** Fewer attempts than this are not "for long", however long a sleep lay between them. */
const leastFailures = 3;

/** So many alerts of one account wait at most; those that came first give way. */
const mostPending = 30;

/**
 * Looks at an account: what is remembered of it from now on, and what is new and to be told. The first look, and the first
 * after a change of key or address, is silent. What is new stands in the state as well: saved in one step with the marks
 * that keep it from being noticed again, it is neither lost nor doubled when the worker dies.
 */
export function judge(
  before: AlertState | undefined,
  facts: AccountFacts,
  rules: AccountRules,
  now: number,
): { state: AlertState; due: Alert[] } {
  const isFirst = !before || before.revision !== facts.revision;
  const state = before ?? freshState;
  const balances = facts.balances
    .filter(({ unlimited }) => !unlimited)
    .map((balance) => ({
      id: balance.id,
      ...judgeBalance(isFirst ? undefined : state.balances[balance.id], facts, balance, rules, now),
    }));
  const refused = isRefused(isFirst ? undefined : state.refused, facts);
  const failing = failingNow(isFirst ? undefined : state, facts, rules, now);
  const noticed = balances.flatMap(({ alerts }) => alerts);
  if (!isFirst) noticed.push(...accountAlerts(state, facts, refused, failing, now));
  const isWanted = !rules.muted && rules.channels.length > 0;
  const due = isWanted ? noticed.filter(({ kind }) => rules.kinds.has(kind)) : [];
  const pending = [
    ...(rules.muted ? [] : state.pending),
    ...due.map((alert): Pending => ({ alert, to: rules.channels })),
  ];
  const marks = Object.fromEntries(balances.map((balance) => [balance.id, balance.marks]));
  const after = present<AlertState>({
    version: state.version,
    revision: facts.revision,
    balances: { ...(isFirst ? {} : state.balances), ...marks },
    refused,
    failing,
    pending: pending.slice(-mostPending),
    delivered: state.delivered,
    snooze: snoozeAfter(state, marks, now),
  });
  return { state: after, due };
}

/** A key is believed to be bad when it was refused twice, and to be good when a reading came. */
function isRefused(before: true | undefined, { failure, failures }: AccountFacts): true | undefined {
  if (!failure) return undefined;
  return before ?? (failure.kind === 'unauthorized' && failures >= 2 ? true : undefined);
}

function failingNow(
  before: AlertState | undefined,
  { failure, failures }: AccountFacts,
  { failingHours }: AccountRules,
  now: number,
): AlertState['failing'] {
  if (!failure) return undefined;
  if (!isTrouble(failure)) return before?.failing;
  const since = Math.min(before?.failing?.since ?? failure.at, now);
  const isLong =
    failingHours > 0 && now - since >= failingHours * hour && (failures >= leastFailures || isLasting(failure));
  return { since, ...((isLong || before?.failing?.told) && { told: true }) };
}

/** Not what is told in its own way, and not what the user knows of: no network, or keys behind a passphrase. */
function isTrouble({ kind, host, defect }: NonNullable<AccountFacts['failure']>): boolean {
  if (kind === 'offline') return host !== undefined;
  return kind !== 'unauthorized' && !(kind === 'locked' && defect === 'passphrase');
}

/** What does not pass by itself is asked about once a day only. */
function isLasting(failure: Pick<Failure, 'kind' | 'status'>): boolean {
  const kinds = ['forbidden', 'not-found', 'redirected', 'no-permission', 'locked', 'rejected'];
  return kinds.includes(failure.kind) && !passesSoon(failure);
}

function accountAlerts(
  before: AlertState,
  { account, failure }: AccountFacts,
  refused: true | undefined,
  failing: AlertState['failing'],
  now: number,
): Alert[] {
  const alerts: Alert[] = [];
  const told = (kind: AlertKind, cycle: number, facts: Alert['facts']) =>
    alerts.push({ id: alertId(account, '', kind, cycle), kind, account, at: now, facts });
  if (refused && !before.refused) told('refused', failure?.at ?? now, {});
  if (failing?.told && !before.failing?.told && failure)
    told('failing', failing.since, { failure: failure.kind, since: failing.since });
  return alerts;
}

/**
 * A snooze until the next level is over as soon as the deepest of the balances that are told now is at another level than the
 * deepest of the same was; up or down. One that a reading does not have, as a provider may have failed to tell of it or tells no
 * more of it, neither ends the snooze nor keeps it.
 */
function snoozeAfter({ snooze, balances }: AlertState, marks: AlertState['balances'], now: number): Snooze | undefined {
  if (!snooze) return undefined;
  if ('until' in snooze) return now < snooze.until ? snooze : undefined;
  const known = Object.entries(marks).flatMap(([id, after]) => {
    const before = balances[id];
    return before ? [{ before, after }] : [];
  });
  const [before, after] = [known.map((one) => one.before), known.map((one) => one.after)].map(deepestOf);
  return before === after ? snooze : undefined;
}

/** The snooze that lasts until a balance of the account falls below the deepest level that any of them is at. */
export function untilNextLevel({ balances }: AlertState): Snooze {
  return { above: deepestOf(Object.values(balances)) ?? 0 };
}

/** The deepest level that a balance is at; undefined where there is none. */
function deepestOf(marks: AlertState['balances'][string][]): number | undefined {
  return marks.length > 0 ? Math.max(...marks.map(({ percent }) => percent.level)) : undefined;
}
