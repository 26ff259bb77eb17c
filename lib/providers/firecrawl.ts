import { balance, bearer, refuse, type Answer, type Balance, type Get, type Provider } from '../provider.ts';

/** What a self-hosted server without accounts answers for both figures. */
const unlimited = 99_999_999;

/** The documented 404 of a team without billing, which does not mean that the path is unknown. */
const noBilling = 'Could not find credit usage information';

export const firecrawl: Provider = {
  id: 'firecrawl',
  name: 'Firecrawl',
  origin: 'https://api.firecrawl.dev',
  dashboard: 'https://www.firecrawl.dev/app',
  docs: 'https://docs.firecrawl.dev/api-reference/endpoint/credit-usage',
  balances: ['team'],
  authenticate: bearer,
  read,
};

async function read(get: Get): Promise<Balance[]> {
  let answer = await get('/v2/team/credit-usage', { expect: [404] });
  // Servers of before v2 do not know the path.
  if (answer.status === 404 && answer.body.hint('error') !== noBilling) {
    answer = await get('/v1/team/credit-usage', { expect: [404] });
  }
  return [team(answer)];
}

/** v2 answers in camel case, v1 in snake case, the oldest v1 with the remaining credits alone. */
function team({ body }: Answer): Balance {
  if (body.optionalFlag('success') === false) refuse(body.hint('error'));
  const remaining = body.optionalNumber('data.remainingCredits') ?? body.number('data.remaining_credits');
  const plan = body.optionalNumber('data.planCredits') ?? body.optionalNumber('data.plan_credits');
  const isUnlimited = remaining === unlimited && plan === unlimited;
  return balance({
    id: 'team',
    remaining,
    // Credit packs are not counted in the plan, so more may remain than the plan brings.
    limit: plan || undefined,
    unit: 'credit',
    unlimited: isUnlimited || undefined,
    resetsAt: isUnlimited
      ? undefined
      : (body.optionalTime('data.billingPeriodEnd') ?? body.optionalTime('data.billing_period_end')),
  });
}
