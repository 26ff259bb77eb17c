import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Accounts, type Account, type AnyAccount } from './accounts.ts';
import { controlApp } from './control.ts';
import type { Fault, Target } from './faults.ts';
import { providerApp } from './gate.ts';
import { pathIn, RequestLog, type LoggedRequest } from './log.ts';
import { misbehave } from './misbehave.ts';
import { Orders } from './orders.ts';
import type { Refusal } from './provider.ts';
import { providers, type ProviderId, type States } from './providers/index.ts';
import { ContractWatch } from './watch.ts';

export interface Simulator {
  /** The one origin that speaks all five contracts, without a slash at the end. */
  readonly url: string;
  /** Everything that was asked, in the order of arrival. */
  readonly requests: readonly LoggedRequest[];
  /** The most requests that were open at one time, all providers together. */
  readonly maxInFlight: number;
  /**
   * In what the answers departed from the contracts, in words, each told once. Not looked at are unknown paths, methods
   * other than GET, and faults of every kind but `error`, which are meant to depart.
   */
  readonly departures: readonly string[];
  /** Starts as the provider's documented example, apart from the overrides. */
  addAccount<P extends ProviderId>(provider: P, key: string, overrides?: Partial<States[P]>): Account<P>;
  /** Throws if no account has this key. */
  account(key: string): AnyAccount;
  /** Orders a fault for the next `times` requests that the target fits, or until it is cleared. */
  fault(target: Target, fault: Fault, times?: number): void;
  clearFaults(): void;
  clearRequests(): void;
  /** Also ends what hangs. */
  stop(): Promise<void>;
}

/** A server on the loopback interface, on a free port unless one is named. Each has its own accounts, faults and log. */
export async function startSimulator({ port = 0 }: { port?: number } = {}): Promise<Simulator> {
  const accounts = new Accounts();
  const orders = new Orders(accounts);
  const log = new RequestLog();
  const watch = new ContractWatch();
  const app = providerApp(accounts, watch).route('/_simulator', controlApp(accounts, orders, log, watch));
  const answer = getRequestListener(app.fetch, { overrideGlobalObjects: false });

  const listen = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    // Browsers repeat a request of their own accord when a kept-alive connection breaks: that would use up faults unseen.
    outgoing.shouldKeepAlive = false;
    if (incoming.url?.startsWith('/_simulator/')) return answer(incoming, outgoing);
    const request = log.note(incoming, outgoing);
    const refusal = (status: number) => {
      const error = documentedError(accounts, incoming, request, status);
      if (request.provider && request.method === 'GET') {
        watch.seeError(request.provider, pathIn(request.path), status, error);
      }
      return error;
    };
    for (const fault of orders.take(request.provider, request.key)) {
      if (await misbehave(fault, incoming, outgoing, refusal)) return;
    }
    return answer(incoming, outgoing);
  };
  const server = createServer((incoming, outgoing) => void listen(incoming, outgoing));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('the simulator has no port');

  return {
    url: `http://127.0.0.1:${address.port}`,
    requests: log.requests,
    get maxInFlight() {
      return log.maxInFlight;
    },
    get departures() {
      return watch.departures;
    },
    addAccount: (provider, key, overrides) => accounts.add(provider, key, overrides),
    account: (key) => accounts.get(key),
    fault: (target, fault, times) => orders.add(target, fault, times),
    clearFaults: () => orders.clear(),
    clearRequests: () => log.clear(),
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** An error that was ordered, with the same headers that the provider would have sent with it. */
function documentedError(
  accounts: Accounts,
  incoming: IncomingMessage,
  { provider, method, path }: LoggedRequest,
  status: number,
): Refusal {
  if (!provider) return { body: { message: 'Not Found' } };
  const call = accounts.count(provider, method, pathIn(path), (name) => incoming.headers[name]?.toString());
  const { body, headers } = providers[provider].errors[status]?.(call) ?? { body: {} };
  return { body, headers: { ...providers[provider].rateHeaders(call.standing), ...headers } };
}
