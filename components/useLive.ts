import { useEffect, useState } from 'preact/hooks';
import { merged } from '../lib/merged.ts';

/** How often what is shown of the time gone by is told anew. */
const tick = 5000;

/**
 * What `load` reads, read again whenever the store changes and every 5 s, for ages grow by themselves.
 * Undefined until the first reading is there, unless that was made before, and whatever was announced since is called back for
 * by `subscribe`; an error when it could not be read.
 */
export function useLive<T>(
  load: (now: number) => Promise<T>,
  subscribe: (callback: () => void) => () => void,
  now: () => number,
  first?: Live<T>,
): Live<T> {
  const [live, setLive] = useState<Live<T>>(first ?? { now: now() });

  useEffect(() => {
    let isOver = false;
    // A poll of many accounts announces each of its steps: read one after the other, and not for each of them.
    const read = merged(async () => {
      if (isOver) return;
      const next = await liveOf(load, now());
      if (!isOver) setLive((shown) => ('error' in next ? { ...shown, ...next } : next));
    }, console.error);
    const unsubscribe = subscribe(read);
    const timer = setInterval(read, tick);
    if (!first || 'error' in first) read();
    return () => {
      isOver = true;
      clearInterval(timer);
      unsubscribe();
    };
  }, [load, subscribe, now, first]);

  return live;
}

/** One reading for a moment. */
export async function liveOf<T>(load: (now: number) => Promise<T>, now: number): Promise<Live<T>> {
  try {
    return { value: await load(now), now };
  } catch (error) {
    return { error, now };
  }
}

export interface Live<T> {
  value?: T;
  error?: unknown;
  /** The moment that the value was read for, in milliseconds since 1970. */
  now: number;
}
