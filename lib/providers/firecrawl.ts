import { balance, bearer, refuse, type Answer, type Balance, type Get, type Json, type Provider } from '../provider.ts';

/** What a self-hosted server without accounts answers for both figures. */
const unlimited = 99_999_999;

/** The documented 404 of a team without billing, which does not mean that the path is unknown. */
const noBilling = 'Could not find credit usage information';

/** https://docs.firecrawl.dev/api-reference/endpoint/token-usage: what a credit is worth since tokens are billed as credits. */
const tokensPerCredit = 15;

/**
 * - Asks v2 first, and v1 when the server does not know v2; v1 has the same members in snake case, the oldest `data.remaining_credits` alone.
 * - A 404 with the text `Could not find credit usage information` means a team without billing, not a path that is unknown.
 * - A good status with `success: false` is an error.
 * - Without a `Retry-After`, the delay of a 429 stands in its message.
 * - Credit packs are not counted in the plan, so more may remain than the plan brings.
 * - Billing is batched: the figures lag a few minutes behind.
 * - A self-hosted server without accounts needs no key and answers 99999999, which is shown as unlimited.
 * - Tokens are shown as a second balance where the team has its own; since credits pay for them, 15 to one, they mostly have none.
 */
export const firecrawl: Provider = {
  id: 'firecrawl',
  name: 'Firecrawl',
  origin: 'https://api.firecrawl.dev',
  dashboard: 'https://www.firecrawl.dev/app',
  docs: 'https://docs.firecrawl.dev/api-reference/endpoint/credit-usage',
  balances: ['team'],
  rareBalances: ['tokens'],
  pollCost: 'unstated',
  leastInterval: 5,
  keyless: true,
  keyPrefix: 'fc-',
  authenticate: bearer,
  read,
  // https://docs.firecrawl.dev/api-reference/errors: without a header, the delay stands in the message alone.
  wait: ({ body }) => {
    const delay = /retry after (\d+)\s*s/i.exec(body.hint('error') ?? '');
    return delay ? Number(delay[1]) : undefined;
  },
};

async function read(get: Get): Promise<Balance[]> {
  let version = 'v2';
  let answer = await get('/v2/team/credit-usage', { expect: [404] });
  if (answer.status === 404 && answer.body.hint('error') !== noBilling) {
    version = 'v1';
    answer = await get('/v1/team/credit-usage', { expect: [404] });
  }
  const team = teamOf(answer);
  return team.unlimited ? [team] : [team, ...(await tokensBeside(team, get, version))];
}

function teamOf({ status, body }: Answer): Balance {
  const said = body.hint('error');
  if (status === 404 && said !== noBilling) refuse(said, status);
  if (status === 404 || body.optionalFlag('success') === false) refuse(said);
  const remaining = figure(body, 'remaining', 'Credits') ?? body.number('data.remainingCredits');
  const plan = figure(body, 'plan', 'Credits');
  const isUnlimited = remaining === unlimited && (plan === undefined || plan === unlimited);
  return balance({
    id: 'team',
    remaining,
    // 0 or null without a subscription.
    limit: plan || undefined,
    unit: 'credit',
    unlimited: isUnlimited || undefined,
    // A server without accounts makes up a period that ends later with every answer.
    resetsAt: isUnlimited ? undefined : periodEnd(body),
  });
}

/** The team's tokens, unless they only tell its credits again. They are an extra: no trouble with them costs the credits. */
async function tokensBeside(team: Balance, get: Get, version: string): Promise<Balance[]> {
  try {
    const { body } = await get(`/${version}/team/token-usage`);
    const remaining = figure(body, 'remaining', 'Tokens');
    const limit = figure(body, 'plan', 'Tokens') || undefined;
    const again =
      limit === undefined
        ? remaining === team.remaining * tokensPerCredit
        : limit === (team.limit ?? 0) * tokensPerCredit;
    if (remaining === undefined || again || body.optionalFlag('success') === false) return [];
    return [balance({ id: 'tokens', remaining, limit, unit: 'token', resetsAt: periodEnd(body) })];
  } catch {
    return [];
  }
}

/** v2 answers in camel case, v1 in snake case, the oldest v1 with the remaining figure alone. */
function figure(body: Json, name: 'remaining' | 'plan', of: 'Credits' | 'Tokens'): number | undefined {
  return body.optionalNumber(`data.${name}${of}`) ?? body.optionalNumber(`data.${name}_${of.toLowerCase()}`);
}

function periodEnd(body: Json): number | undefined {
  return body.optionalTime('data.billingPeriodEnd') ?? body.optionalTime('data.billing_period_end');
}
