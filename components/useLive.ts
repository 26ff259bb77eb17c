import { useEffect, useState } from 'preact/hooks';

/** How often what is shown of the time gone by is told anew. */
const tick = 5000;

/**
 * What `load` reads, read again whenever the store changes and every 5 s, for ages grow by themselves.
 * Undefined until the first reading is there; an error when it could not be read.
 */
export function useLive<T>(
  load: (now: number) => Promise<T>,
  subscribe: (callback: () => void) => () => void,
  now: () => number,
): Live<T> {
  const [live, setLive] = useState<Live<T>>({ now: now() });

  useEffect(() => {
    let latest = 0;
    const read = () => {
      const turn = ++latest;
      const at = now();
      load(at).then(
        (value) => turn === latest && setLive({ value, now: at }),
        (error: unknown) => turn === latest && setLive((shown) => ({ ...shown, error, now: at })),
      );
    };
    const unsubscribe = subscribe(read);
    const timer = setInterval(read, tick);
    read();
    return () => {
      latest = Infinity;
      clearInterval(timer);
      unsubscribe();
    };
  }, [load, subscribe, now]);

  return live;
}

export interface Live<T> {
  value?: T;
  error?: unknown;
  /** The moment that the value was read for, in milliseconds since 1970. */
  now: number;
}
