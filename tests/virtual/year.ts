import type { Chance } from './chance.ts';
import { day, hour, minute, second } from './clocks.ts';
import { faultKinds, outageKinds } from './servers.ts';
import { User } from './user.ts';
import { World } from './world.ts';

const accountCount = 50;
const hostCount = 12;

/** What happens in the world, and once in how long, on average. */
type Happening = [mean: number, happen: (life: Life) => void];

interface Life {
  world: World;
  user: User;
  chance: Chance;
}

const origins = Array.from({ length: hostCount }, (_, index) => `https://host-${index + 1}.example`);

const anId = ({ world, chance }: Life) => chance.pick(world.store.accounts).id;
const isAsleepFor = (chance: Chance) =>
  chance.happens(0.4) ? chance.spread(minute, hour) : chance.spread(hour, chance.happens(0.2) ? 5 * day : 18 * hour);

/** Of the times below only those awake count for what the device and its user do. */
const happenings: Happening[] = [
  [2 * hour, ({ world, chance }) => (chance.happens(0.3) ? world.close : world.sleep).call(world, isAsleepFor(chance))],
  [1 * day, ({ world, chance }) => setClock(world, chance)],
  [4 * day, ({ world }) => world.reload()],
  [2 * day, ({ world }) => world.connect(false)],
  [10 * minute, ({ world }) => world.connect(true)],
  [8 * hour, ({ user }) => user.refresh()],
  [4 * hour, (life) => life.user.refresh(anId(life))],
  [5 * day, ({ user, chance }) => user.pause(chance.spread(5 * minute, day))],
  [
    day,
    (life) => life.user.pause(life.chance.happens(0.5) ? undefined : life.chance.spread(hour, 3 * day), anId(life)),
  ],
  [hour, (life) => life.user.resume(anId(life))],
  [12 * hour, ({ user }) => user.resume()],
  [2 * day, (life) => life.user.enable(anId(life), false)],
  [hour, (life) => enableOne(life)],
  [3 * day, (life) => life.user.edit(anId(life))],
  [8 * hour, (life) => befallHost(life)],
  [2 * hour, (life) => befallAccount(life)],
  [
    12 * hour,
    ({ world, chance }) => world.servers.slow.set(chance.pick(origins), world.clocks.time + chance.spread(hour, day)),
  ],
];

/** One year of 50 accounts at 12 hosts, in which happens what happens. The seed tells what. */
export function liveOneYear(seed: number): World {
  const world = new World(seed);
  const life: Life = { world, user: new User(world), chance: world.chance };
  world.killProbability = 0.01;
  for (let index = 0; index < accountCount; index += 1)
    life.user.add(index < hostCount ? (origins[index] ?? '') : world.chance.pick(origins));
  const end = world.clocks.time + 365 * day;
  const next = happenings.map(([mean]) => world.clocks.awake + world.chance.wait(mean));
  while (world.clocks.time < end) {
    const at = Math.min(...next);
    const index = next.indexOf(at);
    world.advance(at - world.clocks.awake);
    const [mean, happen] = happenings[index] ?? [day, () => undefined];
    happen(life);
    next[index] = world.clocks.awake + world.chance.wait(mean);
  }
  world.watch.checkBudget();
  return world;
}

/** By a little, by hours, to another age; and half of the times it is set right. */
function setClock(world: World, chance: Chance): void {
  const { clocks } = world;
  const right = clocks.time - clocks.now;
  if (right !== 0 && chance.happens(0.7)) world.jump(right);
  else if (chance.happens(0.1)) world.jump(chance.pick([Date.UTC(1970, 0, 2), Date.UTC(2099, 0, 1)]) - clocks.now);
  else world.jump(chance.spread(second, chance.happens(0.3) ? 30 * day : 3 * hour) * chance.pick([-1, 1]));
  // The browser holds an alarm back that the clock puts off; when the user opens the popup the worker sees what has happened.
  if (chance.happens(0.5)) world.wake();
}

function enableOne({ world, user, chance }: Life): void {
  const disabled = world.store.accounts.filter(({ enabled }) => !enabled);
  if (disabled.length > 0) user.enable(chance.pick(disabled).id, true);
}

function befallHost({ world, chance }: Life): void {
  const until = world.clocks.time + chance.spread(2 * minute, 12 * hour);
  world.servers.outages.set(chance.pick(origins), {
    kind: chance.pick(outageKinds),
    until,
    wait: chance.spread(second, 6 * hour),
  });
}

function befallAccount(happening: Life): void {
  const { world, chance } = happening;
  const kind = chance.pick(faultKinds);
  const wait = chance.spread(second, 2 * day);
  const lasts = kind === 'limited' ? wait : chance.spread(5 * minute, 2 * day);
  world.servers.faults.set(anId(happening), { kind, until: world.clocks.time + lasts, wait });
}
