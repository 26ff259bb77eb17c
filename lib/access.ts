import { originOf } from './account.ts';
import type { DeliveryWorld } from './alert-delivery.ts';
import { loadWebhookTrouble, saveWebhookTrouble } from './alert-store.ts';
import { dropAccess, notAllowed } from './permissions.ts';
import { loadSetup, type Setup } from './setup-store.ts';
import { troubleAfter } from './webhook-trouble.ts';

/** The origins that somebody uses: an account, or the webhook. */
function originsIn({ accounts, settings }: Setup): string[] {
  const { webhook } = settings.alerts;
  return [...accounts.flatMap((account) => originOf(account) ?? []), ...(webhook ? [webhook.origin] : [])];
}

/** Those in use that there is no access to. Should the webhook's be among them, that is its trouble from now on. */
export async function lostOrigins({ now, random }: DeliveryWorld): Promise<Set<string>> {
  const setup = await loadSetup();
  const lost = await notAllowed(originsIn(setup));
  const { webhook } = setup.settings.alerts;
  const before = await loadWebhookTrouble(now());
  if (webhook && lost.has(webhook.origin) && before?.kind !== 'no-permission')
    await saveWebhookTrouble(troubleAfter(before, { failure: { kind: 'no-permission' } }, now(), random));
  return lost;
}

/** Gives back the access to an origin that nobody uses any more. That it could not be is no reason to undo what was done. */
export async function giveBackUnused(origin: string | undefined): Promise<void> {
  if (origin === undefined) return;
  const dropping = loadSetup().then((setup) => dropAccess(origin, originsIn(setup)));
  await dropping.catch(() => undefined);
}
