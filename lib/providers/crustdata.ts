import { balance, bearer, type Balance, type Get, type Json, type Part, type Provider } from '../provider.ts';

/** More than this nobody reads. */
const mostParts = 20;

/**
 * - Falls back to `GET /user/credits`, which tells the remaining credits alone, when `GET /account/credits` answers 403 or 404.
 * - More may remain than a cycle grants, because of rollover and top-ups; without a recurring grant there is no limit.
 * - The reset of its rate limit (`x-ratelimit-reset`) is told in seconds from now.
 * - Wallets (`account.wallets`) and top-ups (`account.credit_topups`) are two ways of splitting the balance, and never added to it.
 * - All keys of one account share the balance.
 */
export const crustdata: Provider = {
  id: 'crustdata',
  name: 'Crustdata',
  origin: 'https://api.crustdata.com',
  dashboard: 'https://app.crustdata.com/',
  docs: 'https://docs.crustdata.com/general/credits',
  balances: ['account'],
  pollCost: 'free',
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
  const parts = [
    ...partsIn(body.hintList('account.wallets'), 'wallet'),
    ...partsIn(body.hintList('account.credit_topups'), 'top-up'),
  ];
  return [
    balance({
      id: 'account',
      remaining: body.number('account.credits'),
      // Told as 0 when the plan has no recurring grant.
      limit: body.optionalNumber('account.recurring_credits') || undefined,
      unit: 'credit',
      resetsAt: body.optionalTime('account.recurring_credits_refresh_date'),
      rollover: body.optionalFlag('account.credit_rollover'),
      parts: parts.length > 0 ? parts : undefined,
    }),
  ];
}

/**
 * https://docs.crustdata.com/api-reference/account-apis/get-account-credit-balance.md calls these lists informational and
 * describes their members in prose, so each is looked for under the names that fit, and none is insisted on.
 */
function partsIn(list: Json[], kind: Part['kind']): Part[] {
  return list.slice(0, mostParts).flatMap((entry): Part[] => {
    const remaining = first(['remaining_credits', 'remaining', 'credits', 'balance'], (path) => entry.hintNumber(path));
    const name = first(['origin', 'type', 'name'], (path) => entry.hintText(path));
    const expiresAt = first(['expires_at', 'expiry_date', 'expiration_date', 'expiry'], (path) => entry.hintTime(path));
    if (remaining === undefined) return [];
    return [{ kind, remaining, ...(name !== undefined && { name }), ...(expiresAt !== undefined && { expiresAt }) }];
  });
}

function first<T>(paths: string[], readAt: (path: string) => T | undefined): T | undefined {
  return paths.map(readAt).find((value) => value !== undefined);
}
