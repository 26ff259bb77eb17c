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

test('the list has every file once, and nothing else', () => {
  expect(providers.map((provider) => provider.id).toSorted()).toEqual(ids.toSorted());
});

test('every fixture belongs to a provider', () => {
  const fixtures = readdirSync('tests/fixtures').map((name) => name.replace(/\.json$/, ''));
  expect(fixtures.filter((id) => !ids.includes(id))).toEqual([]);
});
