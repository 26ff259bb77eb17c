import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { launch, type Browser as Puppet, type Page } from 'puppeteer-core';
import { findOrInstall } from '../../scripts/browsers.ts';
import { flags, idOf, prepareProfile } from '../e2e/harness/chromium.ts';
import { closePuppet } from '../e2e/harness/close.ts';
import { until } from '../e2e/harness/deadline.ts';
import { reloadExtension, silentPage } from '../e2e/harness/extension-api.ts';
import { copyExtension } from '../e2e/harness/extension.ts';
import { temporaryFolder } from '../e2e/harness/leftovers.ts';
import { closeWorkers } from '../e2e/harness/listen.ts';

/** What an extension is called here: the hand-written one is `floor`, any other is a build of ours. */
export type Name = string;

/** One Chromium with all the extensions in it that are compared. */
export interface Stage extends AsyncDisposable {
  readonly names: readonly Name[];
  /** The folder of the browser's profile. */
  readonly profile: string;
  puppet(): Puppet;
  origin(name: Name): string;
  /** A page of that extension that runs none of its code. */
  page(name: Name): Promise<Page>;
  /** Ends the workers of all. */
  killWorkers(): Promise<void>;
  /** Quits and starts again with the same profile. */
  restart(): Promise<void>;
}

export async function openStage(dirs: Record<Name, string>): Promise<Stage> {
  const executablePath = await findOrInstall('chromium');
  const profile = temporaryFolder('bench');
  const copies = new Map(Object.entries(dirs).map(([name, dir]) => [name, marked(dir)]));
  const folders = [...copies.values()].map(({ path }) => path);
  prepareProfile(profile.path, ...folders);
  const start = async (enableExtensions: true | string[]): Promise<Puppet> =>
    await launch({
      executablePath,
      userDataDir: profile.path,
      enableExtensions,
      pipe: true,
      args: [...flags, '--window-size=1000,900'],
      defaultViewport: null,
      timeout: 60_000,
      protocolTimeout: 60_000,
    });
  let puppet = await start(folders);
  const pages = new Map<Name, Page>();
  const origin = (name: Name) => `chrome-extension://${idOf(copies.get(name)?.path ?? '')}`;
  const page = async (name: Name): Promise<Page> => {
    const known = pages.get(name);
    if (known && !known.isClosed()) return known;
    const made = await puppet.newPage({ type: 'window' });
    await until(20_000, `the pages of ${name} open`, async () => {
      await made.goto(`${origin(name)}/${silentPage}`);
      return made.url().startsWith(origin(name));
    });
    pages.set(name, made);
    return made;
  };
  // What the debugger has installed is forgotten at the browser's end, unless it was reloaded once.
  for (const name of copies.keys()) await reloadExtension(await page(name));
  pages.clear();
  await sleep(2000);

  return {
    names: [...copies.keys()],
    profile: profile.path,
    puppet: () => puppet,
    origin,
    page,
    killWorkers: async () =>
      void (await until(10_000, 'the workers end', async () => {
        // Now and then one that is just starting does not hear it.
        await closeWorkers(puppet);
        return (await workersOf(puppet)).length === 0;
      })),
    restart: async () => {
      await closePuppet(puppet);
      pages.clear();
      puppet = await start(true);
    },
    [Symbol.asyncDispose]: async () => {
      await closePuppet(puppet);
      for (const folder of [profile, ...copies.values()]) folder.remove();
    },
  };
}

/** Asked of the browser: Puppeteer also lists some that are gone. */
async function workersOf(puppet: Puppet) {
  const session = await puppet.target().createCDPSession();
  const { targetInfos } = await session.send('Target.getTargets');
  await session.detach();
  return targetInfos.filter(({ type }) => type === 'service_worker');
}

/** A copy of the extension whose popup says when it shows figures, and whose worker notes when it has run. */
function marked(dir: string) {
  const { folder } = copyExtension(dir, ['http://127.0.0.1/*']);
  cpSync('tests/bench/marker.js', join(folder.path, 'marker.js'));
  const edit = (file: string, change: (text: string) => string) => {
    const path = join(folder.path, file);
    writeFileSync(path, change(readFileSync(path, 'utf8')));
  };
  edit('popup.html', (text) => text.replace('<head>', '<head><script src="/marker.js"></script>'));
  edit('background.js', (text) => `${text}\n;self.benchRan = performance.timeOrigin + performance.now();`);
  return folder;
}
