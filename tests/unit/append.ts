import { objectStore } from '../../lib/database.ts';
import { appendReading } from '../../lib/history-store.ts';
import type { Reading } from '../../lib/reading.ts';

/** Adds a reading to the history alone, as a transaction of its own. */
export function append(id: string, reading: Reading, keptDays: number, source?: string): Promise<void> {
  return objectStore('history', 'relaxed')('readwrite', (store) =>
    appendReading(store, id, { reading, keptDays, ...(source !== undefined && { source }) }, () => false),
  );
}
