import type { Cause, FailureKind } from './failure.ts';
import { backoff, passesSoon } from './retry.ts';
import { isCount, isNumber, isText, maybe, members, recordVersion } from './stored.ts';
import type { Sent } from './webhook.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** Answers to a message for what is in it. Any other message may be taken. */
const refusals = new Set([400, 413, 422]);

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

/** Whether it was this one message that was not taken; what is not sent on this side, for whatever reason, counts as well. */
export function isRefusal({ kind, status }: Cause): boolean {
  return kind === 'rejected' && (status === undefined || refusals.has(status));
}

/**
 * After an attempt; undefined when all is well. What does not pass by itself is tried once a day; but a message that is
 * refused for itself keeps no other waiting.
 */
export function troubleAfter(
  before: WebhookTrouble | undefined,
  { failure, wait = 0 }: Sent,
  now: number,
  random: () => number,
): WebhookTrouble | undefined {
  if (!failure) return undefined;
  const { kind, status, host } = failure;
  const earlier = before?.failures ?? 0;
  // Without a network nobody was asked, so that it is no failure of the webhook.
  const isOwn = kind === 'offline' && host === undefined;
  const failures = isOwn ? earlier : earlier + 1;
  const pause = isOwn ? minute : pauseAfter(failure, () => backoff(failures, random));
  const notBefore = now + Math.max(wait, pause);
  return { version: recordVersion, failures, at: now, notBefore, kind, ...(status !== undefined && { status }) };
}

function pauseAfter(failure: Cause, passing: () => number): number {
  if (isRefusal(failure)) return 0;
  return passesSoon(failure) ? passing() : day;
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
