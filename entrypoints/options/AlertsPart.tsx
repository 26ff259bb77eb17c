import { useState } from 'preact/hooks';
import { AlertRulesForm } from '../../components/AlertRulesForm.tsx';
import { CheckLine } from '../../components/CheckLine.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { SnoozeDialog, type SnoozeUntil } from '../../components/SnoozeDialog.tsx';
import { useLive } from '../../components/useLive.ts';
import { WebhookForm } from '../../components/WebhookForm.tsx';
import { sentSentence, webhookTroubleSentence } from '../../lib/alert-sentences.ts';
import { loadWebhookTrouble } from '../../lib/alert-store.ts';
import { testWebhook, wishFor } from '../../lib/messages.ts';
import { hasNotifications } from '../../lib/notify.ts';
import { askFor, askForExtra } from '../../lib/permissions.ts';
import type { GivenSettings } from '../../lib/settings.ts';
import { onAnnounce } from '../../lib/signal.ts';
import { changeSettings } from '../../lib/setup-store.ts';
import type { View } from '../../lib/view.ts';
import { dropWebhook, saveWebhook } from '../../lib/webhook-settings.ts';
import type { Webhook } from '../../lib/webhook-url.ts';
import { t } from '../../lib/words.ts';
import type { Write } from './useWriting.ts';

export interface AlertsPartProps {
  view: View;
  now: number;
  write: Write;
  onNotice: (notice: string) => void;
  onChange: (given: GivenSettings) => void;
}

/** What is told, in which ways, and when not. */
export function AlertsPart({ view, now, write, onNotice, onChange }: AlertsPartProps) {
  const { settings, accounts } = view;
  const { alerts } = settings;
  const { value: ways } = useLive(loadWays, onAnnounce, Date.now);
  const [isSnoozing, setSnoozing] = useState(false);
  const [isRemoving, setRemoving] = useState(false);
  const ids = accounts.map(({ account }) => account.id);

  const notifications = (on: boolean) => {
    // The asking comes first, for it needs the click.
    const allowed = on ? askForExtra('notifications').catch(() => false) : Promise.resolve(true);
    const change = (isOn: boolean) => () => changeSettings({ alerts: { notifications: isOn } });
    void allowed.then((isAllowed) => {
      if (isAllowed) void write([], change(on), t('options.saved'), change(alerts.notifications));
      else onNotice(t('alerts.notAllowed'));
    });
  };
  const save = async (webhook: Webhook) => {
    const asked = askFor([new URL(webhook.url).origin]).catch(() => false);
    const isSaved = await write([], () => saveWebhook(webhook), t('options.saved'));
    if (isSaved) wishFor({ wish: 'retry-webhook' });
    void asked.then((isAllowed) => isAllowed || onNotice(t('alerts.denied', [new URL(webhook.url).host])));
    return isSaved;
  };
  const test = async (webhook?: Webhook) => {
    const preset = webhook?.preset ?? alerts.webhook?.preset ?? 'json';
    const origin = webhook ? new URL(webhook.url).origin : alerts.webhook?.origin;
    await askFor(origin === undefined ? [] : [origin]).catch(() => false);
    const sent = await testWebhook(preset, webhook?.url);
    return sent ? sentSentence(sent) : t('form.testLost');
  };
  const remove = async () => {
    const isRemoved = await write([], dropWebhook, t('alerts.removed'));
    setRemoving(false);
    if (!isRemoved) return;
    wishFor({ wish: 'retry-webhook' });
    // The dialog and the button that it was opened by are gone with the next frame.
    requestAnimationFrame(() => document.getElementById('webhook-url')?.focus());
  };
  const snooze = (until: SnoozeUntil) => {
    wishFor({ wish: 'snooze', accounts: ids, until });
    setSnoozing(false);
    onNotice(t('snooze.done'));
  };

  const isOn = alerts.notifications && ways?.canNotify === true;
  return (
    <section aria-labelledby="alerts-title" class="alerts">
      <div class="line">
        <h2 id="alerts-title">{t('alerts.title')}</h2>
        {ids.length > 0 && (
          <>
            <button type="button" onClick={() => setSnoozing(true)}>
              {t('snooze.all')}
            </button>
            <button type="button" onClick={() => wishFor({ wish: 'wake', accounts: ids })}>
              {t('snooze.endAll')}
            </button>
          </>
        )}
      </div>
      <div class="line">
        <CheckLine label={t('alerts.notifications')} checked={isOn} onChange={notifications} />
        {isOn && (
          <button type="button" onClick={() => wishFor({ wish: 'test-notification' })}>
            {t('alerts.test')}
          </button>
        )}
      </div>
      <AlertRulesForm settings={settings} onChange={onChange} />
      <WebhookForm
        saved={alerts.webhook}
        trouble={ways?.trouble && webhookTroubleSentence(ways.trouble, now)}
        onSave={save}
        onTest={test}
        onRemove={() => setRemoving(true)}
      />
      {isRemoving && alerts.webhook && (
        <ConfirmDialog
          title={t('alerts.removeTitle')}
          text={t('alerts.removeText', [alerts.webhook.origin])}
          verb={t('alerts.removeWebhook')}
          isDanger
          onConfirm={() => void remove()}
          onClose={() => setRemoving(false)}
        />
      )}
      {isSnoozing && (
        <SnoozeDialog title={t('snooze.all')} now={now} onSnooze={snooze} onClose={() => setSnoozing(false)} />
      )}
    </section>
  );
}

async function loadWays(now: number) {
  const [canNotify, trouble] = await Promise.all([hasNotifications(), loadWebhookTrouble(now)]);
  return { canNotify, ...(trouble && { trouble }) };
}
