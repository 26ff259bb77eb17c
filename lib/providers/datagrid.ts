import { balance, bearer, type Provider } from '../provider.ts';

/**
 * - The total is that of the beginning of the period: after a purchase more may remain.
 * - A teamspace may be named for keys of a whole account; keys of an organization ignore it.
 * - `Retry-After` on a good answer means that the next should come later.
 * - `X-RateLimit-Reset` is a second since 1970.
 * - The end of the period is not told.
 */
export const datagrid: Provider = {
  id: 'datagrid',
  name: 'Datagrid',
  origin: 'https://api.datagrid.com',
  docs: 'https://developers.datagrid.com/api-reference/credits/get-credits',
  balances: ['organization'],
  pollCost: 'unstated',
  // Honoured for keys of an account, ignored for the usual keys of an organization.
  fields: [{ id: 'teamspace', header: 'Datagrid-Teamspace' }],
  authenticate: bearer,
  async read(get) {
    const { body } = await get('/v1/organization/credits');
    return [
      balance({
        id: 'organization',
        remaining: body.number('remaining'),
        used: body.number('consumed'),
        // The total at the beginning of the period: purchases since then are not in it.
        limit: body.number('total'),
        unit: 'credit',
      }),
    ];
  },
  // https://developers.datagrid.com/api-reference/rate-limits: the second, since 1970, in which the window resets.
  wait: ({ header, sentAt }) => {
    const reset = header('x-ratelimit-reset');
    return reset === undefined ? undefined : Number(reset) - sentAt / 1000;
  },
};
