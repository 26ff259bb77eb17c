import { setTimeout as sleep } from 'node:timers/promises';

/** Times are told as an idle machine needs them, with room; so many times as much is waited, for machines may be busy. */
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
export async function until<Answer>(told: number, what: string, ask: Question<Answer>): Promise<Truthy<Answer>> {
  return await askUntil(told * patience, what, ask);
}

/** The same for what the product promises: not a moment longer is waited. */
export async function untilPromised<Answer>(ms: number, what: string, ask: Question<Answer>): Promise<Truthy<Answer>> {
  return await askUntil(ms, what, ask);
}

type Question<Answer> = () => Promise<Answer> | Answer;
type Truthy<Answer> = Exclude<Answer, undefined | null | false>;

async function askUntil<Answer>(ms: number, what: string, ask: Question<Answer>): Promise<Truthy<Answer>> {
  const end = Date.now() + ms;
  let trouble: unknown;
  while (Date.now() < end) {
    try {
      const answer = await endWithin(Math.max(end - Date.now(), 1), what, Promise.resolve(ask()));
      if (answer !== undefined && answer !== null && answer !== false) return answer as Truthy<Answer>;
      trouble = undefined;
    } catch (error) {
      // The last question is cut off, which tells less than what came before.
      if (Date.now() < end) trouble = error;
      else trouble ??= error;
    }
    await sleep(50);
  }
  throw new Error(`${what}: not within ${ms} ms`, { cause: trouble });
}
