import type { Account } from '../../lib/account.ts';
import { intervalOf } from '../../lib/due.ts';
import { minute, second } from './clocks.ts';
import { isHindered } from './sample.ts';
import type { Watch } from './watch.ts';

/** Of all that a sleep has made overdue no more than these are polled at once. */
const mostAtOnce = 4;
/** What has been due for longer was slept through. */
const late = 2 * minute;
const within = 5 * minute;

/** Watches how what a long sleep has made overdue is made up for. */
export class CatchUp {
  #isExpected = false;
  readonly #overdue = new Set<string>();
  readonly #first = new Set<string>();
  /** When the first turn after the sleep began: in the world's time, and on the clock of being awake. */
  #began = { time: -Infinity, awake: 0 };
  /** By how much the clock was set back since, in milliseconds. */
  #setBack = 0;

  /** The machine wakes from a long sleep. */
  expect(): void {
    this.#isExpected = true;
    this.#overdue.clear();
  }

  /**
   * Browsers fire alarms by the clock on the wall, and nothing else wakes a worker: what stood there to be made up for
   * comes as much later as that is set back, and no later.
   */
  setBack(ms: number): void {
    this.#setBack += ms;
  }

  /** A turn begins, which polls these accounts, some of them because the user wished for it. */
  planned(jobs: Account[], wishes: number, watch: Watch): void {
    const { time, awake } = watch.world.clocks;
    if (this.#isExpected) this.#begin(watch);
    // Turns overlap. What is wished for leaves its place to another.
    if (time - this.#began.time > second || wishes > 0) return;
    const { reports } = watch.world.store;
    // What comes at a moment of its own comes in no herd, be it in the first second.
    for (const { id } of jobs) if (this.#overdue.has(id) && reports.get(id)?.slot === undefined) this.#first.add(id);
    if (this.#first.size > mostAtOnce)
      watch.breach('too many at once after a sleep', `${this.#first.size}`, `at ${awake}`);
  }

  claimed(id: string, watch: Watch): void {
    if (this.#overdue.delete(id)) watch.figures.caughtUp(watch.world.clocks.awake - this.#began.awake);
  }

  sample(watch: Watch): void {
    if (this.#overdue.size === 0 || watch.world.clocks.awake - this.#began.awake < within + this.#setBack) return;
    for (const id of this.#overdue) {
      const account = watch.world.store.account(id);
      // What was hindered meanwhile comes when it can.
      const isFree = account && !isHindered(account, watch) && watch.track(id).freeSince <= this.#began.awake;
      if (isFree) watch.breach('not made up for after a sleep', id);
    }
    this.#overdue.clear();
  }

  #begin(watch: Watch): void {
    const { clocks, store } = watch.world;
    this.#isExpected = false;
    this.#first.clear();
    this.#began = { time: clocks.time, awake: clocks.awake };
    this.#setBack = 0;
    for (const account of store.accounts) {
      const track = watch.track(account.id);
      const overdue = clocks.felt - track.last.felt - intervalOf(account, store.settings) * minute;
      const isClear =
        track.isWell &&
        !track.isPutOff &&
        track.last.backs === clocks.backs &&
        !track.wasHindered &&
        !isHindered(account, watch);
      if (isClear && overdue > late) this.#overdue.add(account.id);
    }
  }
}
