import { dropHistory } from './history-store.ts';
import { announce } from './signal.ts';
import { dropTrends } from './trend-store.ts';

/** Deletes the history of an account, and what was derived from it. The account and its last reading stay. */
export async function forgetHistory(id: string): Promise<void> {
  await dropHistory([id]);
  await dropTrends([id]);
  announce();
}
