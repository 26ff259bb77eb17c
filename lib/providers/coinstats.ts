import { balance, type Provider } from '../provider.ts';

export const coinstats: Provider = {
  id: 'coinstats',
  name: 'CoinStats',
  origin: 'https://openapiv1.coinstats.app',
  dashboard: 'https://openapi.coinstats.app',
  docs: 'https://coinstats.app/docs',
  balances: ['account'],
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
