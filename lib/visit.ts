import { lockWhenUnused } from './auto-lock.ts';
import { noteUse } from './passphrase.ts';
import { loadSetup } from './setup-store.ts';

/** The user has opened a page of ours: the time until the keys are locked begins anew, unless it is over already. */
export async function noteVisit(now: number): Promise<void> {
  const { settings } = await loadSetup();
  await lockWhenUnused(settings.lockAfter, now);
  await noteUse(now);
}
