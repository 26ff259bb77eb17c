import { balance, bearer, refuse, type Provider } from '../provider.ts';

/**
 * - Two balances: the cap of the key itself, and the balance of the user behind it, which pays for all keys.
 * - No limit is told: what is left is compared with what is left and used together.
 * - The figures of a key without a cap (`data.token.unlimited_credits`) mean nothing and are not shown; the balance of the user still runs out.
 * - How long to wait stands in the text of `fallback_suggestion` alone.
 */
export const evolink: Provider = {
  id: 'evolink',
  name: 'EvoLink',
  origin: 'https://api.evolink.ai',
  dashboard: 'https://evolink.ai/dashboard/keys',
  docs: 'https://docs.evolink.ai/en/api-manual/account-management/get-credits',
  // A key may have a cap of its own; the user's balance behind it pays for all keys.
  balances: ['key', 'user'],
  pollCost: 'unstated',
  authenticate: bearer,
  async read(get) {
    const { body } = await get('/v1/credits');
    const said = body.hint('error.message') ?? body.hint('message');
    if (body.optionalFlag('success') === false || body.hint('error.message') !== undefined) refuse(said);
    const unlimited = body.flag('data.token.unlimited_credits') || undefined;
    const figure = (path: string) => (unlimited ? body.hintNumber(path) : body.number(path));
    return [
      balance({
        id: 'key',
        remaining: figure('data.token.remaining_credits') ?? 0,
        used: figure('data.token.used_credits'),
        unit: 'credit',
        unlimited,
      }),
      balance({
        id: 'user',
        remaining: body.number('data.user.remaining_credits'),
        used: body.number('data.user.used_credits'),
        unit: 'credit',
      }),
    ];
  },
  // There is no header: the delay stands in a sentence such as "retry after 60 seconds".
  wait: ({ body }) => {
    const delay = /(\d+)\s*seconds?/.exec(body.hint('error.fallback_suggestion') ?? '');
    return delay ? Number(delay[1]) : undefined;
  },
};
