import { setTimeout as sleep } from 'node:timers/promises';

/** Times are told as an idle machine needs them, with room; a busy one gets so many times as much. */
const patience = 4;

/** The outcome of some work, or an error that says what did not end in time. The work itself goes on unseen. */
export async function within<Result>(told: number, what: string, work: Promise<Result>): Promise<Result> {
  return await endWithin(told * patience, what, work);
}

async function endWithin<Result>(ms: number, what: string, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: no end within ${ms} ms`)), ms);
  });
  work.catch(() => undefined);
  return await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Ask again and again until there is an answer. A question that fails counts as unanswered; its error is told at the end. */
export async function until<Answer>(
  told: number,
  what: string,
  ask: () => Promise<Answer> | Answer,
): Promise<Exclude<Answer, undefined | null | false>> {
  const ms = told * patience;
  const end = Date.now() + ms;
  let trouble: unknown;
  while (Date.now() < end) {
    try {
      const answer = await endWithin(Math.max(end - Date.now(), 1), what, Promise.resolve(ask()));
      if (answer !== undefined && answer !== null && answer !== false) {
        return answer as Exclude<Answer, undefined | null | false>;
      }
      trouble = undefined;
    } catch (error) {
      trouble = error;
    }
    await sleep(50);
  }
  throw new Error(`${what}: not within ${ms} ms`, { cause: trouble });
}
