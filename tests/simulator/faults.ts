import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { ProviderId } from './providers/index.ts';
import { amount, anything, BadInput, check, maybe, oneOf, wholeNumber, type Rule, type Shape } from './shape.ts';

/** Something to go wrong. Field by field: what another process may send is checked below. */
export type Fault =
  /**
   * Any answer. A string is sent as it is, anything else as JSON; JSON is claimed unless the headers say otherwise.
   * `base64` goes instead of a body that is no text.
   */
  | { kind: 'answer'; status: number; headers?: Record<string, string | string[]>; body?: unknown; base64?: string }
  /** The provider's own documented error with this status. */
  | { kind: 'error'; status: number }
  /** Wait, then go on: to another fault if one is ordered, else to the normal answer. */
  | { kind: 'delay'; ms: number }
  /** Accept the request and never answer. */
  | { kind: 'hang' }
  /** Headers at once, then a byte every 200 ms (or `ms`), without end. */
  | { kind: 'drip'; ms?: number }
  /** Close the connection in the middle of the body. */
  | { kind: 'cut' }
  /** RST instead of an answer. */
  | { kind: 'reset' }
  | { kind: 'redirect'; status: 301 | 302 | 303 | 307 | 308; location: string }
  /** The login page of a captive portal: 200, text/html. */
  | { kind: 'html' }
  /** Bytes that are no text, said to be JSON. */
  | { kind: 'garbage' }
  | { kind: 'empty'; status: 200 | 204 }
  /** A JSON string that never ends. */
  | { kind: 'endless' }
  /** Valid JSON of 300 MB (or `megabytes`) in a gzip body a thousand times smaller. */
  | { kind: 'bomb'; megabytes?: number };

/** Whom a fault meets: every request, one provider's, or one account's. */
export type Target = 'all' | { provider: ProviderId } | { key: string };

const statuses = wholeNumber(200, 599);
const location: Rule = { says: 'a header value', holds: isHeaderValue };
const headers: Rule = { says: 'an object of header values', holds: areHeaders };
const base64: Rule = { says: 'base64', holds: (value) => typeof value === 'string' && /^[A-Za-z\d+/]*=*$/.test(value) };

const shapes: Record<Fault['kind'], Shape> = {
  answer: { status: statuses, headers: maybe(headers), body: maybe(anything), base64: maybe(base64) },
  error: { status: statuses },
  delay: { ms: amount },
  hang: {},
  drip: { ms: maybe(amount) },
  cut: {},
  reset: {},
  redirect: { status: oneOf(301, 302, 303, 307, 308), location },
  html: {},
  garbage: {},
  empty: { status: oneOf(200, 204) },
  endless: {},
  bomb: { megabytes: maybe(amount) },
};
const kinds = oneOf(...Object.keys(shapes));

/** Throws a BadInput unless `value` is a fault. */
export function checkFault(value: unknown): asserts value is Fault {
  const named = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
  const shape = Object.entries(shapes).find(([kind]) => kind === named)?.[1];
  if (!shape) throw new BadInput(`fault.kind must be ${kinds.says}`);
  check(value, { kind: kinds, ...shape }, 'fault');
}

function isHeaderValue(value: unknown): value is string {
  try {
    validateHeaderValue('x', String(value));
    return typeof value === 'string';
  } catch {
    return false;
  }
}

function areHeaders(value: unknown): boolean {
  try {
    return Object.entries(value ?? {}).every(([name, values]) => {
      validateHeaderName(name);
      return [values].flat().every(isHeaderValue);
    });
  } catch {
    return false;
  }
}
