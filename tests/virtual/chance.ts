/** Chance that can be had again: the same seed brings the same world. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** 0 to 1, never 1: mulberry32, which is small, quick, and random enough for a test. */
  readonly random = (): number => {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };

  happens(probability: number): boolean {
    return this.random() < probability;
  }

  /** A whole number, every one as likely as the others. */
  between(low: number, high: number): number {
    return Math.floor(low + this.random() * (high - low));
  }

  /** As likely to be of minutes as of hours or of days, for what has no usual length. */
  spread(low: number, high: number): number {
    return Math.floor(low * (high / low) ** this.random());
  }

  /** How long until something comes that knows no time of its own, and comes once in `mean`. */
  wait(mean: number): number {
    return Math.ceil(-Math.log(1 - this.random()) * mean);
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.random() * items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }
}
