import * as fc from 'fast-check';
import type { ProviderId } from '../simulator/providers/index.ts';

/** What may come back for a request, at its worst. The body is a text, bytes, or a text that breaks off. */
export interface AnyAnswer {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array<ArrayBuffer>;
  breaksOff: boolean;
}

const long = 'x'.repeat(300);
const scalars = [
  'null',
  'true',
  'false',
  '""',
  '"12.50"',
  '"12,50"',
  '" 1 "',
  '"-0"',
  '"1e3"',
  '1e16',
  '1e400',
  '-0',
  '0',
];
const containers = ['[]', '{}', '[[1]]', `${'['.repeat(40)}${']'.repeat(40)}`, '{"__proto__":{"polluted":1}}'];
const words = [
  `"${long}"`,
  '"\\u202e\\u200b"',
  '"\\ud800"',
  '"PRO \\ud83d\\ude00"',
  '"{key}"',
  `"${'a '.repeat(52)}{key}"`,
];
const dates = ['"2026-08-01T00:00:00+00:00"', '"2026-08-01"', '"1970-01-01 00:00:00"'];
const noDates = ['"9999-12-31T23:59:60Z"', '"soon"', '1741275120'];

const hostile = fc.constantFrom(...scalars, ...containers, ...words, ...dates, ...noDates);
const nearFull = fc.tuple(fc.nat(1001), fc.constantFrom(0, -1, 1), fc.constantFrom(1, 0.1, 0.0001, 7.3, 1e12));
const sane = fc.oneof(
  fc.integer({ min: -5, max: 100_000 }).map(String),
  fc.double({ min: -10, max: 1e15, noNaN: true }).map(String),
  // A whole number of thousandths of the full that stands beside it, or just off it.
  nearFull.map(([thousandths, off, scale]) => String((thousandths + off / 10_000) * scale)),
  fc.constantFrom('1000', '100', '7300', '1e15', '0.1', '1e-7'),
);
const figure = mostly(sane, hostile);
const flag = mostly(fc.constantFrom('true', 'false'), fc.constantFrom('"no"', 'null', '0'));
const date = mostly(fc.constantFrom('null', ...dates), fc.constantFrom(...noDates));
const word = mostly(fc.constantFrom('"PRO"', ...words), fc.constantFrom('7', 'null', '{}'));

function mostly(usual: fc.Arbitrary<string>, odd: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof({ weight: 20, arbitrary: usual }, { weight: 1, arbitrary: odd });
}

/** An object whose members are mostly there, and by their names. */
function object(members: Record<string, fc.Arbitrary<string>>): fc.Arbitrary<string> {
  const names = Object.keys(members);
  const fate = fc.nat({ max: 99 });
  return fc.tuple(fc.tuple(...Object.values(members)), fate, fc.nat({ max: 99 })).map(([values, chance, which]) => {
    const written = names.map((name, index) => {
      const lost = chance >= 95 && index === which % names.length;
      return `"${lost ? ['__proto__', 'constructor', 'else'][chance % 3] : name}":${values[index]}`;
    });
    return `{${written.join(',')}}`;
  });
}

const topUps = fc.array(object({ origin: word, remaining_credits: figure, expires_at: date }), { maxLength: 2 });
const list = topUps.map((entries) => `[${entries.join(',')}]`);
const pool = { remaining_credits: figure, used_credits: figure };
const period = { billingPeriodEnd: date, billing_period_end: date };

/** Documents in the form of each provider's. */
const documents: Record<ProviderId, fc.Arbitrary<string>> = {
  crustdata: object({
    credits: figure,
    account: object({
      credits: figure,
      recurring_credits: figure,
      recurring_credits_refresh_date: date,
      credit_rollover: flag,
      wallets: list,
      credit_topups: list,
    }),
  }),
  coinstats: object({ totalCredits: figure, usedCredits: figure, remainingCredits: figure, subscription: word }),
  firecrawl: fc.oneof(
    object({ success: flag, data: object({ remainingCredits: figure, planCredits: figure, ...period }) }),
    object({ data: object({ remaining_credits: figure, plan_credits: figure, ...period }), error: word }),
    object({ data: object({ remainingTokens: figure, planTokens: figure, remaining_tokens: figure, ...period }) }),
  ),
  evolink: object({ data: object({ token: object({ ...pool, unlimited_credits: flag }), user: object(pool) }) }),
  datagrid: object({ remaining: figure, consumed: figure, total: figure }),
};

const trouble = object({
  message: word,
  error: fc.oneof(
    word,
    object({ message: word, fallback_suggestion: fc.constantFrom('"retry after 60 seconds"', '7') }),
  ),
  detail: word,
});
const anyJson = fc.json({ depthSize: 'small', noUnicodeString: false });
const anyBytes = fc.uint8Array({ maxLength: 40 });
const anyText = fc.constantFrom('', ' ', '\ufeff{}', '<html>', '<?xml?>', 'a({})', '{}\n{}', '{"credits":', 'NaN');

const status = fc.oneof(
  { weight: 3, arbitrary: fc.constant(200) },
  { weight: 1, arbitrary: fc.constantFrom(201, 301, 307, 400, 401, 402, 403, 404, 410, 418, 429, 500, 503) },
);
const headers = fc.dictionary(
  fc.constantFrom('retry-after', 'x-ratelimit-reset', 'date', 'content-type'),
  fc.constantFrom('7', '-5', '', '9e9', 'abc', '1741275120', 'Thu, 06 Mar 2025 15:33:00 GMT', 'text/html'),
  { maxKeys: 2, noNullPrototype: true },
);

/** An answer for an account of that provider, whose key is `key`. */
export function anyAnswer(provider: ProviderId, key: string): fc.Arbitrary<AnyAnswer> {
  const body = fc.oneof(
    { weight: 20, arbitrary: documents[provider] },
    { weight: 3, arbitrary: trouble },
    { weight: 2, arbitrary: anyJson },
    { weight: 1, arbitrary: anyBytes },
    { weight: 1, arbitrary: anyText },
  );
  const named = body.map((given) => (typeof given === 'string' ? given.replaceAll('{key}', key) : given));
  const breaksOff = fc.nat({ max: 40 }).map((chance) => chance === 0);
  return fc.record({ status, headers, body: named, breaksOff }, { noNullPrototype: true });
}
