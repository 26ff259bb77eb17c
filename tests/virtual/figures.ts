import { hour } from './clocks.ts';

/** What a stretch of virtual time came to. */
export class Figures {
  requests = 0;
  /** Of which the user wished for. */
  wished = 0;
  turns = 0;
  sleeps = 0;
  jumps = 0;
  /** In milliseconds awake. */
  longestGap = 0;
  longestReturn = 0;
  longestCatchUp = 0;
  readonly outcomes: Record<string, number> = {};
  #slept = 0;
  #planned = 0;
  #passed = 0;

  sent(isWished: boolean): void {
    this.requests += 1;
    if (isWished) this.wished += 1;
  }

  count(outcome: string): void {
    this.outcomes[outcome] = (this.outcomes[outcome] ?? 0) + 1;
  }

  slept(ms: number): void {
    this.sleeps += 1;
    this.#slept += ms;
  }

  /** A poll of an account that nothing stood in the way of, so long after the one before. */
  onTime(gap: number, interval: number): void {
    this.#planned += interval;
    this.#passed += gap;
  }

  /** So long has a healthy account waited. */
  gap(ms: number): void {
    this.longestGap = Math.max(this.longestGap, ms);
  }

  /** So long after the end of an outage an account was back. */
  returned(ms: number): void {
    this.longestReturn = Math.max(this.longestReturn, ms);
  }

  /** So long after a sleep an account was polled that it had made overdue. */
  caughtUp(ms: number): void {
    this.longestCatchUp = Math.max(this.longestCatchUp, ms);
  }

  /** Of the polls that were planned for healthy time awake, how many were made. */
  get kept(): number {
    return this.#planned / this.#passed;
  }

  get hoursSlept(): number {
    return Math.round(this.#slept / hour);
  }

  /** Requests that ended without a reading. */
  get faults(): number {
    return Object.entries(this.outcomes).reduce((sum, [kind, count]) => (kind === 'reading' ? sum : sum + count), 0);
  }
}
