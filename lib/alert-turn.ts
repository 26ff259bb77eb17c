import type { Account } from './account.ts';
import { deliver, type Couriers } from './alert-delivery.ts';
import { factsOf, type Watched } from './alert-facts.ts';
import { judge } from './alert-judge.ts';
import { alertWords, discreetWords, safeLabel } from './alert-sentences.ts';
import { accountRules, type AccountRules } from './alert-settings.ts';
import { changeAlerts, dropAlerts, loadAlerts, loadWebhookTrouble, saveWebhookTrouble } from './alert-store.ts';
import { severityOf, type AccountFacts, type Alert } from './alert.ts';
import { balanceName } from './names.ts';
import { hasNotifications, notify } from './notify.ts';
import { providerOf } from './providers/index.ts';
import { loadIdsSetAside } from './quarantine.ts';
import type { World } from './request.ts';
import type { Settings } from './settings.ts';
import { loadSecret } from './vault.ts';
import type { WebhookMessage } from './webhook-payload.ts';
import { troubleAfter } from './webhook-trouble.ts';
import { sendWebhook, webhookSecret } from './webhook.ts';
import { t } from './words.ts';

export interface AlertWorld extends World {
  /** 0 to 1, never 1. */
  random: () => number;
}

/** All accounts as they are to be seen, with how they are going, and what the user set. */
export interface AlertView {
  accounts: Watched[];
  settings: Settings;
}

/**
 * Looks at every account and tells what is new. Returns when to come again, in milliseconds since 1970, for what has to
 * wait: quiet hours, a snooze, a webhook in trouble. To be called after polling, by one caller at a time. That something of
 * one account cannot be written is told to `complain`, and keeps nobody from being told of the others.
 */
export async function giveAlerts(
  { accounts, settings }: AlertView,
  world: AlertWorld,
  complain: (error: unknown) => void,
): Promise<number | undefined> {
  const canNotify = await hasNotifications();
  const rules = new Map(
    accounts.map(({ account }) => [
      account.id,
      accountRules(settings, settings.alerts, account.alerts ?? {}, canNotify),
    ]),
  );
  const known = await loadAlerts();
  await dropOrphans([...known.keys()].filter((id) => !rules.has(id)));
  const looks = await Promise.allSettled(
    accounts.map(async (one) => {
      const own = rules.get(one.account.id);
      const facts = one.account.enabled ? factsOf(one) : undefined;
      if (own && facts) await look(known.get(one.account.id), facts, own, world.now());
    }),
  );
  const byId = new Map(accounts.map(({ account }) => [account.id, account]));
  for (const end of looks) if (end.status === 'rejected') complain(end.reason);
  return deliver((id) => rules.get(id), await couriersOf(settings, byId, canNotify, world), world);
}

/** Accounts that were set aside may come back, and are not to be told the same again then. */
async function dropOrphans(orphans: string[]): Promise<void> {
  if (orphans.length === 0) return;
  const aside = await loadIdsSetAside();
  await dropAlerts(orphans.filter((id) => !aside.has(id)));
}

/** Writes only when there is something to write; what is written is judged anew, in the same step. */
async function look(
  known: Parameters<typeof judge>[0],
  facts: AccountFacts,
  rules: AccountRules,
  now: number,
): Promise<void> {
  const { state } = judge(known, facts, rules, now);
  if (known && JSON.stringify(state) === JSON.stringify(known)) return;
  await changeAlerts(facts.account, (stored) => judge(stored, facts, rules, now).state);
}

/** Notifications are seen by who looks over the shoulder; the webhook is the user's own, and is sent all. */
async function couriersOf(
  { alerts: { webhook }, display }: Settings,
  accounts: ReadonlyMap<string, Account>,
  canNotify: boolean,
  world: AlertWorld,
): Promise<Couriers> {
  const wordsOf = display.discreet ? discreetWords : alertWords;
  const url = webhook && (await addressOf(world));
  const send =
    webhook && url !== undefined
      ? (message: WebhookMessage) => sendWebhook({ preset: webhook.preset, url }, message, world)
      : undefined;
  return {
    ...(canNotify && {
      notification: async (alert: Alert) => {
        const account = accounts.get(alert.account);
        if (account) await notify(alert.id, wordsOf(alert, account, world.now()));
      },
    }),
    ...(send && {
      webhook: async (alert: Alert) => {
        const account = accounts.get(alert.account);
        return account ? send(messageOf(alert, account, world.now())) : {};
      },
    }),
  };
}

/**
 * The webhook's address. That it is lost is the webhook's trouble until it can be read again; that a passphrase locks it away
 * is none, as the user knows.
 */
async function addressOf({ now, random }: AlertWorld): Promise<string | undefined> {
  const secret = await loadSecret(webhookSecret);
  const isKnown = (await loadWebhookTrouble(now()))?.kind === 'locked';
  if (secret && 'key' in secret) {
    if (isKnown) await saveWebhookTrouble();
    return secret.key;
  }
  const isLost = secret?.defect !== 'passphrase';
  if (isLost && !isKnown)
    await saveWebhookTrouble(troubleAfter(undefined, { failure: { kind: 'locked' } }, now(), random));
  return undefined;
}

/** The alert as it is sent. */
function messageOf(alert: Alert, account: Account, now: number): WebhookMessage {
  const { id, kind, at, balance, facts } = alert;
  const provider = providerOf(account.provider);
  const url = provider?.dashboard ?? provider?.docs;
  return {
    id,
    kind,
    severity: severityOf(kind),
    at,
    ...alertWords(alert, account, now),
    account: { provider: account.provider, label: safeLabel(account) },
    ...(balance !== undefined && { balance: { id: balance, name: balanceName(balance) } }),
    facts,
    ...(provider && url !== undefined && { page: { url, name: t('alert.open', [provider.name]) } }),
  };
}
