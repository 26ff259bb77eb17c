import { Hono } from 'hono';
import { bearerKey, type AccountState, type Provider } from '../provider.ts';
import { listOf, number, object, textOrNull, yesOrNo } from '../shape.ts';

export interface CrustdataState extends AccountState {
  /** Credits granted each cycle; 0, with frequency and date null, for an account without a grant. */
  grant: number;
  frequency: string | null;
  refreshDate: string | null;
  rollover: boolean;
  /** Only accounts with wallets, or with live top-ups, have these lists; their entries' fields are not documented in full. */
  wallets?: object[];
  topups?: object[];
}

const routes = new Hono<{ Variables: { state: CrustdataState } }>();

/** https://docs.crustdata.com/general/credits */
routes.get('/user/credits', (c) => c.json({ credits: c.var.state.remaining }));

/** https://docs.crustdata.com/api-reference/account-apis/get-account-credit-balance.md */
routes.get('/account/credits', (c) => {
  if (c.req.header('x-api-version') !== '2025-11-01') return c.json(versionMissing, 400);
  const { remaining, grant, frequency, refreshDate, rollover, wallets, topups } = c.var.state;
  return c.json({
    account: {
      credits: remaining,
      recurring_credits: grant,
      recurring_credits_frequency: frequency,
      recurring_credits_refresh_date: refreshDate,
      credit_rollover: rollover,
      ...(wallets && { wallets }),
      ...(topups && { credit_topups: topups }),
    },
  });
});

// Only the status is documented; the shape is that of the 401.
const versionMissing = { message: 'Missing x-api-version header' };

export const crustdata: Provider<CrustdataState> = {
  sample: {
    remaining: 9406.5,
    grant: 10000,
    frequency: 'monthly',
    refreshDate: '2026-08-01T00:00:00+00:00',
    rollover: true,
    rate: { limit: 300, seconds: 60 },
    missingPaths: [],
  },
  fields: {
    grant: number,
    frequency: textOrNull,
    refreshDate: textOrNull,
    rollover: yesOrNo,
    wallets: listOf(object),
    topups: listOf(object),
  },
  keyOf: bearerKey,
  // https://docs.crustdata.com/general/rate-limits: the reset is in seconds from now.
  rateHeaders: ({ limit, remaining, wait }) => ({
    'x-ratelimit-limit': `${limit}`,
    'x-ratelimit-remaining': `${remaining}`,
    'x-ratelimit-reset': `${wait}`,
  }),
  errors: {
    400: () => ({ body: versionMissing }),
    401: ({ key }) => ({ body: { message: `${key === undefined ? 'Missing' : 'Invalid'} API key in request` } }),
    // What the paying endpoints answer; the balance itself is not documented to be refused with it.
    402: () => ({ body: { error: { type: 'insufficient_credits', message: 'Not enough credits', metadata: {} } } }),
    403: () => ({ body: { message: 'Your plan does not include this endpoint' } }),
    429: () => ({ body: { message: 'Rate limit exceeded' } }),
  },
  routes,
  spend: (state, amount) => void (state.remaining -= Math.min(amount, Math.max(0, state.remaining))),
  buy: (state, amount) => void (state.remaining += amount),
};
