import { Hono, type MiddlewareHandler } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Accounts } from './accounts.ts';
import { pathsOf, providerIds, providers, type ProviderId, type States } from './providers/index.ts';
import type { ContractWatch } from './watch.ts';

/** What stands before every provider's routes: the key, the deployment's paths, the rate limit. */
function gate<P extends ProviderId>(id: P, accounts: Accounts): MiddlewareHandler<{ Variables: { state: States[P] } }> {
  const { errors, rateHeaders } = providers[id];
  return async (c, next) => {
    const call = accounts.count(id, c.req.method, c.req.path, (name) => c.req.header(name));
    const account = accounts.find(id, call.key);
    // A server that does not know a path counts no requests to it either, so there are no headers about them.
    if (account?.state.missingPaths.includes(c.req.path)) return c.notFound();
    for (const [name, value] of Object.entries(rateHeaders(call.standing))) c.header(name, value);

    const refuse = (status: ContentfulStatusCode) => {
      const refusal = errors[status]?.(call);
      return c.json(refusal?.body ?? {}, status, refusal?.headers);
    };
    if (!account) return refuse(401);
    if (call.standing.exceeded) return refuse(429);
    c.set('state', account.state);
    return next();
  };
}

/** Has a provider's answers compared with its contract before they are sent. */
function watched(id: ProviderId, watch: ContractWatch): MiddlewareHandler {
  return async (c, next) => {
    await next();
    const { status, headers } = c.res;
    watch.see(id, c.req.path, { status, headers, text: await c.res.clone().text() });
  };
}

/** All five APIs on one origin. Only GET is theirs: a preflight or another method finds nothing (404). */
export function providerApp(accounts: Accounts, watch: ContractWatch): Hono {
  const app = new Hono();
  app.notFound((c) => c.json({ message: 'Not Found' }, 404));
  const mount = <P extends ProviderId>(id: P) => {
    for (const path of pathsOf(id)) app.get(path, watched(id, watch), gate(id, accounts));
    app.route('/', providers[id].routes);
  };
  for (const id of providerIds) mount(id);
  return app;
}
