import { once } from 'node:events';
import { createServer } from 'node:http';

/** What a webhook was sent. */
interface Received {
  /** In milliseconds since 1970. */
  at: number;
  path: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: Message;
}

/** As docs/webhook.md describes it, as far as the tests look at it. */
export interface Message {
  id: string;
  kind: string;
  title: string;
  text: string;
  account?: { provider: string; label: string };
  balance?: { remaining: number };
  runsOutAt?: string;
}

/** A server of the user's own that takes alerts, and can be told to refuse them. */
export interface Receiver {
  url: string;
  /** All that was sent, refused or not, in the order of arrival. */
  readonly received: readonly Received[];
  /** Answers the next requests so; all of them are taken again after that. */
  refuse(times: number, status: number, headers?: Record<string, string>): void;
  /** The messages of an account that were taken, each once. */
  taken(label: string): Message[];
  stop(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const received: (Received & { isTaken: boolean })[] = [];
  let refusals: { status: number; headers: Record<string, string> }[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const refusal = refusals.shift();
      const body = JSON.parse(Buffer.concat(parts).toString('utf8')) as Message;
      const { url: path = '', headers } = request;
      received.push({ at: Date.now(), path, headers, body, isTaken: !refusal });
      response.writeHead(refusal?.status ?? 204, { ...refusal?.headers, Connection: 'close' }).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('the receiver has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    received,
    refuse: (times, status, headers = {}) => {
      refusals = Array.from({ length: times }, () => ({ status, headers }));
    },
    taken: (label) => {
      const messages = received.filter(({ isTaken, body }) => isTaken && body.account?.label === label);
      return [...new Map(messages.map(({ body }) => [body.id, body])).values()];
    },
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
