import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { PassThrough, type Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import type { Fault } from './faults.ts';
import type { Refusal } from './provider.ts';

const json = { 'content-type': 'application/json' };
const gzip = { ...json, 'content-encoding': 'gzip' };
const loginPage = '<!doctype html><title>Free Wi-Fi</title><form><button>Log in</button></form>';

/**
 * Lets a fault happen to a request. Returns whether that was its end: after a delay it is not.
 * `refusal` gives the provider's documented error, with its headers, for a status.
 */
export async function misbehave(
  fault: Fault,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  refusal: (status: number) => Refusal,
): Promise<boolean> {
  const gone = once(outgoing, 'close');
  switch (fault.kind) {
    case 'delay':
      await Promise.race([gone, sleep(fault.ms, undefined, { ref: false })]);
      return outgoing.closed;
    case 'answer':
      return send(outgoing, fault.status, fault.headers, bytesOf(fault.base64) ?? fault.body);
    case 'error': {
      const { headers, body } = refusal(fault.status);
      return send(outgoing, fault.status, headers, body);
    }
    case 'redirect':
      return send(outgoing, fault.status, { location: fault.location }, '');
    case 'html':
      return send(outgoing, 200, { 'content-type': 'text/html' }, loginPage);
    case 'garbage':
      outgoing.writeHead(200, json).end(Buffer.from('fffe80c0c1f5f8ff00017f1b', 'hex'));
      return true;
    case 'empty':
      return send(outgoing, fault.status, {}, '');
    case 'hang':
      return true;
    case 'drip': {
      outgoing.writeHead(200, json).flushHeaders();
      // Spaces may stand before any JSON, so that nothing but the clock can tell that this leads nowhere.
      const drops = setInterval(() => outgoing.write(' '), fault.ms ?? 200);
      void gone.then(() => clearInterval(drops));
      return true;
    }
    case 'cut':
      // A length is claimed: without one, a client could take the end of the connection for the end of the body.
      outgoing.writeHead(200, { ...json, 'content-length': 100 });
      outgoing.write('{"credits": 94', () => incoming.socket.destroy());
      return true;
    case 'reset':
      incoming.socket.resetAndDestroy();
      return true;
    case 'endless':
      return flow(paddedJson(Infinity), new PassThrough(), outgoing.writeHead(200, json));
    case 'bomb':
      return flow(paddedJson(fault.megabytes ?? 300), createGzip(), outgoing.writeHead(200, gzip));
  }
}

function send(
  outgoing: ServerResponse,
  status: number,
  headers: Record<string, string | string[]> = {},
  body: unknown = '',
): true {
  outgoing.statusCode = status;
  // Header names are compared without case here, so that an ordered Content-Type replaces the usual one.
  for (const [name, value] of Object.entries({ ...json, ...headers })) outgoing.setHeader(name, value);
  outgoing.end(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
  return true;
}

function bytesOf(base64: string | undefined): Buffer | undefined {
  return base64 === undefined ? undefined : Buffer.from(base64, 'base64');
}

async function flow(body: Iterable<Buffer>, coder: Duplex, outgoing: ServerResponse): Promise<true> {
  // The client is expected to break it off: that ends the stream and is no error here.
  await pipeline(body, coder, outgoing).catch(() => undefined);
  return true;
}

function* paddedJson(megabytes: number): Generator<Buffer> {
  const megabyte = Buffer.alloc(1024 * 1024, ' ');
  yield Buffer.from('{"padding":"');
  for (let sent = 0; sent < megabytes; sent += 1) yield megabyte;
  yield Buffer.from('"}');
}
