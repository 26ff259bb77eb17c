// @vitest-environment node
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { removeAccount, saveAccount } from '../../../lib/accounts.ts';
import { draftOf, submit, type Draft } from '../../../lib/draft.ts';
import { readExchange } from '../../../lib/exchange.ts';
import { failureSentence } from '../../../lib/failure-sentences.ts';
import { checkBaseUrl, checkKey } from '../../../lib/input.ts';
import { Json } from '../../../lib/json.ts';
import { lockState, unlock } from '../../../lib/passphrase.ts';
import { problemSentence, refusalSentence } from '../../../lib/problem-sentences.ts';
import { crustdata } from '../../../lib/providers/crustdata.ts';
import { refresh } from '../../../lib/refresh.ts';
import { checkInterval, defaultSettings, settingsFrom } from '../../../lib/settings.ts';
import { loadJournals } from '../../../lib/journal-store.ts';
import { loadReports } from '../../../lib/report-store.ts';
import { loadSetup } from '../../../lib/setup-store.ts';
import { loadSecret, turnLockOn } from '../../../lib/vault.ts';
import { startSimulator, type Simulator } from '../../simulator/simulator.ts';
import { deriveQuickly, restartBrowser, storeAsBrowsersDo } from '../given-vault.ts';
import { accountOf, day, emptyStores, minute, noon } from '../given.ts';
import { second, worldOf } from '../given.ts';

const key = 'canary-4F7kQ9ztX2bW8vLm';
let simulator: Simulator;

beforeEach(async () => {
  await emptyStores();
  storeAsBrowsersDo();
  simulator = await startSimulator();
});
afterEach(() => simulator.stop());

/** What the user reads of a key, a base URL: the sentence, or what is taken. */
function told(checked: { value: string } | { problem: Parameters<typeof problemSentence>[0] }): string {
  return 'problem' in checked ? problemSentence(checked.problem) : checked.value;
}

test.each([`  ${key}\n`, `\uFEFF\u200B${key}\u2060`, `"${key}"`, `'${key}'`, `Bearer ${key}`, `"Bearer ${key}"`])(
  'U1 %j is the key without what was copied along',
  (typed) => {
    expect(told(checkKey(typed))).toBe(key);
  },
);

test.each([
  [`${key}\r\nX-Other: 1`, 'The key must be a single line. Copy only the key itself.'],
  [`${key}\u2028more`, 'The key must be a single line. Copy only the key itself.'],
  [`${key}\u0000`, 'A key has no blanks and no letters with accents. Copy it again.'],
  ['canary\u200B4F7k', 'A key has no blanks and no letters with accents. Copy it again.'],
])('U1 %j is no key, for a header cannot carry it', (typed, sentence) => {
  expect(told(checkKey(typed))).toBe(sentence);
});

test.each([
  ['x'.repeat(100_000), 'This is too long to be a key.'],
  ['', 'Paste the API key.'],
  ['\u200B \n', 'Paste the API key.'],
  ['ключ', 'A key has no blanks and no letters with accents. Copy it again.'],
  ['鍵鍵鍵', 'A key has no blanks and no letters with accents. Copy it again.'],
])('U2 %j is refused before any request', (typed, sentence) => {
  const sent = submit({ ...draftOf(undefined, crustdata), key: typed }, crustdata, undefined, 'new', defaultSettings);
  expect('problems' in sent && sent.problems['key'] && problemSentence(sent.problems['key'])).toBe(sentence);
});

test('U4 an account that is saved without a network is kept, and says so', async () => {
  const fetching = vi.spyOn(globalThis, 'fetch');
  await saveAccount({ account: accountOf({ keyEnd: '8vLm' }), key });
  await refresh(worldOf({ isOnline: () => false }));
  expect(fetching).not.toHaveBeenCalled();
  expect((await loadSetup()).accounts).toHaveLength(1);
  const { reading, failure, dueAt } = (await loadReports()).get('a') ?? {};
  expect(reading).toBeUndefined();
  expect(failure && failureSentence(failure, { account: accountOf(), failures: 1 })).toBe('You are offline.');
  expect([failure?.at, dueAt]).toEqual([noon, noon + minute]);
});

test('U5 another base URL wants the key again, and until then nothing is changed', () => {
  const saved = accountOf({ keyEnd: '8vLm' });
  const send = (draft: Partial<Draft>) =>
    submit({ ...draftOf(saved, crustdata), ...draft }, crustdata, saved, 'new', defaultSettings);
  const moved = send({ baseUrl: 'https://gateway.example.com' });
  expect('problems' in moved && moved.problems['key'] && problemSentence(moved.problems['key'])).toBe(
    'A key is bound to its address, and the address has changed. Paste the key again.',
  );
  expect(send({ baseUrl: 'https://gateway.example.com', key })).toMatchObject({ key });
});

test('U5 a key that is saved is sent nowhere else, though the account’s address be changed behind its back', async () => {
  const account = accountOf({ provider: 'coinstats', baseUrl: simulator.url, keyEnd: '8vLm' });
  const elsewhere = await startSimulator();
  await saveAccount({ account, key });
  await saveAccount({ account: { ...account, baseUrl: elsewhere.url, revision: 1 } });
  await refresh(worldOf(), () => true);
  expect([...simulator.requests, ...elsewhere.requests]).toEqual([]);
  const { failure, dueAt } = (await loadReports()).get('a') ?? {};
  expect(failure && failureSentence(failure, { account, failures: 1 })).toBe(
    'No key can be read for this account. Paste it again.',
  );
  expect([failure?.at, dueAt]).toEqual([noon, noon + day]);
  await elsewhere.stop();
});

const addresses: [string, string][] = [
  ['http://192.168.1.5', 'Keys travel only over https. Plain http is allowed for localhost and 127.0.0.1 alone.'],
  ['http://169.254.169.254', 'This address cannot be used. Give a host name, localhost or 127.0.0.1.'],
  ['https://169.254.169.254', 'This address cannot be used. Give a host name, localhost or 127.0.0.1.'],
  ['https://0.0.0.0', 'This address cannot be used. Give a host name, localhost or 127.0.0.1.'],
  ['https://[::1]', 'This address cannot be used. Give a host name, localhost or 127.0.0.1.'],
  ['https://gateway.example.com.', 'This address cannot be used. Give a host name, localhost or 127.0.0.1.'],
  ['file:///etc/passwd', 'The address must begin with https://.'],
  ['data:text/plain,1', 'This is not a web address. It should look like https://gateway.example.com.'],
  ['https://gateway.example.com:0', 'This is not a web address. It should look like https://gateway.example.com.'],
  ['https://gateway.example.com:65536', 'This is not a web address. It should look like https://gateway.example.com.'],
  ['https://user:pw@h.example', 'The address must not hold a user name or password.'],
  ['https://h.example/?key=1', 'The address must end before any “?” or “#”.'],
  // Told in punycode, so that the letters of another alphabet are seen.
  ['https://аpple.com', 'https://xn--pple-43d.com'],
];
test.each(addresses)('U6 the base URL %s: %s', (typed, sentence) => {
  expect(told(checkBaseUrl(typed))).toBe(sentence);
});

test('U8 nobody can give a path into the answers: it is told to be unknown, and left out', () => {
  const paths = ['x'.repeat(10_000), '__proto__.polluted', 'a..b', '^(a+)+$', 'constructor.constructor("x")()'];
  for (const path of paths) {
    const entry = { provider: 'crustdata', label: 'New', path, jsonPath: path };
    const read = readExchange(JSON.stringify({ format: 'credit-gauge', version: 1, accounts: [entry] }));
    expect(read).toEqual({
      accounts: [{ provider: 'crustdata', label: 'New' }],
      ignored: ['accounts.0.path', 'accounts.0.jsonPath'],
    });
    // And where paths of our own are read, they are names and nothing else.
    expect(new Json({ a: 1 }).hint(path)).toBeUndefined();
    expect(() => new Json({ a: 1 }).number(path)).toThrow('unreadable');
  }
});

test.each([0, -1, 0.5, 1441, 1e9, Number.NaN])('U9 an interval of %d minutes is refused, and never kept', (minutes) => {
  expect(checkInterval(minutes)).toBeUndefined();
  expect(settingsFrom({ interval: minutes }).interval).toBe(15);
  expect(problemSentence('interval-range')).toBe('Give whole minutes, from 1 to 1440.');
  const file = { format: 'credit-gauge', version: 1, settings: { interval: minutes } };
  const read = readExchange(JSON.stringify(file));
  const sentence = Number.isNaN(minutes)
    ? 'Settings: “interval”: This is not of the right type, or not known.'
    : 'Settings: “interval”: Give whole minutes, from 1 to 1440.';
  expect('refusals' in read && read.refusals.map(refusalSentence)).toEqual([sentence]);
});

test('U10 the answer for an account that was removed meanwhile is dropped, and brings nothing back', async () => {
  simulator.addAccount('coinstats', key);
  simulator.fault('all', { kind: 'delay', ms: 100 });
  await saveAccount({ account: accountOf({ provider: 'coinstats', baseUrl: simulator.url, keyEnd: '8vLm' }), key });
  const turn = refresh(worldOf());
  await vi.waitFor(() => expect(simulator.requests).toHaveLength(1));
  await removeAccount('a');
  await turn;
  expect((await loadReports()).get('a')?.reading).toBeUndefined();
  await refresh(worldOf());
  expect(simulator.requests).toMatchObject([{ status: 200 }]);
  expect((await loadSetup()).accounts).toEqual([]);
  expect([...(await loadReports()).keys(), ...(await loadJournals()).keys()]).toEqual([]);
  expect(await loadSecret('a')).toBeUndefined();
  expect(Object.keys(await fakeBrowser.storage.local.get(null))).toEqual(['m:setup']);
});

test('U12 a wrong passphrase 1,000 times: the delay grows to a minute, outlives the browser, and nothing is deleted', async () => {
  deriveQuickly();
  await saveAccount({ account: accountOf({ keyEnd: '8vLm' }), key });
  await turnLockOn('correct horse battery', noon);
  await restartBrowser();
  let now = noon;
  for (let tries = 1; tries <= 1000; tries += 1) {
    const unlocking = await unlock(`guess ${tries}`, now);
    if (!('until' in unlocking)) throw new Error('a guess was right');
    expect(unlocking.outcome).toBe('wrong');
    expect(unlocking.until - now).toBe(tries < 3 ? 0 : Math.min(minute, second * 2 ** (tries - 3)));
    now = unlocking.until;
  }
  await restartBrowser();
  expect(await unlock('correct horse battery', now - 1)).toEqual({ outcome: 'wait', until: now });
  expect(problemSentence('passphrase-wrong')).toBe('That is not the passphrase.');
  expect(problemSentence('passphrase-wait')).toBe('That was wrong several times. Wait a minute before the next try.');
  expect(await lockState()).toBe('locked');
  expect(await unlock('correct horse battery', now)).toEqual({ outcome: 'unlocked' });
  expect(await loadSecret('a')).toMatchObject({ key });
});
