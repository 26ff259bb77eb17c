const inFlight = 8;
const toOneOrigin = 2;

/** Runs all jobs side by side, at most 8 at once and 2 to one origin, in their order as far as that allows. */
export async function inLanes<Job>(
  jobs: Job[],
  originOf: (job: Job) => string,
  run: (job: Job) => Promise<void>,
): Promise<void> {
  const waiting = [...jobs];
  const busy = new Map<string, number>();
  const occupied = (job: Job) => busy.get(originOf(job)) ?? 0;

  async function lane(): Promise<void> {
    for (;;) {
      const next = waiting.findIndex((job) => occupied(job) < toOneOrigin);
      const [job] = next < 0 ? [] : waiting.splice(next, 1);
      // What is left waits for an origin, whose own lanes will take it.
      if (job === undefined) return;
      busy.set(originOf(job), occupied(job) + 1);
      try {
        await run(job);
      } finally {
        busy.set(originOf(job), occupied(job) - 1);
      }
    }
  }

  await Promise.all(Array.from({ length: inFlight }, lane));
}
