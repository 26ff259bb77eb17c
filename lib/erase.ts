import { clearAlarms } from './alarm.ts';
import { eraseHistory } from './history-store.ts';
import { eraseMirror } from './mirror.ts';
import { dropGrants } from './permissions.ts';
import { announce } from './signal.ts';
import { eraseStores } from './store.ts';
import { eraseTrends } from './trend-store.ts';

/**
 * Deletes everything: accounts, keys, readings, settings, the lock, and the access to every site. The database first: should
 * the rest be cut off, there is no account left that anything would be asked for.
 */
export async function eraseAll(): Promise<void> {
  await eraseStores();
  await eraseHistory();
  await eraseTrends();
  await eraseMirror();
  await clearAlarms();
  await dropGrants();
  announce();
}
