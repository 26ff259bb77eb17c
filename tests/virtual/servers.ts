import type { Account } from '../../lib/account.ts';
import { kindOfStatus, type Failure } from '../../lib/failure.ts';
import { Json } from '../../lib/json.ts';
import type { Found } from '../../lib/poll.ts';
import { waitOf } from '../../lib/retry.ts';
import type { Chance } from './chance.ts';
import { day, second } from './clocks.ts';

/** What befalls a host: nobody answers, everybody is kept waiting, errors, "come back later", or all of it in turn. */
export const outageKinds = ['down', 'hang', 'error', 'busy', 'mixed'] as const;
export type OutageKind = (typeof outageKinds)[number];

/** What befalls one account alone. */
export const faultKinds = ['limited', 'limited-unsaid', 'refused', 'forbidden', 'broken', 'garbled'] as const;
export type FaultKind = (typeof faultKinds)[number];

interface Trouble<Kind> {
  kind: Kind;
  /** When it is over, in the world's own time. */
  until: number;
  /** The delay that it asks for, in milliseconds. */
  wait: number;
}

/** What a provider answers, or what becomes of the request instead. */
export interface Reply {
  /** In milliseconds. */
  latency: number;
  /** When it was answered, by the provider's own clock, which tells whole seconds. */
  sentAt?: number;
  status: number;
  /** `unsent` when the machine itself has no network. */
  broken?: 'timeout' | 'offline' | 'unreadable' | 'unsent';
  retryAfter?: string;
  /** For how long a request is not welcome, in milliseconds, as the provider means it; undefined when it did not say. */
  asked?: number;
}

const quick = [80, 800] as const;
const pollTimeout = 15 * second;

/** All that is at the other end of the wire. */
export class Servers {
  readonly outages = new Map<string, Trouble<OutageKind>>();
  readonly faults = new Map<string, Trouble<FaultKind>>();
  /** Hosts that answer only just in time, by the moment that this ends. */
  readonly slow = new Map<string, number>();
  readonly #chance: Chance;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  isOut(origin: string, time: number): boolean {
    return (this.outages.get(origin)?.until ?? 0) > time;
  }

  isAtFault(id: string, time: number): boolean {
    return (this.faults.get(id)?.until ?? 0) > time;
  }

  reply({ id }: Account, origin: string, time: number): Reply {
    const outage = this.outages.get(origin);
    if (outage && outage.until > time) return this.#outageReply(outage, time);
    const fault = this.faults.get(id);
    if (fault && fault.until > time) return this.#faultReply(fault, time);
    const isSlow = (this.slow.get(origin) ?? 0) > time;
    return { latency: isSlow ? this.#chance.between(3000, 14_000) : this.#chance.between(...quick), status: 200 };
  }

  #outageReply({ kind, wait }: Trouble<OutageKind>, time: number): Reply {
    const latency = this.#chance.between(...quick);
    switch (kind === 'mixed' ? this.#chance.pick(['down', 'hang', 'error', 'busy'] as const) : kind) {
      case 'down':
        return { latency, status: 0, broken: 'offline' };
      case 'hang':
        return { latency: pollTimeout, status: 0, broken: 'timeout' };
      case 'error':
        return { latency, status: this.#chance.pick([500, 502, 503, 504]) };
      case 'busy':
        return { latency, status: 503, ...this.#retryAfter(wait, time) };
    }
  }

  #faultReply({ kind, wait }: Trouble<FaultKind>, time: number): Reply {
    const latency = this.#chance.between(...quick);
    switch (kind) {
      case 'limited':
        return { latency, status: 429, ...this.#retryAfter(wait, time) };
      case 'limited-unsaid':
        return { latency, status: 429, retryAfter: this.#chance.pick(['', 'abc', '-5']) };
      case 'refused':
        return { latency, status: 401 };
      case 'forbidden':
        return { latency, status: 403 };
      case 'broken':
        return { latency, status: 500 };
      case 'garbled':
        return { latency, status: 200, broken: 'unreadable' };
    }
  }

  /** Of more than a day no more than a day is kept. */
  #retryAfter(wait: number, time: number): Pick<Reply, 'retryAfter' | 'asked' | 'sentAt'> {
    const seconds = Math.ceil(wait / second);
    const asked = Math.min(seconds * second, day);
    if (this.#chance.happens(0.7)) return { retryAfter: `${seconds}`, asked };
    const sentAt = Math.floor(time / second) * second;
    return { retryAfter: new Date(sentAt + seconds * second).toUTCString(), asked, sentAt };
  }
}

/** As `lib/poll.ts` reads an answer. `serial` tells one reading from another. */
export function foundIn(reply: Reply, account: Account, now: number, serial: number): Found {
  const { status, broken, retryAfter, sentAt = now } = reply;
  const host = new URL(account.baseUrl ?? '').host;
  const header = (name: string) => (name === 'retry-after' ? retryAfter : undefined);
  const wait = broken ? undefined : waitOf({ status, header, sentAt, body: new Json({}) }, undefined);
  const asked = wait === undefined ? {} : { wait };
  if (broken === 'unsent') return { failure: { kind: 'offline', at: now } };
  if (broken) return { failure: { kind: broken, host, at: now } };
  if (status < 400) return { reading: { at: now, balances: [{ id: 'account', remaining: serial, unit: 'credit' }] } };
  return { failure: { kind: kindOfStatus(status), host, status, at: now } satisfies Failure, ...asked };
}

/** The origin of an account in this world, where each has a base URL that is nothing but an origin. */
export function originIn({ id, baseUrl }: Account): string {
  return baseUrl ?? id;
}
