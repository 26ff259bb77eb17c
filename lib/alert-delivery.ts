import { standAlertAlarm } from './alarm.ts';
import { nextTelling, take, told, type OpenFrom } from './alert-pending.ts';
import type { AccountRules } from './alert-settings.ts';
import { freshState, type AlertState, type Channel, type Pending } from './alert-state.ts';
import { changeAlerts, loadAlerts, loadWebhookTrouble, saveWebhookTrouble } from './alert-store.ts';
import type { Alert } from './alert.ts';
import { isRefusal, troubleAfter } from './webhook-trouble.ts';
import type { Sent } from './webhook.ts';

/** Nothing more is begun after this, so that the turn ends before the browser ends it. */
const startWithin = 8000;

/** A browser that does not show a notification is asked again after this, in milliseconds. */
const showAgainAfter = 10 * 60_000;

/** How alerts are told. What is absent cannot be used now, and what goes that way waits. */
export interface Couriers {
  notification?: (alert: Alert) => Promise<void>;
  webhook?: (alert: Alert) => Promise<Sent>;
}

export interface DeliveryWorld {
  now: () => number;
  /** 0 to 1, never 1. */
  random: () => number;
}

/**
 * Tells what is pending, one alert after the other: marks it as being told, tells it, and takes it off the list. Returns
 * when to come again, in milliseconds since 1970.
 *
 * What happens exactly once: the noticing, and the mark, each of which is one atomic step. What happens at least once: the
 * telling, for a worker that dies between telling and taking off the list has told, and nobody knows it. It is then told again
 * with the same id: the browser shows one notification for it, and a receiver of webhooks can leave the second out.
 */
export async function deliver(
  rulesOf: (account: string) => AccountRules | undefined,
  couriers: Couriers,
  world: DeliveryWorld,
): Promise<number | undefined> {
  const start = world.now();
  const open = await openFrom(couriers, start);
  for (const [id, state] of await loadAlerts()) {
    const rules = rulesOf(id);
    // Most of the time there is nothing to tell, and then nothing is written.
    if (!rules || !take(state, rules, open, start).taken) continue;
    // Should the worker be ended while it tells, the alarm brings the next.
    await standAlertAlarm(start, start);
    await tellAll(id, rules, couriers, open, world, start);
  }
  return nextOf(await loadAlerts(), rulesOf, open, world.now());
}

async function tellAll(
  id: string,
  rules: AccountRules,
  couriers: Couriers,
  open: OpenFrom,
  world: DeliveryWorld,
  start: number,
): Promise<void> {
  while (world.now() - start < startWithin) {
    const item = await takeNext(id, rules, open, world.now());
    if (!item) return;
    await tell(id, item, couriers, open, world);
  }
}

async function openFrom(couriers: Couriers, now: number): Promise<OpenFrom> {
  const trouble = await loadWebhookTrouble(now);
  return {
    ...(couriers.notification && { notification: 0 }),
    ...(couriers.webhook && { webhook: trouble?.notBefore ?? 0 }),
  };
}

async function takeNext(id: string, rules: AccountRules, open: OpenFrom, now: number): Promise<Pending | undefined> {
  let taken: Pending | undefined;
  await changeAlerts(id, (state = freshState) => {
    const result = take(state, rules, open, now);
    taken = result.taken;
    return result.state;
  });
  return taken;
}

/** A way that fails is closed for the rest of the turn. */
async function tell(
  id: string,
  { alert, to }: Pending,
  couriers: Couriers,
  open: OpenFrom,
  world: DeliveryWorld,
): Promise<void> {
  const done: Channel[] = [];
  const ways = to.filter((way) => (open[way] ?? Infinity) <= world.now());
  for (const [place, channel] of ways.entries()) {
    const closedUntil = await (channel === 'webhook' ? send(alert, couriers, world) : show(alert, couriers, world));
    if (closedUntil === undefined) done.push(channel);
    else open[channel] = closedUntil;
    // Each way is taken off the list by itself: should the next one cost the worker its life, this one is not repeated.
    await changeAlerts(id, (state = freshState) => told(state, alert.id, done, place === ways.length - 1));
  }
}

/** Undefined when the alert is shown; else when to try again. */
async function show(alert: Alert, { notification }: Couriers, { now }: DeliveryWorld): Promise<number | undefined> {
  try {
    await notification?.(alert);
    return undefined;
  } catch {
    return now() + showAgainAfter;
  }
}

/**
 * Undefined when the alert is sent; else when to try again. One that the receiver does not take for what is in it would not
 * be taken later either: it is given up, and told as a failure.
 */
async function send(alert: Alert, couriers: Couriers, { now, random }: DeliveryWorld): Promise<number | undefined> {
  const sent = await sentBy(couriers, alert);
  const before = await loadWebhookTrouble(now());
  const trouble = troubleAfter(before, sent, now(), random);
  if (trouble || before) await saveWebhookTrouble(trouble);
  return sent.failure && isRefusal(sent.failure) ? undefined : trouble?.notBefore;
}

/** What goes wrong on this side is the failure of this message: the others are told all the same. */
async function sentBy({ webhook }: Couriers, alert: Alert): Promise<Sent> {
  try {
    return (await webhook?.(alert)) ?? {};
  } catch {
    return { failure: { kind: 'rejected' } };
  }
}

function nextOf(
  states: Map<string, AlertState>,
  rulesOf: (account: string) => AccountRules | undefined,
  open: OpenFrom,
  now: number,
): number | undefined {
  const moments = [...states].flatMap(([id, state]) => {
    const rules = rulesOf(id);
    return (rules && nextTelling(state, rules, open, now)) ?? [];
  });
  return moments.length > 0 ? Math.min(...moments) : undefined;
}
