import { Hono } from 'hono';
import { bearerKey, type AccountState, type Provider } from '../provider.ts';
import { listOf, number, text } from '../shape.ts';

export interface DatagridState extends AccountState {
  used: number;
  /** The initial total of the billing period: later purchases do not move it. */
  limit: number;
  /** An account-scoped key's teamspaces. Absent: an organization-scoped key, for which the header is ignored. */
  teamspaces?: string[];
}

const routes = new Hono<{ Variables: { state: DatagridState } }>();

/** https://developers.datagrid.com/api-reference/credits/get-credits */
routes.get('/v1/organization/credits', (c) => {
  const { remaining, used, limit, teamspaces } = c.var.state;
  const teamspace = c.req.header('datagrid-teamspace');
  if (teamspaces && teamspace !== undefined && !teamspaces.includes(teamspace)) return c.json(noTeamspace, 404);
  return c.json({ remaining, consumed: used, total: limit });
});

/** Only the 429 has a documented body; the others follow its required fields. */
function failure(status: number, error: string, message: string) {
  return { status_code: status, error, message, retryable: status >= 500 };
}

const noTeamspace = failure(404, 'not_found', 'Teamspace not found');

export const datagrid: Provider<DatagridState> = {
  sample: {
    remaining: 123,
    used: 123,
    limit: 123,
    rate: { limit: 200, seconds: 60 },
    missingPaths: [],
  },
  fields: { used: number, limit: number, teamspaces: listOf(text) },
  keyOf: bearerKey,
  // https://developers.datagrid.com/api-reference/rate-limits: the reset is a Unix time, and
  // Retry-After stands there whenever nothing is left, on a 200 as well.
  rateHeaders: ({ limit, remaining, wait, resetAt }) => ({
    'X-RateLimit-Limit': `${limit}`,
    'X-RateLimit-Remaining': `${remaining}`,
    'X-RateLimit-Reset': `${resetAt}`,
    ...(remaining === 0 && { 'Retry-After': `${wait}` }),
  }),
  errors: {
    401: () => ({ body: failure(401, 'unauthorized', 'Invalid or missing API key') }),
    403: () => ({ body: failure(403, 'forbidden', 'No permission to read credits') }),
    404: () => ({ body: noTeamspace }),
    429: ({ standing }) => ({
      body: {
        status_code: 429,
        statusCode: 429,
        error: 'rate_limit_exceeded',
        message: 'Rate limit exceeded',
        mitigation: 'Implement exponential backoff and retry with delays',
        retryable: true,
        details: { reason: 'Rate limit exceeded. Please retry after the current window resets.' },
      },
      headers: { 'Retry-After': `${standing.wait}` },
    }),
    500: () => ({ body: failure(500, 'internal_error', 'Something went wrong') }),
  },
  routes,
  spend(state, amount) {
    const spent = Math.min(amount, Math.max(0, state.remaining));
    state.remaining -= spent;
    state.used += spent;
  },
  buy: (state, amount) => void (state.remaining += amount),
};
