// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { nextTelling, sendingTime, take, told, type OpenFrom } from '../../lib/alert-pending.ts';
import { accountRules, defaultAlertRules, type AccountRules } from '../../lib/alert-settings.ts';
import { freshState, type AlertState, type Channel, type Pending } from '../../lib/alert-state.ts';
import type { Alert, AlertKind } from '../../lib/alert.ts';
import { day, hour, minute, noon } from './given.ts';

const both: Channel[] = ['notification', 'webhook'];
const rules: AccountRules = accountRules(
  { low: 20, critical: 5 },
  { ...defaultAlertRules, notifications: true, webhook: { preset: 'json', origin: 'https://x.example' } },
  {},
  true,
);
const open: OpenFrom = { notification: 0, webhook: 0 };

function item(kind: AlertKind, alert: Partial<Alert> = {}, more: Partial<Pending> = {}): Pending {
  const balance = alert.balance ?? 'account';
  const at = alert.at ?? noon;
  return {
    alert: { id: `${balance}.${kind}.${at}`, kind, account: 'a', balance, at, facts: {}, ...alert },
    to: both,
    ...more,
  };
}

const stateOf = (...pending: Pending[]): AlertState => ({ ...freshState, pending });

/** The ids of what is told, one after the other. */
function tellAll(state: AlertState, now = noon): { ids: string[]; state: AlertState } {
  let { state: after, taken } = take(state, rules, open, now);
  const ids: string[] = [];
  while (taken) {
    ids.push(taken.alert.id);
    ({ state: after, taken } = take(told(after, taken.alert.id, both, true), rules, open, now));
  }
  return { ids, state: after };
}

const kindsOf = (ids: string[]) => ids.map((id) => id.split('.')[1]);

describe('taking what is pending', () => {
  test('gives one after the other in the order in which they came, each once', () => {
    const { ids, state } = tellAll(stateOf(item('refused'), item('low'), item('arrived')));
    expect(kindsOf(ids)).toEqual(['refused', 'low', 'arrived']);
    expect(state.pending).toEqual([]);
    expect(state.delivered).toEqual(ids);
  });

  test('of several alerts that a balance runs dry gives the worst alone', () => {
    const { ids, state } = tellAll(
      stateOf(item('low'), item('amount'), item('days'), item('critical'), item('low', { balance: 'tokens' })),
    );
    expect(kindsOf(ids)).toEqual(['critical', 'low']);
    // The others were told by it, and do not come back.
    expect(state.delivered).toHaveLength(5);
  });

  test('does not take the worst of one fall for the next', () => {
    expect(kindsOf(tellAll(stateOf(item('critical'), item('low', { at: noon + hour })), noon + hour).ids)).toEqual([
      'critical',
      'low',
    ]);
  });

  test('of two of a kind gives the later', () => {
    expect(tellAll(stateOf(item('low'), item('low', { at: noon + 1 })), noon + 1).ids).toEqual([
      `account.low.${noon + 1}`,
    ]);
  });

  test('leaves out for one channel what was told there by a worse one only', () => {
    const waits = item('low', {}, { to: ['webhook'] });
    const { state, taken } = take(
      stateOf(waits, item('critical', { at: noon + 1 }, { to: ['notification'] })),
      rules,
      open,
      noon + 1,
    );
    expect(taken?.alert.kind).toBe('low');
    expect(state.pending).toHaveLength(2);
  });

  test('gives nothing that somebody is telling, until that one must have died', () => {
    const { state } = take(stateOf(item('low')), rules, open, noon);
    expect(take(state, rules, open, noon + sendingTime - 1).taken).toBeUndefined();
    expect(take(state, rules, open, noon + sendingTime).taken).toBeDefined();
    // The clock was set back.
    expect(take(state, rules, open, noon - 1).taken).toBeDefined();
  });

  test('gives nothing in quiet hours or a snooze, and keeps it', () => {
    const state = stateOf(item('low'), item('critical'));
    const minutes = new Date(noon).getHours() * 60 + new Date(noon).getMinutes();
    const quiet = { ...rules, quiet: { from: minutes, to: (minutes + 60) % 1440 } };
    expect(take(state, quiet, open, noon)).toEqual({ state });
    expect(nextTelling(state, quiet, open, noon)).toBe(noon + hour);
    const snoozed = { ...state, snooze: { until: noon + day } };
    expect(take(snoozed, rules, open, noon)).toEqual({ state: snoozed });
    expect(nextTelling(snoozed, rules, open, noon)).toBe(noon + day);
    const untilNext = { ...state, snooze: { above: 2 } };
    expect(take(untilNext, rules, open, noon)).toEqual({ state: untilNext });
    expect(nextTelling(untilNext, rules, open, noon)).toBeUndefined();
  });

  test('gives what has an open way, and keeps the rest for later', () => {
    const closed: OpenFrom = { notification: 0, webhook: noon + hour };
    const { state, taken } = take(stateOf(item('low')), rules, closed, noon);
    expect(taken?.to).toEqual(both);
    const after = told(state, taken?.alert.id ?? '', ['notification'], true);
    expect(after.pending.map(({ to }) => to)).toEqual([['webhook']]);
    expect(after.delivered).toEqual([]);
    expect(take(after, rules, closed, noon).taken).toBeUndefined();
    expect(nextTelling(after, rules, closed, noon)).toBe(noon + hour);
    expect(nextTelling(after, rules, {}, noon)).toBeUndefined();
    expect(take(after, rules, closed, noon + hour).taken?.to).toEqual(['webhook']);
  });

  test('drops what nobody wants any more, by muting, by closing a channel, and after two weeks', () => {
    const state = stateOf(item('low'));
    expect(take(state, { ...rules, muted: true }, open, noon).state.pending).toEqual([]);
    expect(take(state, { ...rules, channels: [] }, open, noon).state.pending).toEqual([]);
    expect(take(state, rules, open, noon + 14 * day).state.pending).toEqual([]);
    expect(take(state, { ...rules, channels: ['webhook'] }, open, noon).taken?.to).toEqual(['webhook']);
    expect(nextTelling(state, { ...rules, muted: true }, open, noon)).toBeUndefined();
  });

  test('comes back at once for what was left, and after a dead worker as soon as it is sure to be dead', () => {
    expect(nextTelling(stateOf(item('low')), rules, open, noon)).toBe(noon);
    const { state } = take(stateOf(item('low')), rules, open, noon);
    expect(nextTelling(state, rules, open, noon + minute / 6)).toBe(noon + sendingTime);
    expect(nextTelling(stateOf(), rules, open, noon)).toBeUndefined();
  });

  test('remembers no more than fifty ids', () => {
    const many = Array.from({ length: 80 }, (_, place) => item('arrived', { at: noon + place }));
    const { ids, state } = tellAll(stateOf(...many), noon + 80);
    expect(state.delivered).toEqual(ids.slice(-50));
  });
});
