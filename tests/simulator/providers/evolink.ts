import { Hono } from 'hono';
import { bearerKey, type AccountState, type Provider, type Refusal } from '../provider.ts';
import { number, yesOrNo } from '../shape.ts';

/** Two balances: `remaining` and `used` are the key's own cap, the user's balance stands behind it. */
export interface EvolinkState extends AccountState {
  used: number;
  /** The key has no cap of its own; its figures then mean nothing, the user's still run out. */
  unlimited: boolean;
  userRemaining: number;
  userUsed: number;
}

const routes = new Hono<{ Variables: { state: EvolinkState } }>();

/** https://docs.evolink.ai/en/api-manual/account-management/get-credits */
routes.get('/v1/credits', (c) => {
  const { remaining, used, unlimited, userRemaining, userUsed } = c.var.state;
  return c.json({
    data: {
      token: { remaining_credits: remaining, unlimited_credits: unlimited, used_credits: used },
      user: { remaining_credits: userRemaining, used_credits: userUsed },
    },
    message: '',
    success: true,
  });
});

function refusal(code: number, type: string, message: string, suggestion?: string): Refusal {
  return { body: { error: { code, message, type, ...(suggestion && { fallback_suggestion: suggestion }) } } };
}

/** The documented figures have four decimals; summing doubles would give them more. */
function round(credits: number): number {
  return Math.round(credits * 10000) / 10000;
}

export const evolink: Provider<EvolinkState> = {
  sample: {
    remaining: 99416.4429,
    used: 583.5571,
    unlimited: false,
    userRemaining: 1095.3996,
    userUsed: 135.9048,
    // No number is documented: high enough that only a test that sets it lower meets it.
    rate: { limit: 600, seconds: 60 },
    missingPaths: [],
  },
  fields: { used: number, unlimited: yesOrNo, userRemaining: number, userUsed: number },
  keyOf: bearerKey,
  rateHeaders: () => ({}),
  errors: {
    400: () => refusal(400, 'invalid_request_error', 'Invalid request'),
    401: () => refusal(401, 'authentication_error', 'Invalid or expired token'),
    403: () => refusal(403, 'permission_error', 'Access denied'),
    // How long to wait stands in words only; there is no header for it.
    429: ({ standing }) =>
      refusal(429, 'rate_limit_error', 'Rate limit exceeded', `retry after ${standing.wait} seconds`),
    500: () => refusal(500, 'internal_server_error', 'Internal server error', 'try again later'),
    502: () => refusal(502, 'upstream_error', 'Upstream service error', 'try again later'),
    503: () => refusal(503, 'service_unavailable_error', 'Service temporarily unavailable', 'retry after 30 seconds'),
  },
  routes,
  /** A call is paid from the user's balance and counted against the key; each stops at 0 by itself. */
  spend(state, amount) {
    const capped = Math.min(amount, Math.max(0, state.remaining));
    state.remaining = round(state.remaining - capped);
    state.used = round(state.used + capped);
    const paid = Math.min(amount, Math.max(0, state.userRemaining));
    state.userRemaining = round(state.userRemaining - paid);
    state.userUsed = round(state.userUsed + paid);
  },
  /** Credits are bought for the user; a key's cap does not move with them. */
  buy: (state, amount) => void (state.userRemaining = round(state.userRemaining + amount)),
};
