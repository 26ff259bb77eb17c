import { beforeEach, expect, test } from 'vitest';
import { grouped } from '../../lib/grouped.ts';

let written: string[][];
let refused: string | undefined;

async function write(items: string[]): Promise<void> {
  await Promise.resolve();
  if (refused !== undefined && items.includes(refused)) throw new Error(`not ${refused}`);
  written.push(items);
}

beforeEach(() => {
  written = [];
  refused = undefined;
});

test('the first is written at once, and those that come meanwhile together', async () => {
  const put = grouped(write);
  await Promise.all(['a', 'b', 'c'].map(put));
  expect(written).toEqual([['a'], ['b', 'c']]);
});

test('one that comes when all is written is written at once', async () => {
  const put = grouped(write);
  await put('a');
  await put('b');
  expect(written).toEqual([['a'], ['b']]);
});

test('each waits until its own is written', async () => {
  const put = grouped(write);
  const first = put('a').then(() => written.length);
  const second = put('b').then(() => written.length);
  expect([await first, await second]).toEqual([1, 2]);
});

test('one that fails is told so alone, and the others are written', async () => {
  const put = grouped(write);
  refused = 'c';
  const ends = await Promise.allSettled(['a', 'b', 'c', 'd'].map(put));
  expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(ends[2]).toHaveProperty('reason.message', 'not c');
  expect(written).toEqual([['a'], ['b'], ['d']]);
  await put('e');
  expect(written.at(-1)).toEqual(['e']);
});

test('a database that does not open in time keeps nobody waiting for it again', async () => {
  let tries = 0;
  const put = grouped(async () => {
    tries += 1;
    await Promise.reject(new DOMException('database is busy', 'TimeoutError'));
  });
  const ends = await Promise.allSettled(['a', 'b', 'c', 'd'].map(put));
  expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'rejected']);
  expect(tries).toBe(2);
});
