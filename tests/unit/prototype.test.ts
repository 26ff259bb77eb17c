// @vitest-environment node
import * as fc from 'fast-check';
import { beforeEach, expect, test, vi } from 'vitest';
import { baseOf } from '../../lib/account.ts';
import { readExchange } from '../../lib/exchange.ts';
import { planImport } from '../../lib/import-plan.ts';
import { parseJson } from '../../lib/json.ts';
import { poll } from '../../lib/poll.ts';
import { providers } from '../../lib/providers/index.ts';
import { defaultSettings } from '../../lib/settings.ts';
import { reportFrom, setupFrom } from '../../lib/stored.ts';
import { accountOf, worldOf } from './given.ts';

/** What every object, list, text, number and function has from its birth. */
const roots = [Object, Array, String, Number, Boolean, Function, Promise, Map, Set, RegExp, Date, Error].map(
  ({ prototype }) => prototype as object,
);

/**
 * The ways to a prototype. The names of its methods are none: a member called `toString` hides the method in its own object
 * alone, and where prototypes are frozen it cannot even do that.
 */
const names = ['__proto__', 'constructor', 'prototype', 'then', 'polluted'];
const known = [
  'format',
  'version',
  'accounts',
  'settings',
  'vault',
  'provider',
  'label',
  'key',
  'full',
  'fields',
  'muted',
];
const read = ['data', 'account', 'credits', 'remaining', 'error', 'message', 'success', 'remainingCredits', 'total'];
/** Drawn before anything is frozen, for what draws may need to write there. */
const leaf = fc.oneof(
  fc.constantFrom(
    'credit-gauge',
    'crustdata',
    'firecrawl',
    'datagrid',
    '__proto__',
    'constructor.prototype',
    '',
    1,
    0,
    -1,
  ),
  fc.boolean(),
  fc.constant(null),
  fc.integer(),
);
const anything = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: false },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(fc.constantFrom(...names, ...known, ...read), tie('value')), { maxLength: 5 }).map(asText),
  ),
})).value;

/** Written as text at once: an object could not have a member called `__proto__`, nor the same one twice. */
class Text {
  readonly json: string;

  constructor(json: string) {
    this.json = json;
  }
}

function asText(members: [string, unknown][]): Text {
  return new Text(`{${members.map(([name, value]) => `${JSON.stringify(name)}:${textOf(value)}`).join(',')}}`);
}

function textOf(value: unknown): string {
  if (value instanceof Text) return value.json;
  return Array.isArray(value) ? `[${value.map(textOf).join(',')}]` : JSON.stringify(value);
}

const evil = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
const texts = [
  ...fc.sample(anything, { numRuns: 20_000, seed: 7 }).map(textOf),
  ...fc
    .sample(fc.array(anything, { maxLength: 3 }), { numRuns: 10_000, seed: 8 })
    .map((accounts) => `{"format":"credit-gauge","version":1,"accounts":${textOf(accounts)},"settings":${evil}}`),
  `{"format":"credit-gauge","version":1,"accounts":[{"provider":"crustdata","full":${evil},"fields":${evil}}]}`,
  evil,
];

function describeRoots(): unknown[] {
  return roots.flatMap((root) => [
    Object.getPrototypeOf(root),
    ...Reflect.ownKeys(root).flatMap((name) => {
      const { value, get, set } = Reflect.getOwnPropertyDescriptor(root, name) ?? {};
      return [name, value, get, set] as unknown[];
    }),
  ]);
}

const before = describeRoots();

beforeEach(() => {
  // From here on whoever writes there throws, and does not go unseen.
  for (const root of roots) Object.freeze(root);
});

function expectUntouched(): void {
  const after = describeRoots();
  expect(after.length).toBe(before.length);
  expect(after.filter((member, index) => !Object.is(member, before[index]))).toEqual([]);
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
}

test('the texts hold what they are to hold', () => {
  expect(texts.filter((text) => text.includes('"__proto__":')).length).toBeGreaterThan(3000);
  expect(texts.filter((text) => text.includes('"constructor":')).length).toBeGreaterThan(3000);
  expect(() => Object.assign(Object.prototype, { polluted: 1 })).toThrow(TypeError);
});

test('reading JSON touches no prototype, and lets no such name through', () => {
  const prototypes = new Set<unknown>();
  const found = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    prototypes.add(Object.getPrototypeOf(value));
    for (const [name, member] of Object.entries(value)) {
      found.add(name);
      look(member);
    }
  };
  for (const text of texts) look(parseJson(text));
  expect(prototypes).toEqual(new Set([Object.prototype, Array.prototype]));
  expect([...found]).toEqual(expect.arrayContaining(['account', 'polluted', 'then']));
  expect([...found].filter((name) => ['__proto__', 'constructor', 'prototype'].includes(name))).toEqual([]);
  expectUntouched();
});

test('reading a file touches no prototype, whether it is taken or refused', () => {
  const changes: object[] = [];
  let refused = 0;
  for (const text of texts) {
    const exchange = readExchange(text);
    if ('refusals' in exchange) refused += 1;
    else changes.push(...planImport({ accounts: [accountOf()], settings: defaultSettings }, exchange, () => 'new'));
  }
  // Neither all of them nor none, or nothing would have been shown.
  expect(changes.length).toBeGreaterThan(0);
  expect(refused).toBeGreaterThan(1000);
  expect(JSON.stringify(changes)).not.toContain('polluted');
  expectUntouched();
});

test.each(providers.map(({ id }) => id))('reading the answers of %s touches no prototype', async (provider) => {
  // A fresh limit of 15 s for every poll would keep as many timers waiting.
  vi.spyOn(AbortSignal, 'timeout').mockReturnValue(new AbortController().signal);
  let answered = 0;
  vi.stubGlobal('fetch', async () => {
    answered += 1;
    return new Response(texts[answered % texts.length], { status: answered % 3 === 0 ? 401 : 200 });
  });
  const account = accountOf({ provider });
  const origin = baseOf(account) ?? '';
  for (let turn = 0; turn < 1000; turn += 1) {
    const found = await poll(account, { key: 'sk-canary-0123456789', origin }, worldOf());
    expect(JSON.stringify(found)).not.toContain('polluted');
  }
  expect(answered).toBeGreaterThanOrEqual(1000);
  vi.unstubAllGlobals();
  expectUntouched();
});

test('reading what is stored touches no prototype', () => {
  for (const text of texts.slice(0, 5000)) {
    const stored: unknown = JSON.parse(text);
    setupFrom(stored);
    reportFrom(stored);
  }
  expectUntouched();
});
