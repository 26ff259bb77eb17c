import { giveBackUnused } from './access.ts';
import { alone } from './alone.ts';
import { changeSetup, loadSetup, type Setup } from './setup-store.ts';
import { settleKeys } from './vault-undo.ts';
import { dropSecrets, saveSecrets } from './vault.ts';
import { webhookSecret } from './webhook.ts';
import type { Webhook } from './webhook-url.ts';

/** Sends alerts to this address from now on. The secret first, for a webhook without its address would be tried for nothing. */
export async function saveWebhook({ preset, url }: Webhook): Promise<void> {
  const { origin } = new URL(url);
  const secrets = new Map([[webhookSecret, { key: url, origin }]]);
  await alone(async () => {
    const before = await webhookOrigin();
    const change = (setup: Setup) => withAlerts(setup, { webhook: { preset, origin } });
    await saveSecrets(secrets, (mark) => changeSetup(change, mark));
    await giveBackUnused(before);
  });
}

export async function dropWebhook(): Promise<void> {
  await alone(async () => {
    await settleKeys();
    const before = await webhookOrigin();
    await changeSetup((setup) => withAlerts(setup, {}));
    await dropSecrets([webhookSecret]);
    await giveBackUnused(before);
  });
}

/** Where it has been sent to; undefined as well where that cannot be read, which is no reason not to write. */
async function webhookOrigin(): Promise<string | undefined> {
  return await loadSetup().then(
    ({ settings }) => settings.alerts.webhook?.origin,
    () => undefined,
  );
}

function withAlerts(setup: Setup, added: Pick<Setup['settings']['alerts'], 'webhook'>): Setup {
  const { webhook: _, ...rules } = setup.settings.alerts;
  return { ...setup, settings: { ...setup.settings, alerts: { ...rules, ...added } } };
}
