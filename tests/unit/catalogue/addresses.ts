import dns from 'node:dns';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import tls from 'node:tls';
import { onTestFinished, vi } from 'vitest';
import type { Simulator } from '../../simulator/simulator.ts';

/** Other ways to the simulator than its own address. */

type Found = (error: Error | null, addresses?: dns.LookupAddress[]) => void;

export interface NamedHost {
  address: (simulator: Simulator) => string;
  /** From now on the name is not found. */
  forget: () => void;
  remember: () => void;
}

/** A name of this machine that nobody else knows: no request for it leaves, whatever the network here answers. */
export function nameHost(name = 'gauge.invalid'): NamedHost {
  let isKnown = true;
  const lookup = dns.lookup;
  vi.spyOn(dns, 'lookup').mockImplementation(((asked: string, options: dns.LookupAllOptions, found: Found) => {
    if (asked !== name) lookup(asked, options, found);
    else if (isKnown) found(null, [{ address: '127.0.0.1', family: 4 }]);
    else found(Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' }));
  }) as typeof dns.lookup);
  return {
    address: ({ url }) => url.replace('127.0.0.1', name),
    forget: () => void (isKnown = false),
    remember: () => void (isKnown = true),
  };
}

export interface TlsFront {
  address: string;
  /** Takes the certificate for good, or no longer. */
  trust: (isTrusted: boolean) => void;
}

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/tls/${name}.pem`, import.meta.url), 'utf8');

/** Passes TLS connections on to the simulator, with a certificate that nobody has signed but itself. */
export async function startTlsFront(simulator: Simulator): Promise<TlsFront> {
  const usual = tls.getCACertificates('default');
  const cert = fixture('cert');
  const port = Number(new URL(simulator.url).port);
  const open = new Set<Socket>();
  const hangUp = () => open.forEach((socket) => socket.destroy());
  const server = tls.createServer({ key: fixture('key'), cert }, (client) => {
    const onward = connect(port, '127.0.0.1');
    // Whichever side ends, or breaks off, ends the other.
    for (const [one, other] of [
      [client, onward],
      [onward, client],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
      one.pipe(other);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('the TLS server has no port');
  onTestFinished(async () => {
    tls.setDefaultCACertificates(usual);
    const closed = once(server, 'close');
    server.close();
    hangUp();
    await closed;
  });
  return {
    address: `https://localhost:${address.port}`,
    trust(isTrusted) {
      tls.setDefaultCACertificates(isTrusted ? [...usual, cert] : usual);
      // A connection that stands would not be looked at again.
      hangUp();
    },
  };
}
