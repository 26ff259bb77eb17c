import { render } from 'preact';
import { useEffect } from 'preact/hooks';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { useLive, type Live } from '../../components/useLive.ts';
import { noon } from './given.ts';

const listeners = new Set<() => void>();
const load = vi.fn<(now: number) => Promise<string>>();
let time = noon;
let live: Live<string> | undefined;

const now = () => time;
function subscribe(callback: () => void): () => void {
  listeners.add(callback);
  return () => listeners.delete(callback);
}

function Page({ first }: { first?: Live<string> }) {
  const shown = useLive(load, subscribe, now, first);
  useEffect(() => {
    live = shown;
  }, [shown]);
  return null;
}

async function pass(milliseconds: number): Promise<void> {
  await act(async () => {
    await vi.advanceTimersByTimeAsync(milliseconds);
  });
}

/** Does it, and waits until what was read for it is shown. */
async function settled(deed: () => void): Promise<void> {
  await act(deed);
  await pass(0);
}

const show = () => settled(() => render(<Page />, document.body));
const announce = () => settled(() => listeners.forEach((listener) => listener()));

beforeEach(() => {
  vi.useFakeTimers();
  time = noon;
  load.mockReset().mockImplementation(async () => 'first');
});
afterEach(async () => {
  await act(() => render(null, document.body));
  vi.useRealTimers();
});

describe('what is shown live', () => {
  test('is nothing until it was read', async () => {
    load.mockReturnValue(new Promise(() => undefined));
    await show();
    expect(live).toEqual({ now: noon });
  });

  test('is what was read before it was drawn, and is read again for what is announced', async () => {
    const first = { value: 'before', now: noon - 10 };
    await settled(() => render(<Page first={first} />, document.body));
    expect(live).toBe(first);
    expect(load).not.toHaveBeenCalled();
    await announce();
    expect(live).toEqual({ value: 'first', now: noon });
  });

  test('keeps a failure that came before it was drawn only until it can be read', async () => {
    await settled(() => render(<Page first={{ error: 'busy', now: noon }} />, document.body));
    expect(live).toEqual({ value: 'first', now: noon });
  });

  test('is read once at first, for the time it is', async () => {
    await show();
    expect(load).toHaveBeenCalledExactlyOnceWith(noon);
    expect(live).toEqual({ value: 'first', now: noon });
  });

  test('follows the signal', async () => {
    await show();
    load.mockResolvedValue('second');
    time += 1;
    await announce();
    expect(live).toEqual({ value: 'second', now: noon + 1 });
  });

  test('is read again every 5 seconds', async () => {
    await show();
    load.mockResolvedValue('later');
    time += 5000;
    await pass(5000);
    expect(live).toEqual({ value: 'later', now: noon + 5000 });
  });

  test('is what was read last, however long the one before took', async () => {
    const slow = Promise.withResolvers<string>();
    load.mockReturnValueOnce(slow.promise);
    await show();
    await announce();
    expect(load).toHaveBeenCalledOnce();
    await settled(() => slow.resolve('too late'));
    expect(live?.value).toBe('first');
    expect(load).toHaveBeenCalledTimes(2);
  });

  test('is read once more for a thousand changes that come while it is read', async () => {
    const slow = Promise.withResolvers<string>();
    load.mockReturnValueOnce(slow.promise);
    await show();
    for (let change = 1; change <= 1000; change += 1) listeners.forEach((listener) => listener());
    load.mockResolvedValue('last');
    await settled(() => slow.resolve('first'));
    expect(live?.value).toBe('last');
    expect(load).toHaveBeenCalledTimes(2);
  });

  test('stays beside an error, which goes with the next reading', async () => {
    await show();
    const trouble = new Error('no');
    load.mockRejectedValueOnce(trouble);
    await announce();
    expect(live).toEqual({ value: 'first', error: trouble, now: noon });
    await announce();
    expect(live).toEqual({ value: 'first', now: noon });
  });

  test('is left alone when the page goes', async () => {
    await show();
    await act(() => render(null, document.body));
    expect(listeners.size).toBe(0);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(load).toHaveBeenCalledOnce();
  });
});
