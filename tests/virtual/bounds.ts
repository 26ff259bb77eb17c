import type { Failure } from '../../lib/failure.ts';
import { day, hour, minute, second } from './clocks.ts';

/** After an attempt: how soon the next may come, and when at the latest it is due, both in milliseconds. */
export interface Bounds {
  low: number;
  high: number;
}

/** The retry classes, written down once more, so that a slip in `lib/retry.ts` is seen here. `interval` is in milliseconds. */
export function boundsOf(failure: Failure | undefined, failures: number, interval: number, asked?: number): Bounds {
  const own = ownBounds(failure, failures, interval);
  if (asked === undefined) return own;
  const wait = Math.min(day, Math.max(30 * second, asked));
  if (failure?.kind === 'rate-limited' || failure?.kind === 'server') return { low: wait, high: wait * 1.1 };
  return { low: Math.max(own.low, wait), high: Math.max(own.high, wait * 1.1) };
}

function ownBounds(failure: Failure | undefined, failures: number, interval: number): Bounds {
  switch (failure?.kind) {
    case undefined:
    case 'payment-required':
      return { low: interval, high: interval };
    case 'unauthorized':
      return failures <= 1 ? { low: 5 * minute, high: 10 * minute } : { low: day, high: day };
    case 'rate-limited':
      return { low: 30 * second, high: Math.min(hour, 5 * minute * 2 ** failures) };
    case 'unreadable':
      return { low: 5 * minute, high: Math.min(6 * hour, 15 * minute * 2 ** failures) };
    case 'offline':
      return failure.host === undefined ? { low: minute, high: minute } : passing(failures);
    case 'server':
    case 'timeout':
      return passing(failures);
    default:
      return { low: day, high: day };
  }
}

function passing(failures: number): Bounds {
  return failures >= 5 ? { low: 48 * minute, high: hour } : { low: 30 * second, high: minute * 2 ** failures };
}

/** Whether a failure says something of the host, and not of one account or of this machine. */
export function isOfHost(failure: Failure | undefined): boolean {
  if (!failure) return false;
  return failure.kind === 'server' || failure.kind === 'timeout' || isUnreached(failure);
}

/** Whether the request has never left the machine. */
export function isUnsent({ kind, host }: Failure): boolean {
  return kind === 'offline' && host === undefined;
}

function isUnreached({ kind, host }: Failure): boolean {
  return kind === 'offline' && host !== undefined;
}
