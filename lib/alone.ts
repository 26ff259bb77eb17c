/** In milliseconds: so long is waited for another page, or the worker, that is at it. */
const longestWait = 10_000;

/**
 * Changes keys, what they are sealed with, or accounts together with their keys: one at a time over all pages and the worker.
 * Throws when its turn does not come within 10 s. Not to be called within itself.
 */
export async function alone<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks.request('keys', { signal: AbortSignal.timeout(longestWait) }, work);
}
