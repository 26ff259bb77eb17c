import { useRef, useState } from 'preact/hooks';
import { privateHostOf, type Problem } from '../lib/input.ts';
import { webhookPresets, type WebhookPreset } from '../lib/webhook-payload.ts';
import { checkWebhookUrl, type Webhook } from '../lib/webhook-url.ts';
import { t } from '../lib/words.ts';
import { ChoiceLine } from './ChoiceLine.tsx';
import { KeyLine } from './KeyLine.tsx';

export interface WebhookFormProps {
  /** Where alerts go now. */
  saved: { preset: WebhookPreset; origin: string } | undefined;
  /** Why it does not take them, in words. */
  trouble: string | undefined;
  /** Called in the click itself, so that access may be asked for. Resolves to whether it was saved. */
  onSave: (webhook: Webhook) => Promise<boolean>;
  /** Without a webhook the saved one is meant. Resolves to what became of it, in words. */
  onTest: (webhook?: Webhook) => Promise<string>;
  onRemove: () => void;
}

/** Where alerts are sent beside the browser's notifications. The address is a secret: it is typed, and never shown again. */
export function WebhookForm({ saved, trouble, onSave, onTest, onRemove }: WebhookFormProps) {
  const [preset, setPreset] = useState<WebhookPreset>(saved?.preset ?? 'json');
  const [url, setUrl] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [result, setResult] = useState('');
  /** The address that was said to be in the user's own network. */
  const warnedOf = useRef('');

  /** The webhook as it was typed; undefined, and told why, when it cannot be taken. */
  const typed = (): Webhook | undefined => {
    const checked = checkWebhookUrl(url, preset);
    setProblem('problem' in checked ? checked.problem : undefined);
    setResult('');
    if ('problem' in checked) return undefined;
    const host = privateHostOf(checked.value);
    if (host !== undefined && warnedOf.current !== checked.value) {
      // Once: whoever presses again means it.
      warnedOf.current = checked.value;
      setResult(t('form.privateHost', [host]));
      return undefined;
    }
    return { preset, url: checked.value };
  };
  const save = async () => {
    const webhook = typed();
    if (webhook && (await onSave(webhook))) {
      setUrl('');
      setResult('');
    }
  };
  const test = async () => {
    const webhook = url === '' && saved ? undefined : typed();
    if (!webhook && (url !== '' || !saved)) return;
    setResult(t('alerts.sending'));
    setResult(await onTest(webhook));
  };
  const hint = saved ? t('alerts.webhookKept', [saved.origin]) : t('alerts.webhookHint');
  return (
    <div class="webhook" role="group" aria-labelledby="webhook-title">
      <h3 id="webhook-title">{t('alerts.webhook')}</h3>
      {trouble !== undefined && <p class="trouble">{trouble}</p>}
      <ChoiceLine
        id="webhook-preset"
        label={t('alerts.preset')}
        value={preset}
        choices={webhookPresets.map((value) => ({ value, label: t(`alerts.${value}`) }))}
        onChange={setPreset}
      />
      <KeyLine
        id="webhook-url"
        label={t('alerts.webhookUrl')}
        hint={hint}
        problem={problem}
        value={url}
        onChange={setUrl}
        onLines={() => setProblem('url-invalid')}
      />
      <p class="result" role="status">
        {/* An empty text would be put there anew with every drawing of the page, for screen readers to hear of. */}
        {result !== '' && result}
      </p>
      <div class="actions">
        <button type="button" class="primary" onClick={() => void save()}>
          {t('alerts.saveWebhook')}
        </button>
        <button type="button" onClick={() => void test()}>
          {t('alerts.test')}
        </button>
        {saved && (
          <button type="button" onClick={onRemove}>
            {t('alerts.removeWebhook')}
          </button>
        )}
      </div>
    </div>
  );
}
