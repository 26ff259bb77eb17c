import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../e2e/harness/deadline.ts';
import { byRole } from '../e2e/harness/roles.ts';
import { readPopup } from '../e2e/harness/popup.ts';
import { spreadOf } from './numbers.ts';
import type { Result } from './result.ts';
import { openServed } from './served.ts';

const count = 10;

/** What a poll of ten accounts adds to the logs of the database and of the extension's storage, to which Chromium writes first. */
export async function writings(dir: string, rounds: number): Promise<Result[]> {
  await using served = await openServed(dir, count, count);
  const popup = await served.open('popup.html');
  const bytes: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const left = 90_000 - round;
    const before = await restingSize(served.stage.profile);
    served.serve(left, 0);
    await (await byRole(popup, 'button', 'Refresh')).click();
    const text = `${left.toLocaleString('en-US')} of`;
    await until(
      10_000,
      'all figures are shown',
      async () => (await readPopup(popup)).filter((item) => item.text.includes(text)).length === count,
    );
    const grown = (await restingSize(served.stage.profile)) - before;
    // A log that was full was begun anew, and says nothing.
    if (grown > 0) bytes.push(grown / 1000);
  }
  return [{ what: `poll of ${count} accounts, written to disk`, unit: 'kB', value: spreadOf(bytes), budget: 40 }];
}

/** Once it has stood still for a second. */
async function restingSize(profile: string): Promise<number> {
  let size = Number.NaN;
  for (;;) {
    const now = logsIn(profile);
    if (now === size) return size;
    size = now;
    await sleep(1000);
  }
}

function logsIn(profile: string): number {
  const stores = ['IndexedDB/chrome-extension_*/*.log', 'Local Extension Settings/*/*.log'];
  const logs = stores.flatMap((store) => globSync(join(profile, 'Default', store)));
  if (logs.length === 0) throw new Error('No log of a store was found.');
  return logs.reduce((sum, log) => sum + statSync(log).size, 0);
}
