import type { Account } from '../../lib/account.ts';
import type { Wanted } from '../../lib/schedule.ts';
import { Alarm } from './alarm.ts';
import { Chance } from './chance.ts';
import { Clocks, day, minute, second } from './clocks.ts';
import { originIn, Servers, type Reply } from './servers.ts';
import { Store } from './store.ts';
import { turn } from './turn.ts';
import { Watch } from './watch.ts';
import { Worker, type Steps } from './worker.ts';

/** A request that is under way. */
export interface Sent {
  account: Account;
  origin: string;
  reply: Reply;
  /** Tells one reading from another. */
  serial: number;
  /** How often the clocks had moved when it went out. */
  moves: number;
}

const nobody: Wanted = () => false;
/** Browsers end a worker so long after the last that it was woken for. */
const lifetime = 30 * second;
const startOfTime = Date.UTC(2026, 0, 1);

/** A device, the user at it, and the servers it asks, on virtual time: it goes from one event straight to the next. */
export class World {
  readonly chance: Chance;
  readonly clocks = new Clocks(startOfTime);
  readonly store = new Store();
  readonly alarm = new Alarm();
  readonly servers: Servers;
  readonly watch: Watch;
  readonly inFlight = new Set<Sent>();
  isOnline = true;
  /** How probably a worker that begins a turn is killed under it. */
  killProbability = 0;
  kills = 0;
  /** Those under way in the worker that lives. */
  turns = 0;
  #worker: Worker | undefined;
  #killAt = Infinity;
  /** Timers are late after a sleep. */
  #alarmNotBefore = 0;
  #nextSample = 0;
  #serial = 0;

  constructor(seed: number) {
    this.chance = new Chance(seed);
    this.servers = new Servers(this.chance);
    this.watch = new Watch(this);
    this.#nextSample = this.clocks.time;
  }

  readonly random = (): number => this.chance.random();
  readonly now = (): number => this.clocks.now;

  get isQuiet(): boolean {
    return this.#worker?.isIdle ?? true;
  }

  /** Lets time pass, awake. */
  advance(ms: number): void {
    const { clocks, alarm } = this;
    const until = clocks.time + ms;
    for (;;) {
      const step = this.#worker?.next ?? Infinity;
      const alarmAt =
        alarm.when === undefined ? Infinity : Math.max(clocks.whenNowIs(alarm.when), this.#alarmNotBefore);
      const end = Math.min(this.#worker?.endsAt ?? Infinity, this.#killAt);
      const next = Math.min(step, alarmAt, end, this.#nextSample);
      if (next > until) break;
      clocks.time = Math.max(clocks.time, next);
      if (next === end) this.#end();
      else if (next === step) this.#worker?.step();
      else if (next === alarmAt) this.#goOff();
      else this.#sample();
    }
    clocks.time = until;
  }

  /** The machine sleeps, with the worker in its memory or not. */
  sleep(ms: number): void {
    if (this.chance.happens(0.5)) this.kill();
    this.#worker?.shift(ms);
    if (this.#killAt !== Infinity) this.#killAt += ms;
    for (const sent of this.inFlight) sent.reply = { latency: 0, status: 0, broken: 'offline' };
    this.#pass(ms);
  }

  /** The browser is closed, and opened again; some forget the alarms meanwhile. */
  close(ms: number): void {
    this.kill();
    if (this.chance.happens(0.5)) this.alarm.lose();
    this.watch.isUnsettled = true;
    this.#pass(ms);
    this.wake();
  }

  /** The extension is loaded anew, which takes the alarms away. */
  reload(): void {
    this.kill();
    this.alarm.lose();
    this.watch.isUnsettled = true;
    this.wake();
  }

  jump(ms: number): void {
    // No clock goes back behind 1970.
    this.clocks.jump(Math.max(ms, day - this.clocks.now));
    this.watch.jumped(ms);
  }

  kill(): void {
    if (!this.#worker) return;
    if (!this.isQuiet) this.kills += 1;
    this.#worker = undefined;
    this.#killAt = Infinity;
    this.inFlight.clear();
    this.watch.killed();
  }

  killIn(ms: number): void {
    if (this.#worker) this.#killAt = this.clocks.time + ms;
  }

  /** Something happens that the worker is started for, if it does not live; `lib/gathered.ts` makes one turn of both. */
  wake(wanted: Wanted = nobody): void {
    if (!this.#worker) {
      this.#worker = new Worker(this.clocks);
      this.turns = 0;
      if (this.chance.happens(this.killProbability)) this.killIn(this.chance.spread(1, 20 * second));
    }
    this.#worker.endsAt = this.clocks.time + lifetime;
    this.#worker.spawn(turn(this, wanted));
  }

  /** The network comes or goes. It wakes nobody. */
  connect(isOnline: boolean): void {
    const comes = isOnline && !this.isOnline;
    this.isOnline = isOnline;
    if (comes && this.#worker) this.wake((_, report, isPaused) => !isPaused && report?.failure?.kind === 'offline');
  }

  spawn(steps: Steps): void {
    this.#worker?.spawn(steps);
  }

  inLane(origin: string, work: () => Steps, ended: () => void): void {
    this.#worker?.inLane(origin, work, ended);
  }

  send(account: Account, isWished: boolean): Sent {
    const origin = originIn(account);
    this.#serial += 1;
    const reply: Reply = this.isOnline
      ? this.servers.reply(account, origin, this.clocks.time)
      : { latency: 0, status: 0, broken: 'unsent' };
    const sent = { account, origin, reply, serial: this.#serial, moves: this.clocks.moves };
    if (this.isOnline) {
      this.watch.sent(sent, isWished);
      this.inFlight.add(sent);
    }
    return sent;
  }

  receive(sent: Sent): Reply {
    this.inFlight.delete(sent);
    return sent.reply;
  }

  #goOff(): void {
    this.alarm.goOff(this.now());
    // It stands a whole interval away now, until a turn that lives long enough sets it.
    this.watch.isUnsettled = true;
    this.wake();
  }

  /** Killed, or at the end of its time; that comes under no turn. */
  #end(): void {
    const isKilled = this.#killAt <= this.clocks.time;
    if (!isKilled && !this.isQuiet) this.watch.cutOff();
    this.kill();
  }

  #sample(): void {
    this.#nextSample = this.clocks.time + minute;
    this.watch.sample();
  }

  #pass(ms: number): void {
    this.clocks.sleep(ms);
    this.#nextSample += ms;
    this.#alarmNotBefore = this.clocks.time + this.chance.between(0, 20 * second);
    this.watch.woke(ms);
  }
}
