/**
 * Writes what is given while a write is under way in one with all that is given meanwhile, as a write costs more than what is in
 * it. Should a group fail, each of it is written by itself: one's trouble is not the others'. But a database that does not
 * open in time does so for none, and nobody waits for it once more.
 */
export function grouped<Item>(write: (items: Item[]) => Promise<void>): (item: Item) => Promise<void> {
  let waiting: Waiting<Item>[] = [];
  let isWriting = false;

  const writeAll = async () => {
    isWriting = true;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      await writeGroup(group, write);
    }
    isWriting = false;
  };

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!isWriting) void writeAll();
    });
}

interface Waiting<Item> {
  item: Item;
  resolve: () => void;
  reject: (reason: unknown) => void;
}

/** Never rejects: those who wait are told. */
async function writeGroup<Item>(group: Waiting<Item>[], write: (items: Item[]) => Promise<void>): Promise<void> {
  try {
    await write(group.map(({ item }) => item));
    for (const { resolve } of group) resolve();
  } catch (error) {
    if (group.length === 1 || isOfAll(error)) for (const { reject } of group) reject(error);
    else for (const one of group) await writeGroup([one], write);
  }
}

function isOfAll(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError';
}

/** Steps of writing that come together, in one transaction: `inOne` begins it, and each is done after the one before. */
export function stepsInOne<Store>(
  inOne: (work: (store: Store) => Promise<void>) => Promise<void>,
): (step: (store: Store) => Promise<void>) => Promise<void> {
  return grouped((steps) =>
    inOne(async (store) => {
      for (const step of steps) await step(store);
    }),
  );
}
