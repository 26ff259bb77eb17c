import { useEffect, useState } from 'preact/hooks';

/** How often what is shown of the time gone by is told anew. */
const tick = 5000;

/**
 * What `load` reads, read again whenever the store changes and every 5 s, for ages grow by themselves.
 * Undefined until the first reading is there, unless that was made before; an error when it could not be read.
 */
export function useLive<T>(
  load: (now: number) => Promise<T>,
  subscribe: (callback: () => void) => () => void,
  now: () => number,
  first?: Live<T>,
): Live<T> {
  const [live, setLive] = useState<Live<T>>(first ?? { now: now() });

  useEffect(() => {
    let latest = 0;
    const read = () => {
      const turn = ++latest;
      void liveOf(load, now()).then((next) => {
        if (turn === latest) setLive((shown) => ('error' in next ? { ...shown, ...next } : next));
      });
    };
    const unsubscribe = subscribe(read);
    const timer = setInterval(read, tick);
    // What was announced between the first reading and now is in the next.
    read();
    return () => {
      latest = Infinity;
      clearInterval(timer);
      unsubscribe();
    };
  }, [load, subscribe, now]);

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
