import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { locks } from 'node:worker_threads';
import { generateChromeMessages, parseMessagesText } from '@wxt-dev/i18n/build';
import { beforeEach } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';

const messages = generateChromeMessages(parseMessagesText(readFileSync('lib/locales/en.yml', 'utf8'), 'YAML'));

// The document that the tests of components have lacks them.
if (!('locks' in navigator)) Object.assign(navigator, { locks });

/** The English texts, put together as a browser does it. */
function getMessage(name: string, substitutions: string[] = []): string {
  const { message = '' } = messages[name] ?? {};
  return message.replaceAll(/\$(\d)/g, (_, place: string) => substitutions[Number(place) - 1] ?? '');
}

beforeEach(() => {
  fakeBrowser.reset();
  Object.assign(fakeBrowser.i18n, { getMessage });
});
