import { promisifyRequest } from 'idb-keyval';

/** Records by their key, without those that are not what they should be. */
export function checked<T>(records: [string, unknown][], check: (stored: unknown) => T | undefined): Map<string, T> {
  return new Map(
    records.flatMap(([id, stored]) => {
      const value = check(stored);
      return value === undefined ? [] : [[id, value] as const];
    }),
  );
}

/** Every record of a store by its key, which is a text. */
export async function recordsOf(store: IDBObjectStore): Promise<[string, unknown][]> {
  const [names, values] = await Promise.all([
    promisifyRequest(store.getAllKeys()) as Promise<string[]>,
    promisifyRequest<unknown[]>(store.getAll()),
  ]);
  return names.map((name, place) => [name, values[place]]);
}

/** Of two copies; the first, if they are of one age. */
export function newer<Copy extends { seq: number }>(none: Copy, one = none, other = none): Copy {
  return other.seq > one.seq ? other : one;
}

/** The mirror is a copy: that it cannot be written is no reason to fail, and the worker's next start mends it. */
export async function quietly(writing: Promise<void>): Promise<void> {
  await writing.catch(() => undefined);
}
