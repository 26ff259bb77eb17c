import { checkBaseUrl, type Checked } from './input.ts';
import type { WebhookPreset } from './webhook-payload.ts';

/** Where alerts are sent. Whoever knows the address can write there: it is kept like a key, in the vault, and told nowhere. */
export interface Webhook {
  preset: WebhookPreset;
  url: string;
}

/**
 * https anywhere, http only for the machine itself, as with base URLs; but with a query, which some services keep their
 * token in. What comes after a `#` is never sent and is left off.
 */
export function checkWebhookUrl(text: string, preset: WebhookPreset): Checked<string> {
  const trimmed = text.trim();
  const plain = checkBaseUrl(trimmed.replace(/[?#].*$/s, ''));
  if ('problem' in plain) return plain;
  const url = new URL(trimmed);
  url.hash = '';
  // Of ntfy the address is the server and one topic.
  if (preset === 'ntfy' && topicOf(url) === undefined) return { problem: 'url-invalid' };
  return { value: url.href };
}

/** Of ntfy's address the one segment of the path; undefined where there are more or none. */
export function topicOf({ pathname }: URL): string | undefined {
  return /^\/([\w-]{1,64})\/?$/.exec(pathname)?.[1];
}
