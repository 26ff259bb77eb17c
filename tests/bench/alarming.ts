import type { Page } from 'puppeteer-core';
import { setTimeout as sleep } from 'node:timers/promises';
import { spreadOf } from './numbers.ts';
import type { Result } from './result.ts';
import { openServed } from './served.ts';

const delay = 200;
const mostInFlight = 8;
const limit = 100_000;

/**
 * From the moment that the alarm was due, with the worker ended before, to the badge with the figure of the last account;
 * and from the first request to the last answer. Beside what the answers alone would take, eight at a time.
 */
export async function alarms(dir: string, count: number, origins: number, rounds: number): Promise<Result[]> {
  await using served = await openServed(dir, count, origins);
  const page = await served.stage.page('ours');
  const [over, walls]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    // It grows from the 55 that the servers begin with, and the badge shows the lowest: it is the last account that takes it to the new figure.
    const percent = 56 + round;
    served.serve((limit * percent) / 100, delay);
    await sleep(1000);
    await served.stage.killWorkers();
    await letAllBeDue(page);
    const took = await untilBadge(page, `${percent}%`);
    const answers = served.answers();
    if (answers.length !== count) throw new Error(`${answers.length} of ${count} accounts were asked.`);
    const ideal = makespan(answers);
    over.push(took - ideal);
    walls.push(wallOf(served.simulators.flatMap(({ requests }) => requests)) / ideal);
  }
  const what = `${count} accounts at ${origins} origins of ${delay} ms, worker asleep`;
  return [
    {
      what: `${what}, from alarm due to badge, beyond the answers`,
      unit: 'ms',
      value: spreadOf(over),
      budget: count > mostInFlight ? 150 : 100,
    },
    { what: `${what}, from first request to last answer`, unit: 'of the ideal', value: spreadOf(walls), budget: 1.1 },
  ];
}

/** As if all had been read one interval and a second ago: late, but not slept through. */
async function letAllBeDue(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('credit-gauge');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(new Error(request.error?.message));
    });
    await new Promise<void>((resolve, reject) => {
      const transaction = database.transaction(['setup', 'reports'], 'readwrite');
      const setup = transaction.objectStore('setup').get('setup');
      setup.onsuccess = () => {
        const at = Date.now() - setup.result.settings.interval * 60_000 - 1000;
        const cursors = transaction.objectStore('reports').openCursor();
        cursors.onsuccess = () => {
          const cursor = cursors.result;
          if (!cursor) return;
          cursor.update({ ...cursor.value, reading: { ...cursor.value.reading, at } });
          cursor.continue();
        };
      };
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(new Error(transaction.error?.message));
    });
    database.close();
  });
}

/** Lets the alarm go off; how many milliseconds after its time the badge had the text. */
async function untilBadge(page: Page, text: string): Promise<number> {
  return await page.evaluate(async (wanted) => {
    interface Api {
      action: { getBadgeText(details: object): Promise<string> };
      alarms: { create(name: string, info: object): Promise<void> };
    }
    const { chrome } = globalThis as unknown as { chrome: Api };
    const due = Date.now() + 500;
    await chrome.alarms.create('poll', { when: due });
    while ((await chrome.action.getBadgeText({})) !== wanted) {
      if (Date.now() > due + 20_000) throw new Error(`The badge did not come to ${wanted}.`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return Date.now() - due;
  }, text);
}

/** How long the answers take, so many at a time, in their order. */
function makespan(answers: number[]): number {
  const lanes = Array.from({ length: mostInFlight }, () => 0);
  for (const answer of answers) {
    const place = lanes.indexOf(Math.min(...lanes));
    lanes[place] = (lanes[place] ?? 0) + answer;
  }
  return Math.max(...lanes);
}

function wallOf(requests: { time: number; ended?: number | undefined }[]): number {
  return Math.max(...requests.map(({ time, ended = time }) => ended)) - Math.min(...requests.map(({ time }) => time));
}
