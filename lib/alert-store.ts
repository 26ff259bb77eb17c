import { clear, delMany, entries, get, promisifyRequest } from 'idb-keyval';
import { alertStateFrom, type AlertState } from './alert-state.ts';
import { objectStore, writeAtOnce } from './database.ts';
import { stepsInOne } from './grouped.ts';
import { changeReadable } from './quarantine.ts';
import { announce } from './signal.ts';
import { setupFrom } from './stored.ts';
import { troubleFrom, type WebhookTrouble } from './webhook-trouble.ts';

/** Strict: what was told must stay told, whatever happens to the machine. */
const alertStore = objectStore('alerts', 'strict');

/** Where alerts are written, and whose: of what the user has removed meanwhile, or deleted, nothing may be left behind. */
interface Place {
  alerts: IDBObjectStore;
  hasAccount: (id: string) => boolean;
  hasWebhook: boolean;
}

/** A setup that is lost or damaged, and not healed yet, tells of nothing that it is gone. */
const write = stepsInOne<Place>((work) =>
  writeAtOnce(['alerts', 'setup'], 'strict', async (store) => {
    const stored = setupFrom(await promisifyRequest<unknown>(store('setup').get('setup')));
    const setup = stored?.rejected.length === 0 ? stored.setup : undefined;
    const ids = setup && new Set(setup.accounts.map(({ id }) => id));
    await work({
      alerts: store('alerts'),
      hasAccount: (id) => ids?.has(id) ?? true,
      hasWebhook: !setup || setup.settings.alerts.webhook !== undefined,
    });
  }),
);

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

/**
 * Written by the worker alone: one atomic step, so that an alert is noticed, marked and told once whoever else is at it. Where
 * there is no such account any more, nothing is changed.
 */
export async function changeAlerts(id: string, change: (state: AlertState | undefined) => AlertState): Promise<void> {
  const ofAccount = (step: (store: IDBObjectStore) => Promise<void>) =>
    write(async ({ alerts, hasAccount }) => {
      if (hasAccount(id)) await step(alerts);
    });
  await changeReadable(ofAccount, 'alerts', id, alertStateFrom, change);
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
  await write(async ({ alerts, hasWebhook }) => {
    if (trouble && hasWebhook) await promisifyRequest(alerts.put(trouble, webhookName));
    else await promisifyRequest(alerts.delete(webhookName));
  });
  announce();
}
