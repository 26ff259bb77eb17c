import type { Account } from '../../lib/account.ts';
import { intervalOf } from '../../lib/due.ts';
import type { Report } from '../../lib/report.ts';
import type { Settings } from '../../lib/settings.ts';
import { isOfHost, isUnsent } from './bounds.ts';
import { CatchUp } from './catch-up.ts';
import { day, hour, minute } from './clocks.ts';
import { Figures } from './figures.ts';
import { gapTrouble, requestTrouble } from './rules.ts';
import { sample } from './sample.ts';
import { originIn } from './servers.ts';
import { HostTrack, Track, type Ended } from './track.ts';
import type { Sent, World } from './world.ts';

/** Sees all that happens in the world, and notes whatever breaks a promise. */
export class Watch {
  readonly violations: string[] = [];
  readonly figures = new Figures();
  readonly catchUp = new CatchUp();
  /** By origin, those that have not answered since they failed. */
  readonly hosts = new Map<string, HostTrack>();
  /** Whether the alarm may be missing, or stand where it does not belong, because no turn has seen to it yet. */
  isUnsettled = true;
  /** When a turn last set the alarm, by the device's clock. */
  stoodAt = 0;
  /** When the clock last moved, in the world's time: by a jump or in a sleep. */
  movedAt = -Infinity;
  intervalBefore = Infinity;
  intervalChangedAt = -Infinity;
  readonly world: World;
  readonly #tracks = new Map<string, Track>();

  constructor(world: World) {
    this.world = world;
    world.store.onReport = (id, before, after) => this.#reportChanged(id, before, after);
  }

  breach(rule: string, subject: string, detail = ''): void {
    const { time, now } = this.world.clocks;
    const clock = now === time ? '' : ` (by the clock ${new Date(now).toISOString()})`;
    this.violations.push(`${new Date(time).toISOString()}${clock}: ${subject}: ${rule} ${detail}`.trim());
  }

  track(id: string): Track {
    const known = this.#tracks.get(id);
    if (known) return known;
    const track = new Track(this.world.clocks.awake);
    this.#tracks.set(id, track);
    return track;
  }

  planned(jobs: Account[], wishes: number): void {
    this.figures.turns += 1;
    this.catchUp.planned(jobs, wishes, this);
  }

  /** A turn has set the alarm. */
  stood(): void {
    this.isUnsettled = false;
    this.stoodAt = this.world.now();
  }

  /** A turn had no time for the account, and leaves it for the next. */
  putOff(id: string, isWished: boolean): void {
    const track = this.track(id);
    track.isPutOff = true;
    track.isWishPending ||= isWished;
  }

  claimed(account: Account, number: number, isWished: boolean): void {
    const { clocks, store } = this.world;
    const track = this.track(account.id);
    if (number <= track.number) this.breach('an attempt has a number that was used', account.id, `${number}`);
    const trouble = gapTrouble(account, track, isWished, this);
    if (trouble) this.breach(trouble, account.id);
    if (!isWished && track.isWell && track.last.moves === clocks.moves && track.isUnhindered)
      this.figures.onTime(clocks.felt - track.last.felt, intervalOf(account, store.settings) * minute);
    this.catchUp.claimed(account.id, this);
    track.begin(number, clocks.moment);
  }

  gaveUp(id: string): void {
    this.figures.count('interrupted');
    this.track(id).giveUp(this.world.clocks.moment);
  }

  sent(sent: Sent, isWished: boolean): void {
    const trouble = requestTrouble(sent, isWished, this);
    if (trouble) this.breach(trouble, `${sent.account.id} at ${sent.origin}`);
    this.figures.sent(isWished);
    if (isWished) return;
    this.track(sent.account.id).automatic += 1;
    const host = this.hosts.get(sent.origin);
    if (host) host.isProbed = true;
  }

  /** The extension has taken in what came of an attempt. */
  told(account: Account, settings: Settings, ended: Ended): void {
    const track = this.#tracks.get(account.id);
    if (!track) return;
    const { clocks } = this.world;
    const { failure } = ended;
    this.figures.count(failure ? `${failure.kind}${isUnsent(failure) ? ' (no network)' : ''}` : 'reading');
    if (!failure && track.backSince !== undefined) this.figures.returned(clocks.awake - track.backSince);
    track.end(ended, intervalOf(account, settings) * minute);
  }

  /** And has noted what it means for the host. */
  toldOfHost({ origin, account }: Sent, ended: Ended): void {
    const { failure } = ended;
    if (failure && isUnsent(failure)) return;
    if (!isOfHost(failure)) {
      const host = this.hosts.get(origin);
      host?.answer();
      // What it asked for meanwhile still holds.
      if (host && host.heldUntil <= this.world.clocks.felt) this.hosts.delete(origin);
      return;
    }
    const host = this.hosts.get(origin) ?? new HostTrack();
    this.hosts.set(origin, host);
    host.fail(account.id, ended, this.world.clocks.time);
  }

  killed(): void {
    for (const host of this.hosts.values()) host.isProbed = false;
  }

  /** The browser has ended the worker under its work. */
  cutOff(): void {
    if (this.world.clocks.time - this.movedAt > minute) this.breach('the browser had to end a turn', 'worker');
  }

  jumped(ms: number): void {
    this.figures.jumps += 1;
    this.#moved();
    if (ms >= 0) return;
    this.isUnsettled = true;
    this.catchUp.setBack(-ms);
    for (const [id, track] of this.#tracks) this.#delay(id, track, Math.min(-ms, 1.1 * day));
  }

  woke(ms: number): void {
    this.figures.slept(ms);
    this.#moved();
    if (ms >= hour) this.catchUp.expect();
  }

  /** The user has changed something about an account, or about all. */
  touched(id?: string): void {
    this.isUnsettled = true;
    for (const [one, track] of this.#tracks) {
      if (id !== undefined && one !== id) continue;
      track.touchedAt = this.world.clocks.time;
      track.wasHindered = true;
      track.budget += 1;
    }
  }

  intervalChanged(before: number): void {
    this.touched();
    this.intervalBefore = before;
    this.intervalChangedAt = this.world.clocks.time;
  }

  sample(): void {
    sample(this);
  }

  /** What was made of itself, and no more than there may be. To be called at the end. */
  checkBudget(): void {
    for (const [id, { automatic, budget }] of this.#tracks)
      if (automatic > budget) this.breach('more requests than its budget', id, `${automatic} of ${Math.floor(budget)}`);
  }

  /** Each may be polled once more than the interval allows: what was due by the clock is made up for. */
  #moved(): void {
    this.movedAt = this.world.clocks.time;
    for (const track of this.#tracks.values()) track.budget += 1;
  }

  /** What is held back until some moment of the clock is held back for longer when that is set back. */
  #delay(id: string, track: Track, ms: number): void {
    const { store, clocks } = this.world;
    const account = store.account(id);
    if (track.isWell && account && !this.hosts.has(originIn(account))) return;
    track.delay += ms;
    if (track.backSince !== undefined) track.backSince = clocks.awake + ms + store.settings.interval * minute;
  }

  #reportChanged(id: string, before: Report, after: Report): void {
    if (after.told < before.told) this.breach('older news are told', id);
    if (before.reading && !after.reading) this.breach('a reading was lost', id);
    const [old, fresh] = [before, after].map(({ reading }) => reading?.balances[0]?.remaining ?? 0);
    if ((fresh ?? 0) < (old ?? 0)) this.breach('an older reading is told', id);
  }
}
