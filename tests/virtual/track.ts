import type { Failure } from '../../lib/failure.ts';
import { boundsOf, isOfHost, isUnsent, type Bounds } from './bounds.ts';
import { minute, second, type Moment } from './clocks.ts';

/** What came of an attempt. */
export interface Ended {
  /** Undefined when it brought a reading. */
  failure: Failure | undefined;
  /** The delay that was asked for, in milliseconds. */
  asked: number | undefined;
  /** When the answer came. */
  moment: Moment;
}

/** What an observer of one account knows, who sees its attempts and what came of them, and none of the reports. */
export class Track {
  /** The number of the last attempt. */
  number = 0;
  /** What came of it; undefined after a reading, and as long as nothing came. */
  failure: Failure | undefined;
  /** Whether the last attempt brought a reading. */
  isWell = false;
  /** For the next that is made of itself; after a reading it is the interval that counts. */
  bounds: Bounds = { low: 0, high: 0 };
  /** When the last attempt ended, or began, if it has not ended. */
  last: Moment = { time: -Infinity, felt: -Infinity, awake: 0, moves: 0, backs: 0 };
  /** On the clock that is felt: no request before, for the provider has asked for it. */
  heldUntil = -Infinity;
  /** A turn had no time for it; and the user wished for it then. */
  isPutOff = false;
  isWishPending = false;
  /** When the user last changed something about it, in the world's time. */
  touchedAt = -Infinity;
  /** On the clock of being awake: since when nothing but its own due time keeps it from being polled. */
  freeSince: number;
  wasHindered = false;
  /** For so much longer the clock holds it back that was set back, in milliseconds. */
  delay = 0;
  /** On the clock of being awake: since when it fails although nothing is wrong any more. */
  backSince: number | undefined;
  /** Requests that were made of themselves, and how many of them there may be. */
  automatic = 0;
  budget = 2;
  #failures = 0;
  /** What the last attempt that ended brought. */
  #before: Failure | undefined;
  #isUnderWay = false;

  constructor(awake: number) {
    this.freeSince = awake;
  }

  get isUnhindered(): boolean {
    return this.freeSince === this.last.awake && !this.wasHindered && !this.isWishPending;
  }

  begin(number: number, moment: Moment): void {
    // The one before was cut off, and is made again.
    if (this.#isUnderWay) this.budget += 1;
    this.#isUnderWay = true;
    this.number = number;
    this.failure = undefined;
    this.isWell = false;
    // Should nothing be heard of it, it is made again; or it is a failure, should it be the third.
    this.bounds = { low: 30 * second, high: Math.max(minute, this.#cutOff(this.#failures + 1).high) };
    this.isPutOff = false;
    this.delay = 0;
    this.isWishPending = false;
    this.#mark(moment);
  }

  /** `interval` is in milliseconds. */
  end({ failure, asked, moment }: Ended, interval: number): void {
    if (!failure) this.#failures = 0;
    else if (!isUnsent(failure)) this.#failures = this.#isFirstRefusal(failure) ? 1 : this.#failures + 1;
    this.#ended(failure, boundsOf(failure, this.#failures, interval, asked), moment);
    if (asked !== undefined) this.heldUntil = Math.max(this.heldUntil, moment.felt + asked);
    if (!isOfHost(failure)) this.backSince = undefined;
    else this.backSince ??= moment.awake;
  }

  /** Its attempts were cut off so often that this is a failure. */
  giveUp(moment: Moment): void {
    this.#failures += 1;
    const failure: Failure = { kind: 'timeout', defect: 'interrupted', at: 0 };
    this.#ended(failure, this.#cutOff(this.#failures), moment);
  }

  /** Another key or address: nothing that was planned or asked for before counts. */
  renew(): void {
    this.#failures = 0;
    this.#before = undefined;
    this.isWell = false;
    this.bounds = { low: 0, high: 0 };
    this.heldUntil = -Infinity;
    this.last = { ...this.last, felt: -Infinity };
    this.backSince = undefined;
  }

  #ended(failure: Failure | undefined, bounds: Bounds, moment: Moment): void {
    if (failure) this.budget += 1;
    this.#isUnderWay = false;
    this.#before = this.failure = failure;
    this.isWell = !failure;
    this.bounds = bounds;
    this.#mark(moment);
  }

  #isFirstRefusal({ kind }: Failure): boolean {
    return kind === 'unauthorized' && this.#before?.kind !== 'unauthorized';
  }

  #cutOff(failures: number): Bounds {
    return boundsOf({ kind: 'timeout', at: 0 }, failures, 0);
  }

  #mark(moment: Moment): void {
    this.last = moment;
    this.freeSince = moment.awake;
  }
}

/** What an observer of one host knows, from its first failure until it answers. */
export class HostTrack {
  /** Failures in a row that the extension has heard of, and whose they were. */
  failures = 0;
  readonly accounts = new Set<string>();
  /** When it last failed. */
  last: Moment = { time: -Infinity, felt: -Infinity, awake: 0, moves: 0, backs: 0 };
  /** On the clock that is felt: no request before, for the host has asked for it; and when that was heard, in the world's time. */
  heldUntil = -Infinity;
  heardAt = -Infinity;
  /** A request that was made of itself, to find out whether the host answers again, and has not ended. */
  isProbed = false;

  /** Whether it is left alone for all its accounts. */
  get isShared(): boolean {
    return this.accounts.size > 1;
  }

  /** `time` is when that is heard, in the world's time. */
  fail(id: string, { asked, moment }: Ended, time: number): void {
    this.failures += 1;
    this.accounts.add(id);
    this.last = moment;
    this.isProbed = false;
    if (asked === undefined) return;
    this.heldUntil = Math.max(this.heldUntil, moment.felt + asked);
    this.heardAt = time;
  }

  answer(): void {
    this.failures = 0;
    this.accounts.clear();
    this.isProbed = false;
  }
}
