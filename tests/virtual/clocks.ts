export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** A moment on the clocks below, to compare others with. */
export type Moment = Readonly<Pick<Clocks, 'time' | 'felt' | 'awake' | 'moves' | 'backs'>>;

/** The times of the virtual world, all in milliseconds since 1970. */
export class Clocks {
  /** What the world's own time is. */
  time: number;
  /** How long the machine slept, or the browser was closed, until now. */
  slept = 0;
  /** How often something has happened that makes time spans doubtful: a sleep, a change of the clock. */
  moves = 0;
  /** How often the clock was set back. */
  backs = 0;
  #offset = 0;
  #forward = 0;

  constructor(time: number) {
    this.time = time;
  }

  /** What the device's clock says: all that the extension ever sees. */
  get now(): number {
    return this.time + this.#offset;
  }

  /**
   * Grows with the world's time and with every jump forward, and never goes back. A jump forward cannot be told from a
   * sleep, so a wait that ends by it has been kept; one that a clock set back would end has not.
   */
  get felt(): number {
    return this.time + this.#forward;
  }

  /** Grows only while the machine is awake and the browser open. */
  get awake(): number {
    return this.time - this.slept;
  }

  get moment(): Moment {
    const { time, felt, awake, moves, backs } = this;
    return { time, felt, awake, moves, backs };
  }

  /** When the device's clock will say so, if nobody touches it. */
  whenNowIs(now: number): number {
    return now - this.#offset;
  }

  sleep(ms: number): void {
    this.time += ms;
    this.slept += ms;
    this.moves += 1;
  }

  jump(ms: number): void {
    this.#offset += ms;
    this.moves += 1;
    if (ms > 0) this.#forward += ms;
    else this.backs += 1;
  }
}
