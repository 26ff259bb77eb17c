import type { LockOutcome, LockWish } from './messages.ts';
import { changePassphrase } from './passphrase.ts';
import { LockedError, turnLockOff, turnLockOn } from './vault.ts';

/** Turns the passphrase before the keys on or off, or changes it. For the worker, which opens the keys anyway. */
export async function grantLock(wish: LockWish, now: number, complain: (error: unknown) => void): Promise<LockOutcome> {
  try {
    return await changed(wish, now);
  } catch (error) {
    if (error instanceof LockedError) return 'locked';
    complain(error);
    return 'failed';
  }
}

async function changed(wish: LockWish, now: number): Promise<LockOutcome> {
  if (wish.wish === 'lock-on') await turnLockOn(wish.passphrase, now);
  if (wish.wish === 'lock-off') await turnLockOff();
  if (wish.wish !== 'lock-change') return 'done';
  const { outcome } = await changePassphrase(wish.old, wish.passphrase, now);
  return outcome === 'changed' ? 'done' : outcome;
}
