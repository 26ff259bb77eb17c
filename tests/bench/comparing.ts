import { heapOf, popupTarget, workerTarget } from './resting.ts';
import { openPopup, type Opening } from './opening.ts';
import { ratioOf, spreadOf } from './numbers.ts';
import { plant } from './plant.ts';
import type { Result } from './result.ts';
import type { Name, Stage } from './stage.ts';
import { wake } from './waking.ts';

/** Openings that do not count. */
const warmUps = 6;

type Samples<T> = Map<Name, T[]>;

/** The popup as it opens with so many accounts: with the worker awake, asleep, and right after the browser's start. */
export async function openings(stage: Stage, count: number, rounds: number, starts: number): Promise<Result[]> {
  await plant(stage, count);
  const what = `popup, ${count} accounts`;
  const limit = count > 6 ? 1.35 : 1.2;
  // The first of all fill caches that nothing later fills again, and a browser that was just started is busy with itself.
  await sample(stage, warmUps, async (name) => await openPopup(stage, name));
  const awake = await sample(stage, rounds, async (name) => await openPopup(stage, name));
  const asleep = await sample(stage, rounds, async (name) => {
    await stage.killWorkers();
    return await openPopup(stage, name);
  });
  const first: Samples<Opening> = new Map(stage.names.map((name) => [name, []]));
  for (let start = 0; start < starts; start += 1) {
    await stage.restart();
    const fresh = await sample(stage, 1, async (name) => await openPopup(stage, name), start);
    for (const [name, [opening]] of fresh) if (opening) first.get(name)?.push(opening);
  }
  const msOf = (samples: Samples<Opening>) => picked(samples, ({ ms }) => ms);
  const all = [awake, asleep, first];
  return [
    ...compared(`${what}, worker awake`, msOf(awake), count > 6 ? limit : 1.15),
    ...compared(`${what}, worker asleep`, msOf(asleep), limit),
    ...compared(`${what}, first after the browser's start`, msOf(first), limit),
    ...worst(`${what}, layout shift`, '', all, ({ shift }) => shift),
    ...worst(`${what}, longest task over 50 ms`, 'ms', all, ({ longest }) => longest),
  ];
}

export async function heaps(stage: Stage, rounds: number): Promise<Result[]> {
  await plant(stage, 6);
  const both = await sample(stage, rounds, async (name) => {
    const heap = { popup: Number.NaN, worker: Number.NaN };
    await openPopup(stage, name, async () => {
      heap.popup = await heapOf(await popupTarget(stage, name));
      if (name !== 'floor') heap.worker = await heapOf(await workerTarget(stage, name));
    });
    return heap;
  });
  both.delete('floor');
  return [...both].flatMap(([name, taken]) => [
    line(
      `heap of the popup, 6 accounts${suffix(name)}`,
      'MB',
      taken.map(({ popup }) => popup),
      1.6,
    ),
    line(
      `heap of the worker, 6 accounts${suffix(name)}`,
      'MB',
      taken.map(({ worker }) => worker),
      0.8,
    ),
  ]);
}

export async function wakings(stage: Stage, rounds: number): Promise<Result[]> {
  const samples = await sample(stage, rounds, async (name) => await wake(stage, name));
  return [
    ...compared(
      'worker, from message to running',
      picked(samples, ({ start }) => start),
      1.2,
    ),
    ...compared(
      'worker asleep, from message to reply',
      picked(samples, ({ reply }) => reply),
      1.3,
    ),
  ];
}

/** Each extension in turn, in the one order and then in the other, so that what one leaves behind meets all alike. */
async function sample<T>(
  stage: Stage,
  rounds: number,
  take: (name: Name) => Promise<T>,
  from = 0,
): Promise<Samples<T>> {
  const samples: Samples<T> = new Map(stage.names.map((name) => [name, []]));
  for (let round = from; round < from + rounds; round += 1) {
    const order = round % 2 === 0 ? stage.names : stage.names.toReversed();
    for (const name of order) samples.get(name)?.push(await take(name));
  }
  return samples;
}

function picked<T>(samples: Samples<T>, pick: (one: T) => number): Samples<number> {
  return new Map([...samples].map(([name, taken]) => [name, taken.map(pick)]));
}

function compared(what: string, samples: Samples<number>, budget: number): Result[] {
  const floor = samples.get('floor') ?? [];
  return [...samples]
    .filter(([name]) => name !== 'floor')
    .map(([name, ours]) => ({
      what: `${what}${suffix(name)}`,
      unit: 'of the floor',
      value: ratioOf(ours, floor),
      ours: spreadOf(ours),
      floor: spreadOf(floor),
      budget,
    }));
}

function worst(what: string, unit: string, all: Samples<Opening>[], pick: (one: Opening) => number): Result[] {
  const names = [...(all[0]?.keys() ?? [])].filter((name) => name !== 'floor');
  return names.map((name) =>
    line(
      `${what}${suffix(name)}`,
      unit,
      all.flatMap((each) => (each.get(name) ?? []).map(pick)),
      0,
    ),
  );
}

function line(what: string, unit: string, samples: number[], budget?: number): Result {
  return { what, unit, value: spreadOf(samples), ...(budget !== undefined && { budget }) };
}

function suffix(name: Name): string {
  return name === 'ours' ? '' : ` (${name})`;
}
