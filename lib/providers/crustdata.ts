import { balance, bearer, type Balance, type Get, type Provider } from '../provider.ts';

export const crustdata: Provider = {
  id: 'crustdata',
  name: 'Crustdata',
  origin: 'https://api.crustdata.com',
  dashboard: 'https://app.crustdata.com/',
  docs: 'https://docs.crustdata.com/general/credits',
  balances: ['account'],
  authenticate: bearer,
  read,
  // https://docs.crustdata.com/general/rate-limits: a sliding window, told as seconds from now.
  wait: ({ header }) => {
    const reset = header('x-ratelimit-reset');
    return reset === undefined ? undefined : Number(reset);
  },
};

async function read(get: Get): Promise<Balance[]> {
  // The page of the account API wants the version and answers 400 without; the other page does not mention it.
  const headers = { 'x-api-version': '2025-11-01' };
  const { status, body } = await get('/account/credits', { headers, expect: [403, 404] });
  if (status !== 200) {
    const bare = await get('/user/credits');
    return [{ id: 'account', remaining: bare.body.number('credits'), unit: 'credit' }];
  }
  return [
    balance({
      id: 'account',
      remaining: body.number('account.credits'),
      // Told as 0 when the plan has no recurring grant.
      limit: body.optionalNumber('account.recurring_credits') || undefined,
      unit: 'credit',
      resetsAt: body.optionalTime('account.recurring_credits_refresh_date'),
      rollover: body.optionalFlag('account.credit_rollover'),
    }),
  ];
}
