// @vitest-environment node
import { beforeEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { importAccounts, saveAccount } from '../../../lib/accounts.ts';
import type { Exchange } from '../../../lib/exchange.ts';
import { exportText } from '../../../lib/export.ts';
import { incomingFrom, type Change } from '../../../lib/import-plan.ts';
import { refusalSentence } from '../../../lib/problem-sentences.ts';
import { refresh } from '../../../lib/refresh.ts';
import { loadReports } from '../../../lib/report-store.ts';
import { loadSetup } from '../../../lib/setup-store.ts';
import { loadSecret } from '../../../lib/vault.ts';
import { t } from '../../../lib/words.ts';
import { storeAsBrowsersDo } from '../given-vault.ts';
import { accountOf, emptyStores, noon, worldOf } from '../given.ts';

const canary = 'canary-4F7k/Q9zt+X2bW8vLm';
const work = accountOf({ id: 'work', label: 'Work', keyEnd: '8vLm' });
const { local } = fakeBrowser.storage;

beforeEach(async () => {
  await emptyStores();
  storeAsBrowsersDo();
  await saveAccount({ account: work, key: canary });
});

type Incoming = Awaited<ReturnType<typeof incomingFrom>>;

let count = 0;
const newId = () => `new-${(count += 1)}`;

const read = async (file: Blob | string) => incomingFrom(new Blob([file]), await loadSetup(), newId);
const fileOf = (members: object) => JSON.stringify({ format: 'credit-gauge', version: 1, ...members });

function taken(incoming: Incoming): { exchange: Exchange; changes: Change[] } {
  if ('refusals' in incoming) throw new Error(incoming.refusals.map(refusalSentence).join(' '));
  return incoming;
}

async function expectRefused(file: Blob | string, ...sentences: string[]): Promise<void> {
  const before = [await loadSetup(), await local.get(null)];
  const incoming = await read(file);
  expect('refusals' in incoming && incoming.refusals.map(refusalSentence)).toEqual(sentences);
  expect([await loadSetup(), await local.get(null)]).toEqual(before);
}

test('I1 a default export has no byte of a key, in any form', async () => {
  const text = exportText(await loadSetup());
  expect(text).toContain('"label": "Work"');
  const bytes = Buffer.from(canary);
  const forms = [
    canary,
    JSON.stringify(canary).slice(1, -1),
    bytes.toString('hex'),
    bytes.toString('base64'),
    bytes.toString('base64url'),
    encodeURIComponent(canary),
    canary.split('').toReversed().join(''),
    '8vLm',
  ];
  for (const form of forms) expect(text.toLowerCase()).not.toContain(form.toLowerCase());
});

const noFiles: [string, Blob | string][] = [
  ['text', 'accounts:\n  - provider: crustdata'],
  ['half a file', fileOf({ accounts: [{ provider: 'crustdata', key: canary }] }).slice(0, -5)],
  ['a ZIP', new Blob([Buffer.from('504b0304140000000800', 'hex')])],
  ['UTF-16', new Blob([Buffer.from(`\uFEFF${fileOf({})}`, 'utf16le')])],
  ['nothing', ''],
];
test.each(noFiles)('I3 %s is refused, and nothing changes', async (_, file) => {
  await expectRefused(file, 'The file is not JSON.');
});

test('I3 50 MB are refused without being read, and nothing changes', async () => {
  const file = new Blob([new Uint8Array(50 * 1024 * 1024)]);
  const reading = vi.spyOn(Blob.prototype, 'text');
  await expectRefused(file, 'The file is larger than 5 MB.');
  expect(reading).not.toHaveBeenCalled();
});

test('I4 members that could reach a prototype are dropped', async () => {
  const text = `{"format":"credit-gauge","version":1,"__proto__":{"polluted":1},"accounts":[{"provider":"crustdata",
    "label":"New","constructor":{"prototype":{"polluted":1}},"full":{"__proto__":{"polluted":1},"account":5}}]}`;
  const { changes } = taken(await read(text));
  expect(changes).toMatchObject([{ account: { label: 'New', full: { account: 5 } } }]);
  expect(JSON.stringify(changes)).not.toContain('polluted');
  expect({}).not.toHaveProperty('polluted');
});

test('I4 ids of a file count for nothing, so that equal ones do no harm', async () => {
  const entries = ['One', 'Two'].map((label) => ({ provider: 'crustdata', label, id: 'work', key: `key-of-${label}` }));
  const { exchange, changes } = taken(await read(fileOf({ accounts: entries })));
  expect(exchange.ignored).toEqual(['accounts.0.id', 'accounts.1.id']);
  await importAccounts(exchange, changes);
  const { accounts } = await loadSetup();
  expect(new Set(accounts.map(({ id }) => id)).size).toBe(3);
  expect(await loadSecret('work')).toMatchObject({ key: canary });
});

test('I4 10,000 accounts are refused, and so is one more than 1,000 with those that are there', async () => {
  const many = (length: number) =>
    Array.from({ length }, (_, index) => ({ provider: 'crustdata', label: `n${index}` }));
  await expectRefused(fileOf({ accounts: many(10_000) }), 'That would be 10000 accounts; at most 1,000 can be kept.');
  await expectRefused(fileOf({ accounts: many(1000) }), 'That would be 1001 accounts; at most 1,000 can be kept.');
});

test('I4 a text of 1 MB is a label of 120 characters, and no key', async () => {
  const long = 'x'.repeat(1_000_000);
  const { changes } = taken(await read(fileOf({ accounts: [{ provider: 'crustdata', label: long }] })));
  expect(changes[0]?.account.label).toBe(`${'x'.repeat(119)}…`);
  await expectRefused(
    fileOf({ accounts: [{ provider: 'crustdata', label: 'New', key: long }] }),
    'Account 1, New: “key”: This is too long to be a key.',
  );
});

/** Every address that was asked. */
const asked = (fetching: { mock: { calls: Parameters<typeof fetch>[] } }) =>
  fetching.mock.calls.map(([url]) => new Request(url).url);

test('I5 the account of an attacker’s base URL is a new one without a key, and the old one stays bound to its own', async () => {
  const entry = { provider: 'crustdata', label: 'Work', id: 'work', baseUrl: 'https://attacker.example' };
  const { exchange, changes } = taken(await read(fileOf({ accounts: [entry] })));
  expect(changes).toMatchObject([{ kind: 'add', account: { baseUrl: 'https://attacker.example' } }]);
  await importAccounts(exchange, changes);
  const { accounts } = await loadSetup();
  expect(accounts[0]).toEqual(work);
  expect(accounts[1]).not.toHaveProperty('keyEnd');
  expect(await loadSecret('work')).toEqual({ key: canary, origin: 'https://api.crustdata.com' });
  expect(await loadSecret(accounts[1]?.id ?? '')).toBeUndefined();
  const fetching = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('no network here'));
  await refresh(worldOf(), () => true);
  expect(asked(fetching)).toEqual(['https://api.crustdata.com/account/credits']);
});

test('I6 an endpoint of one’s own is imported, and asked nothing before access is given', async () => {
  const entry = { provider: 'crustdata', label: 'Own', baseUrl: 'https://gateway.example.com', key: canary };
  const { exchange, changes } = taken(await read(fileOf({ accounts: [entry] })));
  await importAccounts(exchange, changes);
  const fetching = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('no network here'));
  await refresh(worldOf({ isAllowed: async (origin) => origin !== 'https://gateway.example.com' }));
  expect(asked(fetching)).toEqual(['https://api.crustdata.com/account/credits']);
  const { failure } = (await loadReports()).get(changes[0]?.account.id ?? '') ?? {};
  expect(failure).toEqual({ kind: 'no-permission', host: 'gateway.example.com', at: noon });
  expect(t('failure.noPermission', ['gateway.example.com'])).toBe(
    'Access to gateway.example.com is not allowed yet. Allow it to see the balance.',
  );
});

test.each([
  [2, '2'],
  [99, '99'],
  ['2.0', '2.0'],
])('I7 a file of version %j is refused, and its version told', async (version, told) => {
  await expectRefused(
    JSON.stringify({ format: 'credit-gauge', version, accounts: [] }),
    `The file is of version ${told}; this extension reads version 1. Update the extension.`,
  );
});
