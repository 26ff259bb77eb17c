import * as v from 'valibot';
import { defects, failureKinds } from '../../lib/failure.ts';

/** ISO 8601, so that a table can be read. */
const moment = v.pipe(v.string(), v.isoTimestamp(), v.transform(Date.parse));

const seconds = v.pipe(v.number(), v.minValue(0));

const balance = v.strictObject({
  id: v.string(),
  remaining: v.number(),
  used: v.exactOptional(v.number()),
  limit: v.exactOptional(v.number()),
  unit: v.string(),
  unlimited: v.exactOptional(v.literal(true)),
  plan: v.exactOptional(v.string()),
  resetsAt: v.exactOptional(moment),
  rollover: v.exactOptional(v.boolean()),
  parts: v.exactOptional(
    v.array(
      v.strictObject({
        kind: v.picklist(['wallet', 'top-up']),
        name: v.exactOptional(v.string()),
        remaining: v.number(),
        expiresAt: v.exactOptional(moment),
      }),
    ),
  ),
});

const account = v.strictObject({
  /** What the user said counts as full, by balance id. */
  full: v.exactOptional(v.record(v.string(), v.number())),
  /** The provider's own lines of the form, by field id. */
  fields: v.exactOptional(v.record(v.string(), v.string())),
  /** A server of the user's own that wants no key. */
  keyless: v.exactOptional(v.literal(true)),
  /** What the base URL has behind its host. */
  basePath: v.exactOptional(v.pipe(v.string(), v.regex(/^\/.*[^/]$/))),
});

/** What was known before: a reading of 15 minutes ago, failed attempts since. */
const before = v.strictObject({
  balances: v.exactOptional(v.array(balance)),
  failures: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1))),
});

/** A body is JSON (`body`), a text that is sent as it stands (`text`), or bytes (`base64`); empty without any. */
const answer = v.pipe(
  v.strictObject({
    status: v.number(),
    /** `Content-Type: application/json` goes without saying. A list is sent as several headers of that name. */
    headers: v.exactOptional(v.record(v.string(), v.union([v.string(), v.array(v.string())]))),
    body: v.exactOptional(v.unknown()),
    text: v.exactOptional(v.string()),
    base64: v.exactOptional(v.string()),
    /** Blanks before the body until it has so many bytes. */
    paddedTo: v.exactOptional(v.number()),
  }),
  v.check((given) => ['body', 'text', 'base64'].filter((name) => name in given).length <= 1, 'more than one body'),
);

const request = v.strictObject({
  path: v.string(),
  /** Headers that must be sent with exactly this value, or, when null, not at all; on top of the table's `always`. */
  headers: v.exactOptional(v.record(v.string(), v.nullable(v.string()))),
});

/** When the account is asked again, in seconds from now: at the least and at the greatest of chances. */
const next = v.strictObject({
  earliest: seconds,
  latest: seconds,
  /** Until then not even a wish of the user may ask. */
  notBefore: v.exactOptional(seconds),
});

const tones = ['ok', 'low', 'critical', 'empty', 'unknown'] as const;
const bases = ['set', 'reported', 'derived', 'high-water'] as const;

/** The lists go in the order of the balances; null where a balance has no percentage. */
const reading = v.strictObject({
  balances: v.array(balance),
  percent: v.array(v.nullable(v.string())),
  basis: v.array(v.nullable(v.picklist(bases))),
  tone: v.array(v.picklist(tones)),
  /** The figures in words. */
  shown: v.exactOptional(v.array(v.string())),
  /** By balance id, what is hard to believe about it. */
  odd: v.exactOptional(v.record(v.string(), v.picklist(['jump', 'limit', 'unit']))),
  badge: v.string(),
  next,
});

/** Apart from the host and the moment, a failure has exactly these members. */
const failure = v.strictObject({
  failure: v.strictObject({
    kind: v.picklist(failureKinds),
    status: v.exactOptional(v.number()),
    defect: v.exactOptional(v.picklist(defects)),
    path: v.exactOptional(v.string()),
    said: v.exactOptional(v.string()),
  }),
  /** The whole English sentence. */
  sentence: v.string(),
  badge: v.string(),
  next,
});

/**
 * What a provider is asked, what it answers byte for byte, and what the product
 * makes of it. Its texts may hold `{key}` (the account's key), `{key:half}` (its first half), `{key:base64}` and
 * `{host}` (the host and port that were asked).
 */
const row = v.strictObject({
  name: v.string(),
  account: v.exactOptional(account),
  before: v.exactOptional(before),
  /** Exactly these requests in this order, and no other. */
  exchange: v.pipe(v.array(v.strictObject({ request, answer })), v.minLength(1)),
  outcome: v.lazy((given) => (v.is(v.looseObject({ failure: v.unknown() }), given) ? failure : reading)),
  /** Also played through the built extension in a browser. */
  inBrowser: v.exactOptional(v.literal(true)),
});

export const tableSchema = v.strictObject({
  /** Headers of every request of this provider; null for one that is never sent. */
  always: v.record(v.string(), v.nullable(v.string())),
  cases: v.array(row),
});

export type Row = v.InferOutput<typeof row>;
export type Answer = v.InferOutput<typeof answer>;
export type Reading = v.InferOutput<typeof reading>;
export type Failing = v.InferOutput<typeof failure>;
