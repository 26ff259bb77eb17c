import { standGuardIfBare } from './alarm.ts';
import { heal } from './heal.ts';
import { hasSetup } from './setup-store.ts';

/**
 * Tells whether the stores are whole, of which it makes sure first: once in the life of a worker, before anything else is done;
 * again, if that failed; and again when the database is found to be empty. Browsers may close a damaged one at any time, and
 * hand out an empty one when it is next opened.
 */
export function healing(now: () => number, complain: (error: unknown) => void): () => Promise<boolean> {
  let whole = Promise.resolve(false);
  const heals = async (wasWhole: boolean) => {
    try {
      if (wasWhole && (await hasSetup())) return true;
      // It may take its time, and the worker be ended under it.
      await standGuardIfBare(now()).catch(complain);
      await heal(now());
      return true;
    } catch (error) {
      complain(error);
      return false;
    }
  };
  return () => {
    whole = whole.then(heals);
    return whole;
  };
}
