import type { FailureKind } from './failure.ts';
import { backoff } from './retry.ts';
import { isCount, isNumber, isText, maybe, members, recordVersion } from './stored.ts';
import type { Sent } from './webhook.ts';

const day = 24 * 60 * 60_000;

/** That the webhook does not take messages: told in the options, and the measure of when it is tried again. */
export interface WebhookTrouble {
  version: typeof recordVersion;
  /** Failed attempts in a row. */
  failures: number;
  /** In milliseconds since 1970. */
  at: number;
  /** It is not tried before this moment, in milliseconds since 1970. */
  notBefore: number;
  kind: FailureKind;
  status?: number;
}

/** After an attempt; undefined when all is well. What does not pass by itself is tried once a day. */
export function troubleAfter(
  before: WebhookTrouble | undefined,
  { failure, wait = 0 }: Sent,
  now: number,
  random: () => number,
): WebhookTrouble | undefined {
  if (!failure) return undefined;
  const { kind, status } = failure;
  const failures = (before?.failures ?? 0) + 1;
  const passes = ['offline', 'timeout', 'server', 'rate-limited'].includes(kind) || status === 408 || status === 425;
  const notBefore = now + Math.max(wait, passes ? backoff(failures, random) : day);
  return { version: recordVersion, failures, at: now, notBefore, kind, ...(status !== undefined && { status }) };
}

const isTrouble = members({
  version: (value) => value === recordVersion,
  failures: isCount,
  at: isNumber,
  notBefore: isNumber,
  kind: isText,
  status: maybe(isNumber),
});

/** The trouble, if that is what was stored; not one of a future that the clock was set back from. */
export function troubleFrom(stored: unknown, now: number): WebhookTrouble | undefined {
  if (!isTrouble(stored)) return undefined;
  const trouble = stored as WebhookTrouble;
  return trouble.at <= now + 60_000 ? trouble : undefined;
}
