import { exportSealed } from './exchange-vault.ts';
import type { Exported, LockOutcome, LockWish } from './messages.ts';
import { changePassphrase } from './passphrase.ts';
import { LockedError, turnLockOff, turnLockOn } from './vault.ts';

type Complain = (error: unknown) => void;

/** Turns the passphrase before the keys on or off, or changes it. For the worker, which opens the keys anyway. */
export async function grantLock(wish: LockWish, now: number, complain: Complain): Promise<LockOutcome> {
  return changed(wish, now).catch((error: unknown) => outcomeOf(error, complain));
}

/** The file with the keys, or why there is none. */
export async function grantExport(passphrase: string, complain: Complain): Promise<Exported> {
  return exportSealed(passphrase).catch((error: unknown) => ({ failure: outcomeOf(error, complain) }));
}

function outcomeOf(error: unknown, complain: Complain): 'locked' | 'failed' {
  if (error instanceof LockedError) return 'locked';
  complain(error);
  return 'failed';
}

async function changed(wish: LockWish, now: number): Promise<LockOutcome> {
  if (wish.wish === 'lock-on') await turnLockOn(wish.passphrase, now);
  if (wish.wish === 'lock-off') await turnLockOff();
  if (wish.wish !== 'lock-change') return 'done';
  const { outcome } = await changePassphrase(wish.old, wish.passphrase, now);
  return outcome === 'changed' ? 'done' : outcome;
}
