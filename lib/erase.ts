import { eraseAlerts } from './alert-store.ts';
import { clearAlarms } from './alarm.ts';
import { alone } from './alone.ts';
import { eraseHistory } from './history-store.ts';
import { eraseMirror } from './mirror.ts';
import { dropGrants } from './permissions.ts';
import { announce } from './signal.ts';
import { eraseSetup } from './setup-store.ts';
import { eraseStores } from './store.ts';
import { eraseTrends } from './trend-store.ts';

const steps = [eraseSetup, eraseMirror, eraseStores, eraseHistory, eraseTrends, eraseAlerts, clearAlarms, dropGrants];

/**
 * Deletes everything: accounts, keys, readings, settings, the lock, and the access to every site. The accounts go first, in
 * the database and in its mirror: should the rest be cut off, there is none left that anything would be asked for, and none
 * that would come back. A step that fails keeps none of the others from being done; what failed is thrown in the end.
 */
export async function eraseAll(): Promise<void> {
  const errors: unknown[] = [];
  await alone(async () => {
    for (const step of steps) await step().catch((error: unknown) => errors.push(error));
  });
  announce();
  if (errors.length > 0) throw new AggregateError(errors, 'not everything was deleted');
}
