import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { bearerKey, type ReadHeader } from './provider.ts';
import { providerAt, providers, type ProviderId } from './providers/index.ts';

export interface LoggedRequest {
  /** Unix time in milliseconds. */
  readonly time: number;
  readonly method: string;
  /** As sent, with its query if it had one. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly provider: ProviderId | undefined;
  readonly key: string | undefined;
  /** Undefined as long as nothing was answered, and for ever when a fault answered nothing. */
  readonly status: number | undefined;
  /** When the answer was complete or the connection gone, whichever came first. */
  readonly ended: number | undefined;
}

/** Without its query. */
export function pathIn(asked: string): string {
  return asked.replace(/\?.*$/, '');
}

/** Every request to a provider or to nowhere, in the order of arrival. Orders to the simulator itself are not here. */
export class RequestLog {
  readonly requests: LoggedRequest[] = [];
  maxInFlight = 0;
  #inFlight = 0;

  note(incoming: IncomingMessage, outgoing: ServerResponse): LoggedRequest {
    const path = incoming.url ?? '/';
    const provider = providerAt(pathIn(path));
    const header: ReadHeader = (name) => incoming.headers[name]?.toString();
    let ended: number | undefined;
    const request: LoggedRequest = {
      time: Date.now(),
      method: incoming.method ?? 'GET',
      path,
      headers: incoming.headers,
      provider,
      // A path that nobody has is asked for with a key all the same.
      key: provider ? providers[provider].keyOf(header) : (bearerKey(header) ?? header('x-api-key')),
      // Getters, so that a caller who already has the answer cannot read the log too early.
      get status() {
        return outgoing.headersSent ? outgoing.statusCode : undefined;
      },
      get ended() {
        return ended;
      },
    };
    this.requests.push(request);
    this.#inFlight += 1;
    this.maxInFlight = Math.max(this.maxInFlight, this.#inFlight);
    const end = () => {
      if (ended !== undefined) return;
      ended = Date.now();
      this.#inFlight -= 1;
    };
    // 'finish' for a complete answer: 'close' comes after the client may already have sent its next request.
    outgoing.once('finish', end).once('close', end);
    return request;
  }

  clear(): void {
    this.requests.length = 0;
    this.maxInFlight = this.#inFlight;
  }
}
