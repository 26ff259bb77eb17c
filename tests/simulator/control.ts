import { Hono } from 'hono';
import type { Accounts, AnyAccount } from './accounts.ts';
import { checkFault, type Target } from './faults.ts';
import type { RequestLog } from './log.ts';
import type { Orders } from './orders.ts';
import type { ContractWatch } from './watch.ts';
import { providerIds, providers, type ProviderId } from './providers/index.ts';
import {
  amount,
  anything,
  BadInput,
  check,
  like,
  listOf,
  maybe,
  number,
  object,
  oneOf,
  text,
  type Shape,
} from './shape.ts';

const everyState: Shape = {
  remaining: number,
  rate: like({ limit: amount, seconds: amount }),
  missingPaths: listOf(text),
};

/** The simulator for other processes: what `Simulator` offers in code, as JSON under /_simulator. */
export function controlApp(accounts: Accounts, orders: Orders, log: RequestLog, watch: ContractWatch): Hono {
  const app = new Hono();
  app.onError((error, c) => {
    if (error instanceof BadInput || error instanceof SyntaxError) return c.json({ error: error.message }, 400);
    throw error;
  });

  app.get('/accounts', (c) => c.json(accounts.list().map(view)));

  app.post('/accounts', async (c) => {
    const shape = { provider: oneOf(...providerIds), key: text, state: maybe(object) };
    const { provider, key, state } = check(await c.req.json(), shape, 'body');
    const id = providerNamed(provider);
    checkState(id, state);
    accounts.add(id, String(key));
    return c.json(view(change(accounts.get(String(key)), state)), 201);
  });

  app.patch('/accounts', async (c) => {
    const { key, state } = check(await c.req.json(), { key: text, state: object }, 'body');
    const account = accounts.get(String(key));
    checkState(account.provider, state);
    return c.json(view(change(account, state)));
  });

  app.post('/drain', async (c) => {
    const body = check(await c.req.json(), { key: text, amount: maybe(amount) }, 'body');
    const account = accounts.get(String(body.key));
    account.drain(body.amount === undefined ? undefined : Number(body.amount));
    return c.json(view(account));
  });

  app.post('/refill', async (c) => {
    const body = check(await c.req.json(), { key: text, amount }, 'body');
    const account = accounts.get(String(body.key));
    account.refill(Number(body.amount));
    return c.json(view(account));
  });

  app.post('/faults', async (c) => {
    const shape = { target: anything, fault: object, times: maybe(number) };
    const { target, fault, times } = check(await c.req.json(), shape, 'body');
    checkFault(fault);
    orders.add(targetNamed(target), fault, times === undefined ? undefined : Number(times));
    return c.json({ ordered: fault }, 201);
  });

  app.delete('/faults', (c) => {
    orders.clear();
    return c.body(null, 204);
  });

  app.get('/requests', (c) => c.json({ maxInFlight: log.maxInFlight, requests: log.requests }));

  app.get('/departures', (c) => c.json(watch.departures));

  app.delete('/requests', (c) => {
    log.clear();
    return c.body(null, 204);
  });
  return app;
}

function view({ provider, key, state }: AnyAccount): object {
  return { provider, key, state };
}

/** Throws a BadInput unless each field is one of the provider's states and of its type. */
function checkState(id: ProviderId, state: unknown): void {
  const fields = Object.entries({ ...everyState, ...providers[id].fields });
  const shape = Object.fromEntries(fields.map(([name, rule]) => [name, maybe(rule)]));
  check(state ?? {}, shape, 'state');
}

function change(account: AnyAccount, checked: unknown): AnyAccount {
  Object.assign(account.state, checked);
  return account;
}

function providerNamed(name: unknown): ProviderId {
  const id = providerIds.find((one) => one === name);
  if (!id) throw new BadInput(`provider must be one of ${providerIds.join(', ')}`);
  return id;
}

function targetNamed(target: unknown): Target {
  if (target === 'all') return target;
  const { provider, key } = check(target, { provider: maybe(text), key: maybe(text) }, 'target');
  if (typeof key === 'string' && provider === undefined) return { key };
  if (key === undefined) return { provider: providerNamed(provider) };
  throw new BadInput('target must be "all", {"provider": …} or {"key": …}');
}
