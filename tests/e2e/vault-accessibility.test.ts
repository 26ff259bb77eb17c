import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'puppeteer-core';
import { addDemoAccounts } from '../simulator/demo.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { beginAccount, browsers, demoFile, fill, launchGranted, openAdvanced, pageSaying, press } from './given.ts';
import { until } from './harness/deadline.ts';
import { a11y } from './harness/accessibility.ts';
import { importFile, openImport } from './harness/import.ts';
import type { Browser } from './harness/launch.ts';
import { temporaryFolder, type Folder } from './harness/leftovers.ts';
import { filesIn } from './sinks.ts';

const words = 'correct horse battery';
const schemes = ['light', 'dark'] as const;

/** Every dialog about keys, the section that they are opened from, and what the popup says of them. */
describe.each(browsers.flatMap((name) => schemes.map((scheme) => [name, scheme] as const)))(
  'axe finds nothing in %s, %s,',
  (name, colorScheme) => {
    let downloads: Folder;
    let simulator: Simulator;
    let browser: Browser;
    let options: Page;

    beforeAll(async () => {
      simulator = await startSimulator();
      downloads = temporaryFolder('downloads');
      addDemoAccounts(simulator);
      browser = await launchGranted(name, { colorScheme, downloads: downloads.path });
      options = await browser.open('options');
      await importFile(options, demoFile(simulator, ['coinstats', 'crustdata']));
    });

    afterAll(async () => {
      await browser?.close();
      await simulator?.stop();
      downloads?.remove();
      // Whatever the simulator said of itself keeps to the documents.
      expect(simulator?.departures ?? []).toEqual([]);
    });

    const expectAccessible = async (page = options) => expect(await a11y(page)).toEqual([]);

    async function answer(button: string, typed: Record<string, string> = {}): Promise<void> {
      const dialog = await options.waitForSelector('dialog[open]');
      for (const [label, text] of Object.entries(typed)) await fill(options, label, text);
      if (dialog) await press(dialog, button);
    }

    const twice = (text: string) => ({ 'New passphrase': text, 'New passphrase again': text });

    test('in the section without a passphrase, and in a form whose key is to be forgotten', async () => {
      await pageSaying(options, 'Keys are kept without a passphrase.');
      await beginAccount(options, 'coinstats');
      await openAdvanced(options);
      await options.click('[aria-describedby=forget-hint]');
      await fill(options, 'API key', 'sk-ant-key-of-somebody');
      await press(options, 'Save');
      await pageSaying(options, 'This looks like a key of Anthropic');
      await expectAccessible();
      await press(options, 'Cancel');
    });

    test('when a passphrase is turned on, and what is wrong with it is told', async () => {
      await press(options, 'Turn on a passphrase');
      await answer('Turn on', { 'New passphrase': words, 'New passphrase again': 'another' });
      await pageSaying(options, 'The two are not the same.');
      await expectAccessible();
      await answer('Turn on', twice('short'));
      await pageSaying(options, 'Use at least 12 characters');
      await expectAccessible();
      await answer('Turn on', twice(words));
      await pageSaying(options, 'The keys are behind a passphrase, and unlocked.');
      await expectAccessible();
    });

    test('when it is changed, and when keys are exported', async () => {
      await press(options, 'Change the passphrase');
      await answer('Change', { 'Present passphrase': 'wrong and unknown', ...twice(words) });
      await pageSaying(options, 'That is not the passphrase.');
      await expectAccessible();
      await answer('Cancel');
      await press(options, 'Export with keys');
      await options.waitForSelector('dialog[open]');
      await expectAccessible();
      await answer('Export', twice(words));
      await pageSaying(options, 'Saved, with the keys sealed.');
    });

    test('when the keys are locked, in the popup as well, and when they are unlocked', async () => {
      await press(options, 'Lock now');
      await pageSaying(options, 'The keys are locked, and nothing is checked.');
      await expectAccessible();
      const popup = await browser.open('popup');
      await press(popup, 'Refresh');
      await pageSaying(popup, 'The keys are locked. Unlock them to go on checking.');
      await expectAccessible(popup);
      await popup.close();
      await options.bringToFront();
      await press(options, 'Unlock the keys');
      await answer('Unlock', { Passphrase: 'wrong and unknown' });
      await pageSaying(options, 'That is not the passphrase.');
      await expectAccessible();
      await answer('Give up the keys');
      await pageSaying(options, 'Give up the keys?');
      await expectAccessible();
      await answer('Cancel');
    });

    test('when a file with sealed keys is opened', async () => {
      const file = await until(10_000, 'the whole file arrives', () =>
        filesIn(downloads.path).find(({ text }) => text.endsWith('}\n')),
      );
      await openImport(options, file.text);
      await answer('Open', { Passphrase: 'wrong and unknown' });
      await pageSaying(options, 'That passphrase does not open the keys in this file');
      await expectAccessible();
      await answer('Open', { Passphrase: words });
      await pageSaying(options, 'Nothing is written until you confirm.');
      await expectAccessible();
      await answer('Cancel');
    });

    test('before everything is deleted', async () => {
      await press(options, 'Delete everything');
      await pageSaying(options, 'This cannot be undone.');
      await expectAccessible();
    });
  },
);
