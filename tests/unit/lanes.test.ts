import { afterEach, describe, expect, test } from 'vitest';
import { inLane } from '../../lib/lanes.ts';

interface Job {
  name: string;
  origin: string;
  end: PromiseWithResolvers<void>;
}

/** The jobs that were begun, in their order; each goes on until it is ended. */
const begun: Job[] = [];
let asked: Promise<unknown>[] = [];
const names = () => begun.map(({ name }) => name);

function ask(origin: string, name: string): Promise<string> {
  const asking = inLane(origin, async () => {
    const job = { name, origin, end: Promise.withResolvers<void>() };
    begun.push(job);
    await job.end.promise;
    return name;
  });
  asked.push(asking.catch(() => undefined));
  return asking;
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

async function end(name: string, error?: Error): Promise<void> {
  const job = begun.find((one) => one.name === name);
  if (error) job?.end.reject(error);
  else job?.end.resolve();
  await settle();
}

afterEach(async () => {
  // Every round ends what runs, and so begins what waits.
  for (const _ of asked) {
    for (const job of begun) job.end.resolve();
    await settle();
  }
  await Promise.all(asked);
  begun.length = 0;
  asked = [];
});

describe('work in lanes', () => {
  test('begins at once, and its result comes back', async () => {
    const asking = ask('a', 'a1');
    await settle();
    await end('a1');
    expect(await asking).toBe('a1');
  });

  test('is done for two at a time with one origin, in the order of asking', async () => {
    for (const name of ['a1', 'a2', 'a3', 'a4']) void ask('a', name);
    await settle();
    expect(names()).toEqual(['a1', 'a2']);
    await end('a2');
    expect(names()).toEqual(['a1', 'a2', 'a3']);
    await end('a1');
    expect(names()).toEqual(['a1', 'a2', 'a3', 'a4']);
  });

  test('is done for eight at a time in all, whoever asks', async () => {
    // Two callers, each with ten origins of its own and one that both ask.
    for (let index = 0; index < 10; index += 1) {
      void ask(`a${index}`, `first ${index}`);
      void ask(index < 5 ? 'shared' : `b${index}`, `second ${index}`);
    }
    let most = 0;
    let mostShared = 0;
    const ended = new Set<Job>();
    while (ended.size < 20) {
      await settle();
      const running = begun.filter((job) => !ended.has(job));
      most = Math.max(most, running.length);
      mostShared = Math.max(mostShared, running.filter(({ origin }) => origin === 'shared').length);
      const [next] = running;
      if (!next) throw new Error('nothing goes on');
      ended.add(next);
      next.end.resolve();
    }
    expect([most, mostShared]).toEqual([8, 2]);
    expect(new Set(names()).size).toBe(20);
  });

  test('does not wait behind a crowded origin', async () => {
    for (const name of ['a1', 'a2', 'a3']) void ask('a', name);
    void ask('b', 'b1');
    await settle();
    expect(names()).toEqual(['a1', 'a2', 'b1']);
  });

  test('that fails frees its lane, and only its own caller hears of it', async () => {
    const failing = ask('a', 'a1');
    const told = expect(failing).rejects.toThrow('no');
    const others = ['a2', 'a3'].map((name) => ask('a', name));
    await settle();
    await end('a1', new Error('no'));
    await told;
    expect(names()).toEqual(['a1', 'a2', 'a3']);
    await end('a2');
    await end('a3');
    expect(await Promise.all(others)).toEqual(['a2', 'a3']);
  });

  test('that throws at once frees its lane too', async () => {
    const throwing = [1, 2, 3].map(() =>
      inLane('a', () => {
        throw new Error('no');
      }),
    );
    expect((await Promise.allSettled(throwing)).map(({ status }) => status)).toEqual(Array(3).fill('rejected'));
    void ask('a', 'a1');
    await settle();
    expect(names()).toEqual(['a1']);
  });
});
