import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { launch, type Browser as Puppet, type CDPSession, type CreatePageOptions, type Page } from 'puppeteer-core';
import { findOrInstall } from '../../../scripts/browsers.ts';
import type { Browser, LaunchOptions, WhileClosed } from './browser.ts';
import { closePuppet, Farewell } from './close.ts';
import { until } from './deadline.ts';
import { openPopup, readBadge, reloadExtension, setEnabled, silentPage } from './extension-api.ts';
import { copyExtension } from './extension.ts';
import { temporaryFolder } from './leftovers.ts';
import { closeWorkers, listenToPage, listenToWorkers, workerTarget } from './listen.ts';
import { chromiumLogging } from './network-log.ts';
import { ownPages } from './own-pages.ts';
import { screenshot } from './screenshot.ts';

export const flags = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
flags.push('--disable-component-update', '--disable-sync', '--lang=en-US');
// What Chromium still asks its maker for by itself: the time, who is signed in, and parts of its own. Nobody answers here.
flags.push('--disable-features=NetworkTimeServiceQuerying', '--gaia-url=http://127.0.0.1:9');
flags.push('--component-updater=url-source=http://127.0.0.1:9/');
// Chromium's sandbox refuses to run as root.
if (process.getuid?.() === 0) flags.push('--no-sandbox');

/** Names that lead to this machine; what a test names itself comes with a certificate of our own. */
function leadTo(named: string | undefined): string[] {
  const rules = ownPages.map((host) => `MAP ${host} 127.0.0.1`);
  if (named === undefined) return [`--host-resolver-rules=${rules.join(',')}`];
  return [`--host-resolver-rules=${[...rules, `MAP ${named}`].join(',')}`, '--ignore-certificate-errors'];
}

/**
 * Without developer mode Chromium switches an unpacked extension off at the next start, and unless it is pinned its badge
 * is hidden in a menu.
 */
export function prepareProfile(profile: string, ...extensions: string[]): void {
  const file = join(profile, 'Default', 'Preferences');
  if (existsSync(file)) return;
  mkdirSync(join(profile, 'Default'), { recursive: true });
  writeFileSync(
    file,
    JSON.stringify({ extensions: { ui: { developer_mode: true }, pinned_extensions: extensions.map(idOf) } }),
  );
}

/** The id that Chromium gives to an unpacked extension: the hash of its folder, in the letters a to p. */
export function idOf(folder: string): string {
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 32);
  return hash.replaceAll(/./g, (digit) => 'abcdefghijklmnop'.charAt(Number.parseInt(digit, 16)));
}

export async function launchChromium(options: LaunchOptions): Promise<Browser> {
  const executablePath = await findOrInstall('chromium');
  const extension = copyExtension(options.extensionDir, options.granted, options.permissions);
  options.alter?.(extension.folder.path);
  const temporary = options.profile === undefined ? temporaryFolder('chromium') : undefined;
  const userDataDir = options.profile ?? temporary?.path ?? '';
  prepareProfile(userDataDir, extension.folder.path);
  const errors: string[] = [];
  const farewell = new Farewell();
  let letGo = async (): Promise<void> => {};

  const start = async (enableExtensions: true | string[]): Promise<Puppet> => {
    const { width = 1024, height = 768 } = options.viewport ?? {};
    const puppet = await launch({
      executablePath,
      userDataDir,
      enableExtensions,
      ...(options.downloads && { downloadBehavior: { policy: 'allow', downloadPath: options.downloads } }),
      pipe: true,
      headless: options.headless ?? true,
      args: [
        ...flags,
        ...chromiumLogging(options.named),
        ...leadTo(options.named),
        // What the pages prefer is emulated; this is for the toolbar.
        ...(options.display !== undefined && options.colorScheme === 'dark' ? ['--force-dark-mode'] : []),
        ...(options.language === undefined ? [] : [`--lang=${options.language}`]),
        `--window-size=${width + 50},${height + 150}`,
      ],
      defaultViewport: options.viewport ?? null,
      env: { ...process.env, ...(options.display && { DISPLAY: options.display }) },
      timeout: 60_000,
      protocolTimeout: 30_000,
    });
    if (options.watchWorker ?? true) letGo = listenToWorkers(puppet, errors);
    farewell.watch(puppet);
    return puppet;
  };

  let puppet = await start([extension.folder.path]);
  let silent: Page | undefined;
  let network: CDPSession | undefined;
  const worker = () => workerTarget(puppet);

  const prepare = async (page: Page): Promise<Page> => {
    page.setDefaultTimeout(10_000);
    listenToPage(page, errors);
    const features = [
      ...(options.colorScheme ? [{ name: 'prefers-color-scheme', value: options.colorScheme }] : []),
      ...(options.forcedColors ? [{ name: 'forced-colors', value: 'active' }] : []),
    ];
    // Puppeteer's own method does not know the second.
    const session = features.length > 0 ? await page.createCDPSession() : undefined;
    await session?.send('Emulation.setEmulatedMedia', { features });
    return page;
  };
  const visit = async (path: string, place: CreatePageOptions): Promise<Page> => {
    const page = await prepare(await puppet.newPage(place));
    await page.goto(`${origin}/${path}`);
    return page;
  };
  // A tab behind another one is not painted, and whoever waits for it to change waits for ever. So each page gets a window.
  const place: CreatePageOptions = (options.headless ?? true) ? { type: 'window' } : { type: 'tab' };
  const ask = async (): Promise<Page> =>
    silent && !silent.isClosed() ? silent : (silent = await visit(silentPage, { background: true }));

  const close = async () => {
    await closePuppet(puppet);
    temporary?.remove();
    extension.folder.remove();
  };
  const opening = until(20_000, 'the extension of Chromium starts', worker).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const origin = `chrome-extension://${new URL((await opening).url()).host}`;

  /** Do what ends the worker and the pages, and wait for the worker that comes after. */
  const startsAgain = async (work: () => Promise<void>): Promise<void> => {
    const old = worker();
    await letGo();
    await work();
    silent = undefined;
    await until(20_000, 'the extension of Chromium starts again', () => worker() !== undefined && worker() !== old);
  };
  const reload = async () => await startsAgain(async () => await reloadExtension(await ask()));

  let settled = false;
  const startAgain = async (whileClosed?: WhileClosed): Promise<void> => {
    silent = undefined;
    await whileClosed?.(userDataDir);
    puppet = await start(true);
    await until(20_000, 'the extension of Chromium is there after the restart', ask);
  };
  const restart = async (whileClosed?: WhileClosed): Promise<void> => {
    // An extension that was installed by the debugger protocol is forgotten at the end, unless it was reloaded once.
    if (!settled) {
      await reload();
      await sleep(1_000);
      settled = true;
    }
    await letGo();
    await farewell.closeToRestart(puppet);
    await startAgain(whileClosed);
  };

  return {
    name: 'chromium',
    closed: farewell.closed,
    open: async (page, hash) => await visit(`${extension.path(page)}${hash ? `#${hash}` : ''}`, place),
    openRealPopup: async () => {
      const before = new Set(puppet.targets());
      await openPopup(await ask());
      const url = `${origin}/${extension.path('popup')}`;
      const target = await puppet.waitForTarget((each) => !before.has(each) && each.url() === url, { timeout: 10_000 });
      return await prepare(await target.asPage());
    },
    badge: async () => await readBadge(await ask()),
    isWorkerAwake: async () => worker() !== undefined,
    killWorker: async () => {
      const target = worker();
      // While somebody listens, the next worker comes up under the name of the one that is closed.
      await letGo();
      await until(5_000, 'the worker ends', async () => {
        // Now and then one that is just starting does not hear it.
        if (target) await closeWorkers(puppet);
        await letGo();
        return !target || worker() !== target;
      });
    },
    setOnline: async (isOnline) => {
      // What a page is told of the network is nothing to the worker, and it lasts as long as the session that says it.
      network ??= await worker()?.createCDPSession();
      if (!network) throw new Error('The worker is not awake.');
      await network.send('Network.enable');
      const conditions = { offline: !isOnline, latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
      await network.send('Network.emulateNetworkConditions', conditions);
    },
    clickNotification: async (id) => {
      const session = await worker()?.createCDPSession();
      const expression = `chrome.notifications.onClicked.dispatch(${JSON.stringify(id)})`;
      const answer = await session?.send('Runtime.evaluate', { expression });
      await session?.detach();
      if (!answer || answer.exceptionDetails) throw new Error('The worker of Chromium hears no click.');
    },
    openTabs: async () => puppet.targets().map((target) => target.url()),
    silentPage: ask,
    restart,
    crash: async (whileClosed) => {
      // Only a browser that quits is sure to have written that it has the extension.
      if (!settled) await restart();
      await farewell.killToRestart(puppet);
      await startAgain(whileClosed);
    },
    reload,
    update: async (version) => {
      extension.setVersion(version);
      await reload();
    },
    disableAndEnable: async () => {
      const page = await puppet.newPage();
      await page.goto('chrome://extensions');
      await startsAgain(async () => {
        await setEnabled(page, new URL(origin).host, false);
        await setEnabled(page, new URL(origin).host, true);
      });
      await page.close();
    },
    consoleErrors: async () => [...errors],
    screenshot,
    close,
    [Symbol.asyncDispose]: close,
  };
}
