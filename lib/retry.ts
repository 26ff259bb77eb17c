import type { Failure } from './failure.ts';
import type { Answer, Provider } from './provider.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** What a delay that a provider asked for is held to. */
const shortestWait = 30 * second;
const longestWait = day;

/** Nothing is put off for longer: 24 h and a tenth, in milliseconds. What lies farther ahead was planned by another clock. */
export const longestDelay = 1.1 * longestWait;

/** What an attempt found: nothing but a reading if `failure` is absent. */
export interface Outcome {
  failure?: Pick<Failure, 'kind' | 'status' | 'host'>;
  /** The delay that the provider asked for, in milliseconds, already held to 30 s – 24 h. */
  wait?: number;
}

/**
 * When the next attempt is due, in milliseconds since 1970.
 * `failures` counts those in a row, this one included; `random` is 0 to 1, never 1.
 */
export function nextDue(
  outcome: Outcome,
  failures: number,
  interval: number,
  now: number,
  random: () => number,
): number {
  const { failure, wait } = outcome;
  const own = now + (failure ? delayAfter(failure, failures, interval, random) : interval * minute);
  if (wait === undefined) return own;
  // Never earlier than asked for, and not all at the same moment.
  const asked = now + wait * (1 + random() / 10);
  return failure?.kind === 'rate-limited' || failure?.kind === 'server' ? asked : Math.max(asked, own);
}

/** Error statuses of the moment, that say nothing against what is asked: too slow, in conflict, the wrong server, locked, too early. */
const passingStatuses = new Set([408, 409, 421, 423, 425]);

/** Whether what failed is likely to pass by itself, and soon. */
export function passesSoon({ kind, status = 0 }: Pick<Failure, 'kind' | 'status'>): boolean {
  if (kind === 'rejected') return passingStatuses.has(status);
  return kind === 'offline' || kind === 'timeout' || kind === 'server' || kind === 'rate-limited';
}

/** Consecutive failures after which a host is asked about once an hour. */
const circuitOpens = 5;

/** The delay after failures that pass by themselves, in milliseconds: longer with each in a row, and never at a round moment. */
export function backoff(failures: number, random: () => number): number {
  const between = (low: number, high: number) => low + random() * (high - low);
  if (failures >= circuitOpens) return between(48 * minute, hour);
  return between(30 * second, minute * 2 ** failures);
}

function delayAfter(
  failure: Pick<Failure, 'kind' | 'status' | 'host'>,
  failures: number,
  interval: number,
  random: () => number,
): number {
  const between = (low: number, high: number) => low + random() * (Math.max(low, high) - low);
  const doubled = (base: number) => base * 2 ** Math.min(failures, 20);
  const passing = () => between(5 * minute, Math.min(6 * hour, doubled(15 * minute)));
  switch (failure.kind) {
    case 'unauthorized':
      // Providers refuse good keys now and then: it is asked once more before the key is held to be bad.
      return failures <= 1 ? between(5 * minute, 10 * minute) : day;
    case 'forbidden':
    case 'not-found':
    case 'redirected':
    case 'no-permission':
    case 'locked':
      // Nothing changes here by itself; one look a day.
      return day;
    case 'payment-required':
      return interval * minute;
    case 'rejected':
      if (passesSoon(failure)) return backoff(failures, random);
      // An error inside a good answer is mostly a passing one; any other error status means that we ask wrongly.
      return failure.status === undefined ? passing() : day;
    case 'unreadable':
      return passing();
    case 'rate-limited':
      return between(30 * second, Math.min(hour, doubled(5 * minute)));
    case 'offline':
      // Without a network nothing was asked of anyone, so looking again soon costs nothing.
      return failure.host === undefined ? minute : backoff(failures, random);
    case 'server':
    case 'timeout':
      return backoff(failures, random);
  }
}

/**
 * The delay that an answer asks for, in milliseconds, held to 30 s – 24 h; undefined when it asks for none that can be
 * read. A date is taken against the answer's own clock, because ours may be wrong.
 */
export function waitOf(answer: Answer, wait: Provider['wait'] | undefined): number | undefined {
  const troubled = answer.status === 429 || answer.status >= 500;
  const seconds = retryAfter(answer) ?? (troubled ? wait?.(answer) : undefined);
  if (seconds === undefined || !Number.isFinite(seconds) || seconds < 0) return undefined;
  return Math.min(longestWait, Math.max(shortestWait, seconds * second));
}

/** https://www.rfc-editor.org/rfc/rfc9110#field.retry-after: seconds, or a date. */
function retryAfter({ header, sentAt }: Answer): number | undefined {
  const value = header('retry-after')?.trim() ?? '';
  if (/^\d+$/.test(value)) return Number(value);
  return /^[A-Za-z]{3}, /.test(value) ? (Date.parse(value) - sentAt) / second : undefined;
}
