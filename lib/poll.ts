import { baseOf, type Account } from './account.ts';
import type { Balance, Part } from './balance.ts';
import { PollError, type Cause, type Failure, type Locked } from './failure.ts';
import { present } from './present.ts';
import type { Answer, Get, Provider } from './provider.ts';
import { providerOf } from './providers/index.ts';
import type { Reading } from './reading.ts';
import { redact } from './redact.ts';
import { AnswerError, pollTimeout, request, type World } from './request.ts';
import { waitOf } from './retry.ts';
import type { Secret } from './vault.ts';

/** What one poll found: a reading or a failure. */
export interface Found {
  reading?: Reading;
  failure?: Failure;
  /** The delay that the provider asked for, in milliseconds. */
  wait?: number;
}

/** An answer that is older than this, in milliseconds, is told to be old. */
const tolerableAge = 60 * 60_000;

/** What a poll needs to know of an account; a draft that is not saved yet will do. */
export type Target = Pick<Account, 'provider' | 'baseUrl' | 'fields'>;

/** Asks the account's provider once. Every failure ends up in what is returned; nothing is thrown. */
export async function poll(target: Target, given: Secret | Locked | undefined, world: World): Promise<Found> {
  const secret = given && 'key' in given ? given : undefined;
  const provider = providerOf(target.provider);
  const answers: Answer[] = [];
  try {
    if (!provider || !secret) throw new PollError(given && 'kind' in given ? given : { kind: 'locked' });
    const balances = await provider.read(getter(provider, target, secret, world, answers));
    return present<Found>({
      reading: present<Reading>({
        at: world.now(),
        asOf: oldest(answers, world.now()),
        balances: balances.map((balance) => withoutSecret(balance, secret.key)),
      }),
      wait: longestWait(answers, provider),
      failure: undefined,
    });
  } catch (error) {
    const failure: Failure = { ...causeOf(error, target, secret), at: world.now() };
    return present<Found>({ failure, wait: longestWait(answers, provider), reading: undefined });
  }
}

function getter(provider: Provider, target: Target, secret: Secret, world: World, answers: Answer[]): Get {
  const signal = AbortSignal.timeout(pollTimeout);
  const own = { ...(secret.key !== '' && provider.authenticate(secret.key)), ...fieldHeaders(provider, target) };
  return async (path, { headers, expect = [] } = {}) => {
    const url = new URL(`${baseOf(target) ?? provider.origin}${path}`);
    try {
      const answer = await request(url, { ...own, ...headers }, { ...world, origin: secret.origin, expect, signal });
      answers.push(answer);
      return answer;
    } catch (error) {
      // An answer all the same, and it may say when to come back.
      if (error instanceof AnswerError) answers.push(error.answer);
      throw error;
    }
  };
}

/** No text that a provider sends is above the suspicion that it repeats the key. */
function withoutSecret(balance: Balance, key: string): Balance {
  const plan = redact(balance.plan, key);
  const parts = balance.parts?.map((part) => present<Part>({ ...part, name: redact(part.name, key) }));
  return present<Balance>({ ...balance, plan, parts });
}

function fieldHeaders({ fields = [] }: Provider, target: Target): Record<string, string> {
  return Object.fromEntries(
    fields.flatMap(({ id, header }) => {
      const value = target.fields?.[id];
      return value === undefined ? [] : [[header, value] as const];
    }),
  );
}

/** https://www.rfc-editor.org/rfc/rfc9111#field.age: for how many seconds a cache has kept an answer. */
function oldest(answers: Answer[], now: number): number | undefined {
  const ages = answers.map(({ header }) => Number(header('age') ?? 0)).filter(Number.isFinite);
  const age = Math.max(0, ...ages) * 1000;
  return age > tolerableAge && age < now ? now - age : undefined;
}

function longestWait(answers: Answer[], provider: Provider | undefined): number | undefined {
  const waits = answers.flatMap((answer) => waitOf(answer, provider?.wait) ?? []);
  return waits.length > 0 ? Math.max(...waits) : undefined;
}

/** The one catch: whatever went wrong, in words that may be stored. */
function causeOf(error: unknown, target: Target, secret: Secret | undefined): Cause {
  // Anything else is a fault of ours in reading an answer; the last good reading stays all the same.
  const cause: Cause = error instanceof PollError ? error.failure : { kind: 'unreadable', defect: 'not-json' };
  const host = cause.kind === 'offline' || cause.kind === 'locked' ? cause.host : (cause.host ?? hostOf(target));
  return present<Cause>({ ...cause, host, said: redact(cause.said, secret?.key ?? '') });
}

function hostOf(target: Target): string | undefined {
  const base = baseOf(target);
  return base === undefined ? undefined : new URL(base).host;
}
