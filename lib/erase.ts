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

/**
 * Deletes everything: accounts, keys, readings, settings, the lock, and the access to every site. The accounts go first, in
 * the database and in its mirror: should the rest be cut off, there is none left that anything would be asked for, and none
 * that would come back.
 */
export async function eraseAll(): Promise<void> {
  await alone(async () => {
    await eraseSetup();
    await eraseMirror();
  });
  await eraseStores();
  await eraseHistory();
  await eraseTrends();
  await eraseAlerts();
  await clearAlarms();
  await dropGrants();
  announce();
}
