import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pageSaying } from './given.ts';
import { unpack } from './harness/archive.ts';
import { launch } from './harness/launch.ts';
import { temporaryFolder } from './harness/leftovers.ts';

/** What is given to the stores. Made by `npm run zip`. */
const { name, version } = JSON.parse(readFileSync('package.json', 'utf8')) as { name: string; version: string };

const stores = [
  ['chrome', 'chromium'],
  ['edge', 'chromium'],
  ['firefox', 'firefox'],
] as const;

test.each(stores)('the archive for %s installs in %s, and its popup opens', async (store, browserName) => {
  const archive = readFileSync(join('.output', `${name}-${version}-${store}.zip`));
  const folder = temporaryFolder('archive');
  unpack(archive, folder.path);
  // An archive that is older than the build would show nothing of it.
  expect(contentsOf(folder.path)).toEqual(contentsOf(join('.output', `${store}-mv3`)));

  await using browser = await launch(browserName, { extensionDir: folder.path, archive });
  const popup = await browser.open('popup');
  await pageSaying(popup, 'Add your first account');
  expect(await popup.title()).toBe('Credit Gauge');
  expect(await browser.consoleErrors()).toEqual([]);
  folder.remove();
});

function contentsOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true });
  const paths = files.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  expect(paths.length).toBeGreaterThan(0);
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'base64')]));
}
