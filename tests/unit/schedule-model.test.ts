// @vitest-environment node
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { day, hour, minute, second } from '../virtual/clocks.ts';
import { checkAlarm } from '../virtual/sample.ts';
import { faultKinds, outageKinds } from '../virtual/servers.ts';
import { User } from '../virtual/user.ts';
import { World } from '../virtual/world.ts';

const origins = ['https://one.example', 'https://two.example', 'https://three.example'];
const accountCount = 8;

interface Real {
  world: World;
  user: User;
}

/** Something that happens, after which no promise may be broken. The promises are in `tests/virtual/rules.ts` and `sample.ts`. */
class Happening implements fc.Command<object, Real> {
  readonly #told: string;
  readonly #happen: (real: Real) => void;

  constructor(told: string, happen: (real: Real) => void) {
    this.#told = told;
    this.#happen = happen;
  }

  check(): boolean {
    return true;
  }

  run(_: object, real: Real): void {
    const { watch } = real.world;
    this.#happen(real);
    checkAlarm(watch);
    watch.checkBudget();
    // An error, which ends the run and is told with the commands that led to it.
    if (watch.violations.length > 0) throw new Error(watch.violations.join('\n'));
  }

  toString(): string {
    return this.#told;
  }
}

/** A happening of which something is left to chance. */
function happening<Values extends unknown[]>(
  name: string,
  values: { [K in keyof Values]: fc.Arbitrary<Values[K]> },
  happen: (real: Real, ...values: Values) => void,
): fc.Arbitrary<Happening> {
  return fc
    .tuple<Values>(...values)
    .map((drawn) => new Happening(`${name}(${drawn.join(', ')})`, (real) => happen(real, ...drawn)));
}

const upTo = (most: number) => fc.integer({ min: 1, max: most });
const moments = upTo(30 * second);
const spans = fc.oneof(moments, upTo(hour), upTo(10 * hour));
const longSpans = fc.oneof(upTo(hour), upTo(day), upTo(10 * day));
const waits = fc.oneof(upTo(minute), upTo(3 * hour), upTo(2 * day));
const origin = fc.constantFrom(...origins);
const place = fc.nat(accountCount - 1);

/** The account at a place, of those that there are. */
const idAt = ({ world }: Real, index: number) => world.store.accounts[index % world.store.accounts.length]?.id ?? '';

const time = [
  happening('pass', [spans], ({ world }, ms) => world.advance(ms)),
  happening('pass', [moments], ({ world }, ms) => world.advance(ms)),
  happening('sleep', [longSpans], ({ world }, ms) => world.sleep(ms)),
  happening('close', [longSpans], ({ world }, ms) => world.close(ms)),
  happening('set the clock forward', [longSpans], ({ world }, ms) => world.jump(ms)),
  happening('set the clock back', [longSpans], ({ world }, ms) => world.jump(-ms)),
  happening('set the clock back', [fc.oneof(moments, upTo(hour))], ({ world }, ms) => world.jump(-ms)),
];

const worker = [
  happening('kill', [], ({ world }) => world.kill()),
  happening('kill soon', [moments], ({ world }, ms) => world.killIn(ms)),
  happening('reload', [], ({ world }) => world.reload()),
  happening('wake', [], ({ world }) => world.wake()),
  happening('connect', [fc.boolean()], ({ world }, isOnline) => world.connect(isOnline)),
];

const servers = [
  happening('outage', [origin, fc.constantFrom(...outageKinds), longSpans, waits], ({ world }, at, kind, lasts, wait) =>
    world.servers.outages.set(at, { kind, until: world.clocks.time + lasts, wait }),
  ),
  happening('end of outage', [origin], ({ world }, at) => world.servers.outages.delete(at)),
  happening('slow', [origin, longSpans], ({ world }, at, ms) => world.servers.slow.set(at, world.clocks.time + ms)),
  happening('fault', [place, fc.constantFrom(...faultKinds), longSpans, waits], (real, index, kind, lasts, wait) => {
    const { servers: all, clocks } = real.world;
    all.faults.set(idAt(real, index), { kind, until: clocks.time + (kind === 'limited' ? wait : lasts), wait });
  }),
  happening('end of fault', [place], (real, index) => real.world.servers.faults.delete(idAt(real, index))),
];

const user = [
  happening('refresh', [place], (real, index) => real.user.refresh(idAt(real, index))),
  happening('refresh all', [], (real) => real.user.refresh()),
  happening('pause', [place, fc.option(waits, { nil: undefined })], (real, index, ms) =>
    real.user.pause(ms, idAt(real, index)),
  ),
  happening('pause all', [fc.option(waits, { nil: undefined })], (real, ms) => real.user.pause(ms)),
  happening('resume', [place], (real, index) => real.user.resume(idAt(real, index))),
  happening('resume all', [], (real) => real.user.resume()),
  happening('disable', [place], (real, index) => real.user.enable(idAt(real, index), false)),
  happening('enable', [place], (real, index) => real.user.enable(idAt(real, index), true)),
  happening('edit', [place], (real, index) => real.user.edit(idAt(real, index))),
  happening('interval', [fc.constantFrom(1, 5, 15, 60, 1440)], (real, minutes) => real.user.setInterval(minutes)),
  happening('remove', [place], (real, index) => {
    if (real.world.store.accounts.length > 1) real.user.remove(idAt(real, index));
  }),
  happening('add', [origin], (real, at) => {
    if (real.world.store.accounts.length < accountCount) real.user.add(at);
  }),
];

function begin(seed: number): Real {
  const world = new World(seed);
  const real = { world, user: new User(world) };
  for (let index = 0; index < accountCount; index += 1) real.user.add(origins[index % 2 === 0 ? 0 : index % 3] ?? '');
  return real;
}

test('whatever happens, the scheduler keeps its promises', () => {
  const commands = fc.commands([...time, ...time, ...worker, ...servers, ...user], { maxCommands: 80, size: 'max' });
  const promises = fc.property(fc.integer(), commands, (seed, happenings) => {
    fc.modelRun(() => ({ model: {}, real: begin(seed) }), happenings);
  });
  // The same each time, so that a red run is the fault of a change; other seeds are for whoever looks for trouble.
  const { MODEL_RUNS = '200', MODEL_SEED = '1' } = process.env;
  const parameters = { numRuns: Number(MODEL_RUNS), seed: Number(MODEL_SEED) };
  expect(() => fc.assert(promises, parameters)).not.toThrow();
}, 120_000);
