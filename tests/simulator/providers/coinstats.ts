import { randomUUID } from 'node:crypto';
import { Hono, type Context } from 'hono';
import type { AccountState, Provider } from '../provider.ts';
import { number, text, yesOrNo } from '../shape.ts';

export interface CoinstatsState extends AccountState {
  used: number;
  /** The total of the billing period, active top-ups included. */
  limit: number;
  subscription: string;
  /** Whether an account without credits is refused with a 429, as the errors page says of a credit limit. */
  refusesWhenEmpty: boolean;
}

type CoinstatsContext = Context<{ Variables: { state: CoinstatsState } }>;

/** https://coinstats.app/docs, "Get Credit Usage" */
function creditUsage(c: CoinstatsContext) {
  const { limit, used, remaining, subscription, refusesWhenEmpty } = c.var.state;
  if (refusesWhenEmpty && remaining <= 0) return c.json(exhausted, 429);
  return c.json({ totalCredits: limit, usedCredits: used, remainingCredits: remaining, subscription });
}

const routes = new Hono<{ Variables: { state: CoinstatsState } }>();
routes.get('/v1/usage/credits', creditUsage);
// The path before there was a version in it: https://docs.api.coinstats.app
routes.get('/usage/credits', creditUsage);

/** The current error body names the path without its version, as the documented example does. */
function errorBody(statusCode: number, message: string): object {
  return { statusCode, message, requestId: randomUUID(), path: '/usage/credits' };
}

/** The shape of https://docs.api.coinstats.app/errors, for credits that are used up. There is no 402. */
const exhausted = { error: 'Rate limit exceeded', message: 'Insufficient credits for this request' };

export const coinstats: Provider<CoinstatsState> = {
  sample: {
    remaining: 55000,
    used: 45000,
    limit: 100000,
    subscription: 'PRO',
    refusesWhenEmpty: false,
    // No number is documented: high enough that only a test that sets it lower meets it.
    rate: { limit: 600, seconds: 60 },
    missingPaths: [],
  },
  fields: { used: number, limit: number, subscription: text, refusesWhenEmpty: yesOrNo },
  keyOf: (header) => header('x-api-key'),
  rateHeaders: () => ({}),
  // https://coinstats.app/api-docs/errors/
  errors: {
    401: ({ key, path }) => {
      if (key === undefined) return { body: errorBody(401, 'Unauthorized') };
      if (path.startsWith('/v1/')) return { body: errorBody(401, 'Invalid API key') };
      return { body: { error: 'Unauthorized', message: 'Invalid API key' } };
    },
    403: () => ({ body: errorBody(403, 'Forbidden resource') }),
    429: () => ({ body: errorBody(429, 'Rate limit exceeded') }),
    503: () => ({ body: errorBody(503, 'Service unavailable') }),
  },
  routes,
  spend(state, amount) {
    const spent = Math.min(amount, Math.max(0, state.remaining));
    state.remaining -= spent;
    state.used += spent;
  },
  buy(state, amount) {
    state.remaining += amount;
    state.limit += amount;
  },
};
