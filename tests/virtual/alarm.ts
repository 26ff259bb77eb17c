const minute = 60_000;
/** Browsers fire an alarm no sooner. */
const soonest = 30_000;

/** The one alarm, which goes by the device's clock, as browsers keep it and `lib/alarm.ts` sets it. */
export class Alarm {
  /** When it goes off by the device's clock; undefined when none stands. */
  when: number | undefined;
  #period = 0;

  stand(at: number | undefined, now: number, interval: number): void {
    if (at === undefined) {
      this.lose();
      return;
    }
    const when = Math.max(at, now + soonest);
    if (this.when !== undefined && this.#period === interval && Math.abs(this.when - when) < 1000) return;
    this.when = when;
    this.#period = interval;
  }

  /** It repeats of itself. */
  goOff(now: number): void {
    this.when = now + this.#period * minute;
  }

  lose(): void {
    this.when = undefined;
  }
}
