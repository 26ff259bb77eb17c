import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Balance } from '../../lib/balance.ts';
import { kindOfStatus, PollError, type Cause } from '../../lib/failure.ts';
import { balancesOf, type Get, type Provider } from '../../lib/provider.ts';
import { providerOf, providers } from '../../lib/providers/index.ts';
import { answerOf } from './given.ts';

/** The documented sample of a provider, and what is to be read from it. */
interface Fixture {
  /** The page of the documentation that the sample is from. */
  source: string;
  answers: Record<string, { status: number; headers?: Record<string, string>; body: unknown }>;
  balances: Balance[];
}

const folder = 'lib/providers';
const ids = readdirSync(folder)
  .map((name) => name.replace(/\.ts$/, ''))
  .filter((id) => id !== 'index');

const fixtureOf = (id: string) => JSON.parse(readFileSync(`tests/fixtures/${id}.json`, 'utf8')) as Fixture;

/** Answers from memory; a path that is not there is not found. */
function getFrom(answers: Fixture['answers']): Get {
  return async (path, { expect: wanted = [] } = {}) => {
    const { status, headers = {}, body } = answers[path] ?? { status: 404, body: { message: 'Not Found' } };
    if (status >= 400 && !wanted.includes(status)) throw new PollError({ kind: kindOfStatus(status), status });
    return answerOf(status, headers, body);
  };
}

/** Answers every path alike. */
const getAlways =
  (body: unknown): Get =>
  async () =>
    answerOf(200, {}, body);

async function failureOf(provider: Provider, body: unknown): Promise<Cause | undefined> {
  try {
    await provider.read(getAlways(body));
    return undefined;
  } catch (error) {
    return error instanceof PollError ? error.failure : undefined;
  }
}

describe.each(ids)('lib/providers/%s.ts', (id) => {
  const provider = providerOf(id);

  test('is in the list of lib/providers/index.ts, under an id that is its file name', () => {
    expect(provider?.id, `add ${id} to the list in ${folder}/index.ts, with the id '${id}'`).toBe(id);
  });

  test('has the documented sample as a fixture', () => {
    const file = `tests/fixtures/${id}.json`;
    expect(existsSync(file), `write ${file} from the documentation: see docs on how to add a provider`).toBe(true);
    expect(fixtureOf(id).source, `${file} must name the documentation that it is from`).toMatch(/^https:\/\//);
  });

  test('reads the documented sample as the balances that the fixture expects', async () => {
    const { answers, balances } = fixtureOf(id);
    expect(await provider?.read(getFrom(answers))).toEqual(balances);
  });

  test('declares every balance that it reads, and no two alike', () => {
    const declared = provider ? balancesOf(provider) : [];
    const read = fixtureOf(id).balances.map((balance) => balance.id);
    expect(
      read.filter((one) => !declared.includes(one)),
      'these are read, but not in `balances`',
    ).toEqual([]);
    expect(new Set(declared).size).toBe(declared.length);
  });

  test.each([{}, [], null, 'text', 12, { data: null }])('finds %j unreadable, and names the path', async (body) => {
    const failure = provider && (await failureOf(provider, body));
    expect(failure, `${id} must not make a balance of ${JSON.stringify(body)}`).toMatchObject({
      kind: 'unreadable',
      defect: 'path',
      path: expect.stringMatching(/^[\w.]+$/),
    });
  });

  test('lives at an https origin without a slash, and is documented there', () => {
    expect(provider?.origin).toBe(new URL(provider?.origin ?? '').origin);
    for (const url of [provider?.origin, provider?.docs]) expect(url).toMatch(/^https:\/\//);
  });

  test('sends the key in exactly one header, and never in an address', () => {
    const headers = Object.entries(provider?.authenticate('a-key') ?? {});
    expect(headers).toHaveLength(1);
    expect(headers[0]?.[1]).toContain('a-key');
  });
});

describe('figures without a meaning', () => {
  const read = (id: string, body: unknown) => providerOf(id)?.read(getAlways(body));

  test.each([{}, { planCredits: null }, { planCredits: 99_999_999 }])(
    'of a Firecrawl server without accounts, with %j, are unlimited',
    async (plan) => {
      const team = await read('firecrawl', { success: true, data: { remainingCredits: 99_999_999, ...plan } });
      expect(team).toMatchObject([{ id: 'team', unlimited: true }]);
    },
  );

  test('are not those of a team that happens to have as many credits of a plan', async () => {
    const team = await read('firecrawl', { data: { remainingCredits: 99_999_999, planCredits: 200_000_000 } });
    expect(team?.[0]).not.toHaveProperty('unlimited');
  });

  const user = { remaining_credits: 5, used_credits: 1 };

  test.each([null, undefined, 'none'])('of an EvoLink key without a cap may be %j', async (figure) => {
    const token = { unlimited_credits: true, remaining_credits: figure, used_credits: figure };
    expect(await read('evolink', { data: { token, user } })).toEqual([
      { id: 'key', remaining: 0, unit: 'credit', unlimited: true },
      { id: 'user', remaining: 5, used: 1, unit: 'credit' },
    ]);
  });

  test('of an EvoLink key with a cap may not be missing', async () => {
    const token = { unlimited_credits: false, remaining_credits: null, used_credits: 1 };
    await expect(read('evolink', { data: { token, user } })).rejects.toMatchObject({
      failure: { kind: 'unreadable', path: 'data.token.remaining_credits' },
    });
  });
});

test('wallets and top-ups of Crustdata are told apart, with the name and the end that they have', async () => {
  const account = {
    credits: 100,
    wallets: [{ type: 'recurring', remaining: 90 }, { balance: 10 }, { type: 'empty' }],
    credit_topups: [{ origin: 'purchase', remaining_credits: 10, expires_at: '2026-12-01T00:00:00+00:00' }],
  };
  const [balance] = (await providerOf('crustdata')?.read(getAlways({ account }))) ?? [];
  expect(balance?.remaining).toBe(100);
  expect(balance?.parts).toEqual([
    { kind: 'wallet', name: 'recurring', remaining: 90 },
    { kind: 'wallet', remaining: 10 },
    { kind: 'top-up', name: 'purchase', remaining: 10, expiresAt: Date.UTC(2026, 11, 1) },
  ]);
});

test('the list has every file once, and nothing else', () => {
  expect(providers.map((provider) => provider.id).toSorted()).toEqual(ids.toSorted());
});

test('every fixture belongs to a provider', () => {
  const fixtures = readdirSync('tests/fixtures')
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.replace(/\.json$/, ''));
  expect(fixtures.filter((id) => !ids.includes(id))).toEqual([]);
});
