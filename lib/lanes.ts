const mostInFlight = 8;
const mostToOneOrigin = 2;

interface Waiting {
  origin: string;
  start: () => void;
}

// For the life of the worker, because turns overlap: an alarm may go off while a "Refresh" is under way.
const queue: Waiting[] = [];
const inFlight = new Map<string, number>();

/** Runs some work as soon as fewer than 8 are running, and fewer than 2 with its origin; in the order of asking, as far as that allows. */
export async function inLane<Result>(origin: string, work: () => Promise<Result>): Promise<Result> {
  await new Promise<void>((start) => {
    queue.push({ origin, start });
    advance();
  });
  try {
    return await work();
  } finally {
    count(origin, -1);
    advance();
  }
}

function advance(): void {
  for (const waiting of queue.slice()) {
    const { origin, start } = waiting;
    const all = [...inFlight.values()].reduce((sum, one) => sum + one, 0);
    if (all >= mostInFlight) return;
    if ((inFlight.get(origin) ?? 0) >= mostToOneOrigin) continue;
    queue.splice(queue.indexOf(waiting), 1);
    count(origin, 1);
    start();
  }
}

function count(origin: string, more: number): void {
  const now = (inFlight.get(origin) ?? 0) + more;
  if (now === 0) inFlight.delete(origin);
  else inFlight.set(origin, now);
}
