import { balance, type Provider } from '../provider.ts';

/**
 * - Falls back to `GET /usage/credits` when `GET /v1/usage/credits` answers 404.
 * - The total includes active top-ups, so it may change within a period; the end of the period is not told.
 * - A 429 means too many requests or used-up credits: the message and the last known balance tell which.
 */
export const coinstats: Provider = {
  id: 'coinstats',
  name: 'CoinStats',
  origin: 'https://openapiv1.coinstats.app',
  dashboard: 'https://openapi.coinstats.app',
  docs: 'https://coinstats.app/docs',
  balances: ['account'],
  pollCost: 'unstated',
  // https://coinstats.app/api-docs/errors/: there is no 402.
  exhausted: /insufficient credits|credit limit/i,
  authenticate: (key) => ({ 'X-API-KEY': key }),
  async read(get) {
    let answer = await get('/v1/usage/credits', { expect: [404] });
    // Older documents have the path without its version.
    if (answer.status === 404) answer = await get('/usage/credits');
    const { body } = answer;
    return [
      balance({
        id: 'account',
        remaining: body.number('remainingCredits'),
        used: body.number('usedCredits'),
        limit: body.number('totalCredits'),
        unit: 'credit',
        plan: body.text('subscription'),
      }),
    ];
  },
};
