import { lastUse, lock } from './passphrase.ts';

const minute = 60_000;

/** Locks the keys when the user has not been here for as long as set; `after` is in minutes, and absent when never. */
export async function lockWhenUnused(after: number | undefined, now: number): Promise<void> {
  const due = await lockDue(after);
  if (due !== undefined && (due <= now || due > now + (after ?? 0) * minute)) await lock();
}

/** When the keys are to be locked, in milliseconds since 1970; undefined when they are not. */
export async function lockDue(after: number | undefined): Promise<number | undefined> {
  const used = after === undefined ? undefined : await lastUse();
  return used === undefined || after === undefined ? undefined : used + after * minute;
}
