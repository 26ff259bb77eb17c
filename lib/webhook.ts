import { PollError, type Cause } from './failure.ts';
import { present } from './present.ts';
import { redact } from './redact.ts';
import { AnswerError, pollTimeout, post, type World } from './request.ts';
import { waitOf } from './retry.ts';
import { webhookBody, type WebhookMessage, type WebhookPreset } from './webhook-payload.ts';
import { topicOf, type Webhook } from './webhook-url.ts';

/** The id of the webhook's address in the vault. Accounts have longer ones. */
export const webhookSecret = 'webhook';

/** What became of a message: taken, if there is no failure. */
export interface Sent {
  failure?: Cause;
  /** The delay that the receiver asked for, in milliseconds. */
  wait?: number;
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

/** What the receiver said may repeat its own address, or the token in it. */
function withoutAddress(said: string | undefined, { pathname, search }: URL): string | undefined {
  const secrets = [...pathname.split('/'), ...new URLSearchParams(search).values()];
  return secrets.reduce((text, secret) => redact(text, secret), said);
}
