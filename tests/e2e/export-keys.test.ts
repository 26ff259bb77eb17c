import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'puppeteer-core';
import { keyFrom, unseal, type Derivation } from '../../lib/cipher.ts';
import { browsers, fill, launchGranted, pageSaying, press } from './given.ts';
import { until } from './harness/deadline.ts';
import { importFile } from './harness/import.ts';
import type { Browser } from './harness/launch.ts';
import { temporaryFolder, type Folder } from './harness/leftovers.ts';
import { filesIn, storageOf } from './sinks.ts';

/** What the tests call of the extension's API, which is there in any of its pages. */
interface Api {
  storage: { local: { set(items: object): Promise<void> } };
}

declare const browser: Api | undefined;
declare const chrome: Api;

const words = 'correct horse battery';
const keys = Array.from({ length: 1000 }, (_, place) => `key-${place}-${'k'.repeat(200)}`);

/** As many keys as can be kept, in the real worker, whose stack is smaller than a page's. */
describe.each(browsers)('in %s', (name) => {
  let downloads: Folder;
  let launched: Browser;
  let options: Page;

  beforeAll(async () => {
    downloads = temporaryFolder('downloads');
    launched = await launchGranted(name, { downloads: downloads.path });
    options = await launched.open('options');
    const accounts = keys.map((key, place) => ({ provider: 'coinstats', label: `No. ${place}`, enabled: false, key }));
    await importFile(options, { format: 'credit-gauge', version: 1, accounts });
  });

  afterAll(async () => {
    await launched?.close();
    downloads?.remove();
  });

  /** The keys of the file that is saved, by the places of their accounts. */
  async function exported(): Promise<Map<number, string>> {
    await press(options, 'Export with keys');
    const dialog = await options.waitForSelector('dialog[open]');
    for (const field of ['New passphrase', 'New passphrase again']) await fill(options, field, words);
    if (dialog) await press(dialog, 'Export');
    const file = await until(30_000, 'the whole file arrives', () =>
      filesIn(downloads.path).find(({ text }) => text.endsWith('}\n')),
    );
    const { vault } = JSON.parse(file.text) as { vault: Derivation };
    const opened = await unseal(await keyFrom(words, vault), 'credit-gauge-export', vault);
    const entries = JSON.parse(opened ?? '[]') as { entry: number; key: string }[];
    return new Map(entries.map(({ entry, key }) => [entry, key]));
  }

  test('a thousand keys are exported, and the account whose key is damaged is named', async () => {
    const record = Object.keys(await storageOf(options, 'local')).find((one) => one.startsWith('s:')) ?? '';
    await options.evaluate(async (damaged) => {
      const api = typeof browser === 'undefined' ? chrome : browser;
      await api.storage.local.set({ [damaged]: { version: 1, iv: 'AAAA', data: 'AAAA' } });
    }, record);
    const opened = await exported();
    const place = keys.findIndex((_, one) => !opened.has(one));
    expect([...opened]).toEqual([...keys.entries()].filter(([one]) => one !== place));
    await pageSaying(options, `but for those that cannot be read: CoinStats · No. ${place}. Paste`);
    expect(await launched.consoleErrors()).toEqual([]);
  });
});
