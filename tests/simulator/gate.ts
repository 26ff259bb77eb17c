import { Hono, type MiddlewareHandler } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Accounts } from './accounts.ts';
import { pathsOf, providerIds, providers, type ProviderId, type States } from './providers/index.ts';

/** What stands before every provider's routes: the key, the deployment's paths, the rate limit. */
function gate<P extends ProviderId>(id: P, accounts: Accounts): MiddlewareHandler<{ Variables: { state: States[P] } }> {
  const { errors, rateHeaders } = providers[id];
  return async (c, next) => {
    const call = accounts.count(id, c.req.method, c.req.path, (name) => c.req.header(name));
    for (const [name, value] of Object.entries(rateHeaders(call.standing))) c.header(name, value);

    const refuse = (status: ContentfulStatusCode) => {
      const refusal = errors[status]?.(call);
      return c.json(refusal?.body ?? {}, status, refusal?.headers);
    };
    const account = accounts.find(id, call.key);
    if (!account) return refuse(401);
    if (account.state.missingPaths.includes(c.req.path)) return c.notFound();
    if (call.standing.exceeded) return refuse(429);
    c.set('state', account.state);
    return next();
  };
}

/** All five APIs on one origin. Only GET is theirs: a preflight or another method finds nothing (404). */
export function providerApp(accounts: Accounts): Hono {
  const app = new Hono();
  app.notFound((c) => c.json({ message: 'Not Found' }, 404));
  const mount = <P extends ProviderId>(id: P) => {
    for (const path of pathsOf(id)) app.get(path, gate(id, accounts));
    app.route('/', providers[id].routes);
  };
  for (const id of providerIds) mount(id);
  return app;
}
