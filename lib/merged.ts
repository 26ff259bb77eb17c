/**
 * Runs the work one after the other and never twice at once; calls that come while one waits are one. A run that fails is
 * told to `complain` and stands in nobody's way.
 */
export function merged(work: () => Promise<void>, complain: (error: unknown) => void): () => void {
  let running = Promise.resolve();
  let waits = false;
  return () => {
    if (waits) return;
    waits = true;
    running = running
      .then(() => {
        waits = false;
        return work();
      })
      .catch(complain);
  };
}
