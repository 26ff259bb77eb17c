import { clear, delMany, entries, get, set } from 'idb-keyval';
import { alertStateFrom, type AlertState } from './alert-state.ts';
import { objectStore } from './database.ts';
import { stepsInOne } from './grouped.ts';
import { changeReadable } from './quarantine.ts';
import { announce } from './signal.ts';
import { troubleFrom, type WebhookTrouble } from './webhook-trouble.ts';

/** Strict: what was told must stay told, whatever happens to the machine. */
const alertStore = objectStore('alerts', 'strict');

const write = stepsInOne<IDBObjectStore>((work) => alertStore('readwrite', work));

/** Beside the accounts, whose ids never begin so. */
const webhookName = '!webhook';

/** By account id, without what cannot be read. */
export async function loadAlerts(): Promise<Map<string, AlertState>> {
  const records = await entries<string, unknown>(alertStore);
  return new Map(
    records.flatMap(([id, stored]) => {
      const state = id === webhookName ? undefined : alertStateFrom(stored);
      return state ? [[id, state] as const] : [];
    }),
  );
}

/** Written by the worker alone: one atomic step, so that an alert is noticed, marked and told once whoever else is at it. */
export async function changeAlerts(id: string, change: (state: AlertState | undefined) => AlertState): Promise<void> {
  await changeReadable(write, 'alerts', id, alertStateFrom, change);
  announce();
}

/** Forgets accounts that are no longer there. */
export async function dropAlerts(ids: string[]): Promise<void> {
  if (ids.length > 0) await delMany(ids, alertStore);
}

export async function eraseAlerts(): Promise<void> {
  await clear(alertStore);
}

/** Undefined when the webhook takes what it is sent. */
export async function loadWebhookTrouble(now: number): Promise<WebhookTrouble | undefined> {
  return troubleFrom(await get<unknown>(webhookName, alertStore), now);
}

/** Written by the worker alone. Without one the webhook is tried again at once, as after a change of its address. */
export async function saveWebhookTrouble(trouble?: WebhookTrouble): Promise<void> {
  if (trouble) await set(webhookName, trouble, alertStore);
  else await delMany([webhookName], alertStore);
  announce();
}
