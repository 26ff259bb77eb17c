import { PollError, type Cause } from './failure.ts';
import { checkBaseUrl, type Checked } from './input.ts';
import { present } from './present.ts';
import { redact } from './redact.ts';
import { AnswerError, pollTimeout, post, type World } from './request.ts';
import { waitOf } from './retry.ts';
import { webhookBody, type WebhookMessage, type WebhookPreset } from './webhook-payload.ts';

/** Where alerts are sent. Whoever knows the address can write there: it is kept like a key, in the vault, and told nowhere. */
export interface Webhook {
  preset: WebhookPreset;
  url: string;
}

/** The id of the webhook's address in the vault. Accounts have longer ones. */
export const webhookSecret = 'webhook';

/** What became of a message: taken, if there is no failure. */
export interface Sent {
  failure?: Cause;
  /** The delay that the receiver asked for, in milliseconds. */
  wait?: number;
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

/** Sends one message, once. Nothing is thrown; whether and when it is sent again is for the caller to say. */
export async function sendWebhook({ preset, url }: Webhook, message: WebhookMessage, world: World): Promise<Sent> {
  const address = new URL(url);
  const body = JSON.stringify(webhookBody(preset, message, topicOf(address)));
  const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': message.id };
  const signal = AbortSignal.timeout(pollTimeout);
  try {
    await post(targetOf(preset, address), body, headers, { ...world, origin: address.origin, signal });
    return {};
  } catch (error) {
    const cause: Cause = error instanceof PollError ? error.failure : { kind: 'rejected' };
    const failure = present<Cause>({ ...cause, said: withoutAddress(cause.said, address) });
    const wait = error instanceof AnswerError ? waitOf(error.answer, undefined) : undefined;
    return { failure, ...(wait !== undefined && { wait }) };
  }
}

function targetOf(preset: WebhookPreset, address: URL): URL {
  const target = new URL(address);
  // Messages in JSON go to the server, and name the topic themselves; in headers no label could have an accent.
  if (preset === 'ntfy') target.pathname = '/';
  // Else Discord says that all is well before it has looked.
  if (preset === 'discord') target.searchParams.set('wait', 'true');
  return target;
}

function topicOf({ pathname }: URL): string | undefined {
  return /^\/([\w-]{1,64})\/?$/.exec(pathname)?.[1];
}

/** What the receiver said may repeat its own address, or the token in it. */
function withoutAddress(said: string | undefined, { pathname, search }: URL): string | undefined {
  const secrets = [...pathname.split('/'), ...new URLSearchParams(search).values()];
  return secrets.reduce((text, secret) => redact(text, secret), said);
}
