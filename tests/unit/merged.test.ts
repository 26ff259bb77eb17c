import { describe, expect, test, vi } from 'vitest';
import { merged } from '../../lib/merged.ts';

/** Some work that ends when it is told to, and how often it was begun. */
function slowWork() {
  const ends: PromiseWithResolvers<void>[] = [];
  let running = 0;
  let most = 0;
  const work = async () => {
    running += 1;
    most = Math.max(most, running);
    const end = Promise.withResolvers<void>();
    ends.push(end);
    await end.promise.finally(() => (running -= 1));
  };
  return { work, ends, most: () => most };
}

const complain = vi.fn<(error: unknown) => void>();
const begun = (ends: unknown[], count: number) => vi.waitFor(() => expect(ends).toHaveLength(count));
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('merged work', () => {
  test('is never done twice at once, and calls that come while one waits are one', async () => {
    const { work, ends, most } = slowWork();
    const call = merged(work, complain);
    call();
    await begun(ends, 1);
    call();
    call();
    call();
    await settle();
    expect(ends).toHaveLength(1);
    ends[0]?.resolve();
    await begun(ends, 2);
    ends[1]?.resolve();
    await settle();
    expect(ends).toHaveLength(2);
    expect(most()).toBe(1);
  });

  test('called several times before it begins is done once', async () => {
    const { work, ends } = slowWork();
    const call = merged(work, complain);
    call();
    call();
    await settle();
    expect(ends).toHaveLength(1);
  });

  test('that fails is told, and does not stop what comes later', async () => {
    const { work, ends } = slowWork();
    const call = merged(work, complain);
    call();
    await begun(ends, 1);
    call();
    const trouble = new Error('no');
    ends[0]?.reject(trouble);
    await begun(ends, 2);
    expect(complain).toHaveBeenCalledExactlyOnceWith(trouble);
    ends[1]?.resolve();
    await settle();
    call();
    await begun(ends, 3);
  });
});
