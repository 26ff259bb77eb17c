import type { Account } from './account.ts';
import { untilNextLevel } from './alert-judge.ts';
import { testWords } from './alert-sentences.ts';
import { freshState } from './alert-state.ts';
import { changeAlerts, saveWebhookTrouble } from './alert-store.ts';
import { accountOfAlert } from './alert.ts';
import type { Locked } from './failure.ts';
import { notify, openPage } from './notify.ts';
import { providerOf } from './providers/index.ts';
import type { World } from './request.ts';
import { loadSecret } from './vault.ts';
import type { WebhookPreset } from './webhook-payload.ts';
import { sendWebhook, webhookSecret, type Sent } from './webhook.ts';
import { checkWebhookUrl, type Webhook } from './webhook-url.ts';

/** What a person does about alerts: carried out by the worker, which alone writes their state. */

/** Leaves the user alone with these accounts until a moment, in milliseconds since 1970, or until a balance is at its next level. */
export async function snoozeAlerts(accounts: string[], until: number | 'next-level'): Promise<void> {
  for (const id of accounts)
    await changeAlerts(id, (state = freshState) => ({
      ...state,
      snooze: until === 'next-level' ? untilNextLevel(state) : { until },
    }));
}

export async function wakeAlerts(accounts: string[]): Promise<void> {
  for (const id of accounts)
    await changeAlerts(id, (state = freshState) => {
      const { snooze: _, ...awake } = state;
      return awake;
    });
}

/** What a click on a notification does: opens the page of the account's provider. */
export async function openAlert(id: string, accounts: Account[]): Promise<void> {
  const account = accounts.find((one) => one.id === accountOfAlert(id));
  const provider = account && providerOf(account.provider);
  const url = provider?.dashboard ?? provider?.docs;
  if (url !== undefined) await openPage(url);
}

/** Sends a message that tells of nothing, to an address that was typed, or else to the saved one, whose trouble ends when it gets through. */
export async function testWebhook(preset: WebhookPreset, url: string | undefined, world: World): Promise<Sent> {
  const webhook = await webhookAt(preset, url);
  if ('kind' in webhook) return { failure: webhook };
  const at = world.now();
  const id = `test.${at.toString(36)}`;
  const sent = await sendWebhook(webhook, { id, kind: 'test', severity: 'info', at, ...testWords(), facts: {} }, world);
  if (!sent.failure && url === undefined) await saveWebhookTrouble();
  return sent;
}

async function webhookAt(preset: WebhookPreset, typed: string | undefined): Promise<Webhook | Locked> {
  if (typed !== undefined) {
    const checked = checkWebhookUrl(typed, preset);
    return 'value' in checked ? { preset, url: checked.value } : { kind: 'locked' };
  }
  const secret = await loadSecret(webhookSecret);
  if (secret && 'key' in secret) return { preset, url: secret.key };
  return secret ?? { kind: 'locked' };
}

export async function testNotification(now: number): Promise<void> {
  await notify(`test.${now.toString(36)}`, testWords());
}
