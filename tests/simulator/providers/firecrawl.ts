import { Hono } from 'hono';
import { bearerKey, type AccountState, type Provider, type Refusal } from '../provider.ts';
import { like, number, textOrNull, yesOrNo } from '../shape.ts';

export interface FirecrawlState extends AccountState {
  /** The plan's credits. Packs and coupons are not in it, so remaining may be more. */
  limit: number;
  periodStart: string | null;
  periodEnd: string | null;
  /** Absent: no token usage is known for the team. */
  tokens?: { remaining: number; limit: number };
  /** A deployment from before v2: v1 tells what remains only, v2 is not there. */
  beforeV2: boolean;
  /** USE_DB_AUTHENTICATION=false: no key is asked for and the figures are a sentinel. */
  selfHosted: boolean;
}

/** https://docs.firecrawl.dev/contributing/self-host: what a server without a database says it has. */
const unlimited = 99999999;

function credits(state: FirecrawlState) {
  if (!state.selfHosted) return state;
  const now = Date.now();
  // The invented billing period moves with every request, as in the server's source.
  const periodEnd = new Date(now + 30 * 24 * 3600 * 1000).toISOString();
  return { remaining: unlimited, limit: unlimited, periodStart: new Date(now).toISOString(), periodEnd };
}

const routes = new Hono<{ Variables: { state: FirecrawlState } }>();

/** https://docs.firecrawl.dev/api-reference/endpoint/credit-usage */
routes.get('/v2/team/credit-usage', (c) => {
  if (c.var.state.beforeV2) return c.notFound();
  const { remaining, limit, periodStart, periodEnd } = credits(c.var.state);
  const period = { billingPeriodStart: periodStart, billingPeriodEnd: periodEnd };
  return c.json({ success: true, data: { remainingCredits: remaining, planCredits: limit, ...period } });
});

/** https://docs.firecrawl.dev/api-reference/v1-endpoint/credit-usage */
routes.get('/v1/team/credit-usage', (c) => {
  const { remaining, limit, periodStart, periodEnd } = credits(c.var.state);
  if (c.var.state.beforeV2) return c.json({ success: true, data: { remaining_credits: remaining } });
  const period = { billing_period_start: periodStart, billing_period_end: periodEnd };
  return c.json({ success: true, data: { remaining_credits: remaining, plan_credits: limit, ...period } });
});

/** https://docs.firecrawl.dev/api-reference/endpoint/token-usage */
routes.get('/v2/team/token-usage', (c) => {
  const { tokens, periodStart, periodEnd, beforeV2 } = c.var.state;
  if (beforeV2) return c.notFound();
  if (!tokens) return c.json(failure('Could not find token usage information'), 404);
  const period = { billingPeriodStart: periodStart, billingPeriodEnd: periodEnd };
  return c.json({ success: true, data: { remainingTokens: tokens.remaining, planTokens: tokens.limit, ...period } });
});

/** https://docs.firecrawl.dev/api-reference/v1-endpoint/token-usage */
routes.get('/v1/team/token-usage', (c) => {
  const { tokens, periodStart, periodEnd, beforeV2 } = c.var.state;
  if (!tokens) return c.json(failure('Could not find token usage information'), 404);
  if (beforeV2) return c.json({ success: true, data: { remaining_tokens: tokens.remaining } });
  const period = { billing_period_start: periodStart, billing_period_end: periodEnd };
  return c.json({ success: true, data: { remaining_tokens: tokens.remaining, plan_tokens: tokens.limit, ...period } });
});

function failure(error: string) {
  return { success: false, error };
}

function tokenError(key: string | undefined): Refusal {
  if (key === undefined) return { body: failure('Unauthorized') };
  return { body: failure(`Unauthorized: ${key === '' ? 'Token missing' : 'Invalid token'}`) };
}

export const firecrawl: Provider<FirecrawlState> = {
  sample: {
    remaining: 1000,
    limit: 500000,
    periodStart: '2025-01-01T00:00:00Z',
    periodEnd: '2025-01-31T23:59:59Z',
    beforeV2: false,
    selfHosted: false,
    // https://docs.firecrawl.dev/rate-limits: the free plan's bucket for this route, shared by a team.
    rate: { limit: 500, seconds: 60 },
    missingPaths: [],
  },
  fields: {
    limit: number,
    periodStart: textOrNull,
    periodEnd: textOrNull,
    tokens: like({ remaining: number, limit: number }),
    beforeV2: yesOrNo,
    selfHosted: yesOrNo,
  },
  keyOf: bearerKey,
  keyless: (state) => state.selfHosted,
  rateHeaders: () => ({}),
  // https://docs.firecrawl.dev/api-reference/errors
  errors: {
    401: ({ key }) => tokenError(key),
    // What the paying endpoints answer; the balance itself is not documented to be refused with it.
    402: () => ({ body: failure('Payment Required: Insufficient credits') }),
    403: () => ({ body: { ...failure('This team is suspended'), code: 'TEAM_SUSPENDED' } }),
    404: () => ({ body: failure('Could not find credit usage information') }),
    429: ({ standing }) => ({
      body: failure(`Rate limit exceeded, please retry after ${standing.wait}s`),
      headers: { 'retry-after': `${standing.wait}` },
    }),
    500: () => ({ body: failure('Internal server error while fetching credit usage') }),
    503: () => ({ body: { ...failure('Billing is unavailable'), status: 503, code: 'BILLING_UNAVAILABLE' } }),
  },
  routes,
  spend: (state, amount) => void (state.remaining -= Math.min(amount, Math.max(0, state.remaining))),
  buy: (state, amount) => void (state.remaining += amount),
};
