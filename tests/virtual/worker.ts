import type { Clocks } from './clocks.ts';

/** Work in steps: each tells how long it takes, in milliseconds, and the worker may be gone before the next. */
export type Steps = Generator<number, void, void>;

interface Task {
  at: number;
  steps: Steps;
  ended: () => void;
}

interface Waiting {
  origin: string;
  work: () => Steps;
  ended: () => void;
}

const mostInFlight = 8;
const mostToOneOrigin = 2;

/** One life of the background worker, with all that it has in memory. Whoever drops it has killed it. */
export class Worker {
  /** When the browser ends it, whatever it is doing. */
  endsAt = 0;
  readonly #clocks: Clocks;
  /** What comes next is the last. They are few, so that sorting one in is quick. */
  readonly #tasks: Task[] = [];
  #waiting: Waiting[] = [];
  readonly #running = new Map<string, number>();
  #runs = 0;

  constructor(clocks: Clocks) {
    this.#clocks = clocks;
  }

  get next(): number {
    return this.#tasks.at(-1)?.at ?? Infinity;
  }

  get isIdle(): boolean {
    return this.#tasks.length === 0;
  }

  spawn(steps: Steps, ended: () => void = () => undefined): void {
    this.#put({ at: this.#clocks.time, steps, ended });
  }

  /** Lets the earliest task do its next step. */
  step(): void {
    const task = this.#tasks.pop();
    if (!task) return;
    const { done, value } = task.steps.next();
    if (done) task.ended();
    else this.#put({ ...task, at: this.#clocks.time + value });
  }

  /** As `lib/lanes.ts`, in virtual time. */
  inLane(origin: string, work: () => Steps, ended: () => void): void {
    this.#waiting.push({ origin, work, ended });
    this.#advance();
  }

  /** The machine slept: what was to come comes later. */
  shift(ms: number): void {
    for (const task of this.#tasks) task.at += ms;
    this.endsAt += ms;
  }

  #advance(): void {
    this.#waiting = this.#waiting.filter(({ origin, work, ended }) => {
      if (this.#runs >= mostInFlight || (this.#running.get(origin) ?? 0) >= mostToOneOrigin) return true;
      this.#count(origin, 1);
      this.spawn(work(), () => {
        this.#count(origin, -1);
        ended();
        this.#advance();
      });
      return false;
    });
  }

  #count(origin: string, more: number): void {
    this.#runs += more;
    this.#running.set(origin, (this.#running.get(origin) ?? 0) + more);
  }

  /** Behind all that come no later, so that what was asked first is done first. */
  #put(task: Task): void {
    const later = this.#tasks.findLastIndex(({ at }) => at > task.at);
    this.#tasks.splice(later + 1, 0, task);
  }
}
