import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { switchOn } from './alerting.ts';
import { Canaries, echoOf, keyOf, keysAt, type Role } from './canaries.ts';
import { browsers, fill, itemSaying, pageSaying, press, refreshAtOnce } from './given.ts';
import { until } from './harness/deadline.ts';
import { openImport } from './harness/import.ts';
import { watchNotifications } from './harness/notifications.ts';
import { byRole } from './harness/roles.ts';
import { plantEverywhere, places } from './plants.ts';
import { clipboardText, filesIn, storageOf } from './sinks.ts';

/** 24 keys go through every flow, and after every step every place is searched for any part of any of them, in any writing. */
describe.each(browsers)('in %s', (name) => {
  const canaries = new Canaries();

  beforeAll(() => canaries.start(name));
  afterAll(() => canaries.stop());

  const fileOf = (...accounts: object[]) => ({ format: 'credit-gauge', version: 1, accounts });
  const expectNoLeak = async (step: string) => expect(await canaries.leaks(step)).toEqual([]);

  const closed = () =>
    until(10_000, 'the dialog goes', async () => (await canaries.options.$('dialog[open]')) === null);

  test('alerts, which are turned on', async () => {
    const { options, silent, receiver } = canaries;
    await switchOn(options, silent, receiver);
    await expectNoLeak('turned on');
  });

  test('a file that is refused', async () => {
    const wrong = canaries.entryOf('wrong in a refused file', { key: `${keyOf('wrong in a refused file')} x` });
    await openImport(canaries.options, fileOf(canaries.entryOf('in a refused file'), wrong));
    await expectNoLeak('refusal');
    await canaries.answer('Close');
    await closed();
  });

  test('an import with plain keys, and answers that repeat them', async () => {
    const { servers, options, popup } = canaries;
    const [good, bad, other] = ['good', 'bad', 'other'].map((place) => servers.get(place));
    const wallets = [{ origin: echoOf('wallet with the key in its name'), remaining: 5 }];
    good?.addAccount('crustdata', keyOf('wallet with the key in its name'), { wallets });
    const plan = { totalCredits: 9, usedCredits: 4, remainingCredits: 5 };
    const answers: [Role, number, object | string, Record<string, string>?][] = [
      ['refused', 401, { message: echoOf('refused') }],
      ['typed and refused', 401, { message: echoOf('typed and refused') }],
      ['forbidden', 403, { error: { message: echoOf('forbidden') } }],
      ['limited', 429, { message: echoOf('limited') }, { 'retry-after': '3600' }],
      ['garbage', 200, `credits: ${echoOf('garbage')}`],
      ['failing', 500, { error: echoOf('failing') }, { 'x-key': encodeURIComponent(keyOf('failing')) }],
      ['plan with the key in its name', 200, { ...plan, subscription: echoOf('plan with the key in its name') }],
    ];
    for (const [role, status, body, headers = {}] of answers)
      bad?.fault({ key: keyOf(role) }, { kind: 'answer', status, body, headers });
    const location = `${other?.url}/v1/usage/credits?key=${encodeURIComponent(keyOf('redirected'))}`;
    bad?.fault({ key: keyOf('redirected') }, { kind: 'redirect', status: 302, location });

    const imported: Role[] = ['wallet with the key in its name', 'imported', 'imported, of Firecrawl', 'removed'];
    imported.push('imported, of EvoLink', 'imported, of Datagrid', 'of another origin', 'also of another origin');
    imported.push(
      'refused',
      'forbidden',
      'limited',
      'redirected',
      'garbage',
      'plan with the key in its name',
      'failing',
    );
    const entries = imported.map((role) => canaries.entryOf(role));
    await openImport(options, fileOf(...entries, canaries.entryOf('forgotten', { forget: true })));
    await expectNoLeak('preview');
    await canaries.answer('Import');
    await closed();
    for (const role of [...imported, 'forgotten'] as const)
      await until(20_000, `${role} is asked for`, () => canaries.asked(role) > 0);
    await itemSaying(popup, 'plan with the key in its name', '5 of 9 credits left');
    await itemSaying(popup, 'refused', /It is checked once more.*“.*•••/s);
    await itemSaying(popup, 'redirected', 'We do not follow');
    await press(popup, 'More about Crustdata · wallet with the key in its name');
    await itemSaying(popup, 'wallet with the key in its name', 'Wallets: ');
    await canaries.showHistory('plan with the key in its name', 'CoinStats');
    await expectNoLeak('first polls');
    await press(popup, 'Refresh');
    await sleep(500);
    await expectNoLeak('refresh');
  });

  test('keys that are typed, shown, tested, saved, replaced, refused and given up', async () => {
    const { options } = canaries;
    await canaries.type('typed and replaced');
    await press(options, 'Show');
    const typed = await options.$eval('#key', (input) => [
      input.getAttribute('type'),
      (input as HTMLInputElement).value,
    ]);
    expect(typed).toEqual(['text', keyOf('typed and replaced')]);
    await expectNoLeak('shown');
    await press(options, 'Test');
    await pageSaying(options, 'The key works');
    await press(options, 'Save');
    await pageSaying(options, 'Saved.');
    await expectNoLeak('saved');
    await press(await byRole(options, 'listitem', 'CoinStats · typed and replaced'), 'Edit');
    await expectNoLeak('edited');
    await fill(options, 'API key', keyOf('replacing'));
    await press(options, 'Save');
    await until(10_000, 'the new key is used', () => canaries.asked('replacing') > 0);

    await canaries.type('typed and refused');
    await press(options, 'Test');
    await pageSaying(options, /Key refused by CoinStats.*•••/);
    await expectNoLeak('refused');
    await press(options, 'Cancel');
    await canaries.type('typed and given up');
    await press(options, 'Test');
    await pageSaying(options, 'The key works');
    await fill(options, 'Base URL', canaries.urlOf('typed and moved'));
    await fill(options, 'API key', keyOf('typed and moved'));
    await press(options, 'Test');
    await until(10_000, 'the other origin is asked', () => canaries.asked('typed and moved') > 0);
    await pageSaying(options, 'The key works');
    await press(options, 'Cancel');
    await expectNoLeak('given up');

    await canaries.type('typed and forgotten');
    await options.click('[aria-describedby=forget-hint]');
    await press(options, 'Save');
    await until(10_000, 'it is asked for', () => canaries.asked('typed and forgotten') > 0);
    await press(await byRole(options, 'listitem', 'CoinStats · removed'), 'Remove');
    await canaries.answer('Remove');
    await pageSaying(options, 'CoinStats · removed is removed.');
    await expectNoLeak('removed');
  });

  test('alerts, which are told in both ways', async () => {
    const { popup, receiver, servers } = canaries;
    servers.get('good')?.account(keyOf('imported')).drain(60_000);
    const told = () => [...receiver.taken('imported'), ...receiver.taken('refused')];
    // A refusal is told when it is repeated, and for some seconds nobody asks again.
    await until(40_000, 'both alerts are sent', async () => {
      await refreshAtOnce(popup);
      await sleep(500);
      return told().length === 2;
    });
    expect(told().map(({ kind }) => kind)).toEqual(['empty', 'refused']);
    const words = told().map(({ id, title, text }) => ({ id, words: { title, message: text } }));
    const wanted = name === 'firefox' ? words : words.map(({ id }) => ({ id }));
    await expect.poll(() => canaries.notifications(), { timeout: 10_000 }).toEqual(expect.arrayContaining(wanted));
    await expectNoLeak('alerts');
  });

  const saved = async (file: string) =>
    await until(10_000, `${file} arrives`, () =>
      filesIn(canaries.downloads.path).find((one) => one.name === file && one.text.endsWith('\n')),
    );

  test('the report, and the export without keys', async () => {
    const { options } = canaries;
    await press(options, 'Copy report');
    await pageSaying(options, 'The report is in the clipboard.');
    canaries.report = await clipboardText(options);
    expect(JSON.parse(canaries.report)).toHaveProperty('accounts.length', 17);
    await press(options, 'Export');
    expect((await saved('credit-gauge.json')).text).toContain('"label": "imported"');
    await expectNoLeak('export');
  });

  test('the history, as JSON and as CSV', async () => {
    const { options } = canaries;
    await press(options, 'Export history');
    expect((await saved('credit-gauge-history.json')).text).toContain('"label":"imported"');
    await press(options, 'Export history as CSV');
    expect((await saved('credit-gauge-history.csv')).text).toContain('\r\nimported,coinstats,account,credit,');
    await expectNoLeak('history');
  });

  test('a passphrase that is turned on, locked, unlocked and turned off, and the export with keys', async () => {
    const { options, popup } = canaries;
    await press(options, 'Turn on a passphrase');
    await canaries.answer('Turn on', 'New passphrase', 'New passphrase again');
    await closed();
    await press(options, 'Export with keys');
    await canaries.answer('Export', 'New passphrase', 'New passphrase again');
    const { text } = await saved('credit-gauge-with-keys.json');
    await expectNoLeak('passphrase');
    await press(options, 'Lock now');
    await press(popup, 'Refresh');
    await pageSaying(popup, 'The keys are locked.');
    await expectNoLeak('locked');
    await press(options, 'Unlock the keys');
    await canaries.answer('Unlock', 'Passphrase');
    await pageSaying(popup, /^(?!.*locked)/s);
    await openImport(options, text);
    await canaries.answer('Open', 'Passphrase');
    await pageSaying(options, 'Nothing is written until you confirm.');
    await expectNoLeak('preview of what was sealed');
    await canaries.answer('Import');
    await pageSaying(options, 'Imported.');
    await press(options, 'Turn off');
    await pageSaying(options, 'The keys are kept without a passphrase now.');
    await expectNoLeak('turned off');
  });

  test('a restart', async () => {
    await Promise.all([canaries.options.close(), canaries.popup.close(), canaries.usage.close()]);
    await canaries.browser.restart();
    await canaries.open();
    const { options, popup, silent } = canaries;
    await watchNotifications(silent);
    await press(popup, 'Refresh');
    await itemSaying(popup, 'typed and forgotten', 'The key was to be forgotten');
    await canaries.showHistory('wallet with the key in its name', 'Crustdata');
    await expectNoLeak('restart');
    expect(await storageOf(options, 'sync')).toEqual({});
    const { icon: _, ...remembered } = await storageOf(options, 'session');
    expect(remembered).toEqual({});
  });

  test('every key has reached its own server, and no other', () => {
    for (const [place, { requests }] of canaries.servers)
      expect(new Set(requests.map(({ key }) => key))).toEqual(new Set(keysAt(place)));
    expect(canaries.servers.size).toBe(3);
  });

  // Last, for it spoils everything.
  test('a key that is planted in any of these places is found', async () => {
    await plantEverywhere(canaries);
    const found = await canaries.leaks('planted');
    for (const [place, writing] of Object.entries(places))
      expect(found, place).toContainEqual(expect.stringMatching(`^planted, ${place}: .*, ${writing}`));
    expect(found.every((leak) => Object.keys(places).some((place) => leak.includes(`, ${place}: `)))).toBe(true);
  });
});
