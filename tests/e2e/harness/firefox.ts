import { launch, type Browser as Puppet, type Page } from 'puppeteer-core';
import { findOrInstall } from '../../../scripts/browsers.ts';
import { archive } from './archive.ts';
import type { Browser, LaunchOptions, WhileClosed } from './browser.ts';
import { closePuppet, Farewell } from './close.ts';
import { until } from './deadline.ts';
import { readBadge, reloadExtension, silentPage, titleOf } from './extension-api.ts';
import { copyExtension } from './extension.ts';
import { consolePreferences, listenToOutput, readRefusals } from './firefox-errors.ts';
import { clickAlert, keepAlerts } from './firefox-alerts.ts';
import { answerNotification } from './firefox-prompt.ts';
import { evaluateInParent, install, navigate } from './firefox-remote.ts';
import { temporaryFolder } from './leftovers.ts';
import { firefoxLogging } from './network-log.ts';
import { ownPages } from './own-pages.ts';
import { screenshot } from './screenshot.ts';

/** Firefox gives each installation a random address, which tests cannot guess. */
const uuid = 'c0ffee00-4a0e-4c1d-9d8f-2b7a61e5c0de';
const origin = `moz-extension://${uuid}`;

function preferences(id: string, options: LaunchOptions): Record<string, unknown> {
  const { colorScheme, forcedColors = false, downloads, asking = false, idleTimeout } = options;
  return {
    ...consolePreferences,
    'extensions.webextensions.uuids': JSON.stringify({ [id]: uuid }),
    'xpinstall.signatures.required': false,
    // Firefox asks its maker for settings by itself; it takes no other server unless it is told to, see below.
    'services.settings.server': 'data:,#remote-settings-dummy/v1',
    // For an installation that lasts a session only: the next one finds what this one stored.
    'extensions.webextensions.keepStorageOnUninstall': true,
    'extensions.webextensions.keepUuidOnUninstall': true,
    'extensions.webextOptionalPermissionPrompts': asking,
    'network.dns.localDomains': ownPages.join(','),
    ...(downloads && { 'browser.download.folderList': 2, 'browser.download.dir': downloads }),
    ...(idleTimeout !== undefined && { 'extensions.background.idle.timeout': idleTimeout }),
    ...(forcedColors && { 'browser.display.document_color_use': 2 }),
    ...(colorScheme && {
      'layout.css.prefers-color-scheme.content-override': colorScheme === 'dark' ? 0 : 1,
      'ui.systemUsesDarkTheme': colorScheme === 'dark' ? 1 : 0,
    }),
  };
}

export async function launchFirefox(options: LaunchOptions): Promise<Browser> {
  const executablePath = await findOrInstall('firefox');
  const extension = copyExtension(options.extensionDir, options.granted, options.permissions);
  options.alter?.(extension.folder.path);
  const id = extension.geckoId;
  if (id === undefined) throw new Error('The manifest names no gecko id. Was this built for Firefox?');
  const temporary = options.profile === undefined ? temporaryFolder('firefox') : undefined;
  const profile = options.profile ?? temporary?.path ?? '';
  const errors: string[] = [];
  const farewell = new Farewell();
  let refused: string[] = [];

  const start = async (): Promise<Puppet> => {
    const puppet = await launch({
      browser: 'firefox',
      executablePath,
      userDataDir: profile,
      headless: options.headless ?? true,
      // Without it BiDi keeps out of extension pages and of Firefox's own window.
      args: ['--remote-allow-system-access'],
      extraPrefsFirefox: preferences(id, options),
      defaultViewport: options.viewport ?? null,
      env: {
        ...process.env,
        ...firefoxLogging(),
        MOZ_REMOTE_SETTINGS_DEVTOOLS: '1',
        ...(options.display && { DISPLAY: options.display }),
      },
      timeout: 60_000,
      protocolTimeout: 30_000,
    });
    listenToOutput(puppet, errors);
    farewell.watch(puppet);
    if (options.headless ?? true) await keepAlerts(puppet);
    return puppet;
  };

  let puppet = await start();
  let silent: Page | undefined;

  const visit = async (path: string): Promise<Page> => {
    const page = await puppet.newPage();
    page.setDefaultTimeout(10_000);
    await navigate(puppet, page, `${origin}/${path}`);
    const isThere = () =>
      page.evaluate((address) => location.href.startsWith(address) && document.readyState === 'complete', origin);
    await until(15_000, `Firefox loads ${path}`, isThere);
    return page;
  };
  const ask = async (): Promise<Page> => (silent && !silent.isClosed() ? silent : (silent = await visit(silentPage)));
  const inExtension = async (expression: string) =>
    await evaluateInParent(
      puppet,
      `(async ({ extension }) => ${expression})(WebExtensionPolicy.getByID(${JSON.stringify(id)}))`,
    );

  const close = async () => {
    await closePuppet(puppet);
    temporary?.remove();
    extension.folder.remove();
  };
  const installCopy = async () =>
    await install(puppet, extension.folder.path, options.archive ?? archive(extension.folder.path));
  const installed = await installCopy().catch(async (error: unknown) => {
    await close();
    throw error;
  });

  const startAgain = async (whileClosed?: WhileClosed): Promise<void> => {
    silent = undefined;
    await whileClosed?.(profile);
    puppet = await start();
    if (installed === 'for the session') await puppet.installExtension(extension.folder.path);
    await until(20_000, 'the extension of Firefox is there after the restart', ask);
  };
  /** Do what ends the event page and the pages, and wait for the event page that comes after. */
  const startsAgain = async (work: () => Promise<void>): Promise<void> => {
    await inExtension('extension.isOld = true');
    await work();
    silent = undefined;
    await until(20_000, 'the extension of Firefox starts again', async () => {
      const isNew = await inExtension(`!extension.isOld && extension.backgroundState === 'running'`);
      return isNew === 'true';
    });
  };

  return {
    name: 'firefox',
    closed: farewell.closed,
    open: async (page, hash) => await visit(`${extension.path(page)}${hash ? `#${hash}` : ''}`),
    badge: async () => await readBadge(await ask()),
    isWorkerAwake: async () => (await inExtension('extension.backgroundState')) === 'running',
    killWorker: async () => {
      // Another may start at once, where a page has something to ask.
      const eventPage = `[...extension.views].find(({ viewType }) => viewType === 'background')?.contextId`;
      const old = await inExtension(eventPage);
      await inExtension('extension.terminateBackground({ ignoreDevToolsAttached: true })');
      await until(5_000, 'the event page ends', async () => {
        const isStopped = (await inExtension('extension.backgroundState')) === 'stopped';
        return isStopped || (await inExtension(eventPage)) !== old;
      });
    },
    clickNotification: async (shown) => await clickAlert(puppet, await titleOf(await ask(), shown)),
    openTabs: async () => {
      const spec = 'linkedBrowser.currentURI.spec';
      return JSON.parse(await evaluateInParent(puppet, `JSON.stringify(gBrowser.tabs.map((tab) => tab.${spec}))`));
    },
    silentPage: ask,
    restart: async (whileClosed) => {
      refused = [...refused, ...(await readRefusals(puppet, uuid))];
      await farewell.closeToRestart(puppet);
      await startAgain(whileClosed);
    },
    crash: async (whileClosed) => {
      await farewell.killToRestart(puppet);
      await startAgain(whileClosed);
    },
    reload: async () => await startsAgain(async () => await reloadExtension(await ask())),
    update: async (version) => {
      extension.setVersion(version);
      await startsAgain(async () => void (await installCopy()));
    },
    disableAndEnable: async () => {
      await startsAgain(async () => {
        const addon = `AddonManager.getAddonByID(${JSON.stringify(id)})`;
        await evaluateInParent(puppet, `${addon}.then(async (each) => { await each.disable(); await each.enable(); })`);
      });
    },
    answerPrompt: async (_page, answer, click) => {
      await click();
      await answerNotification(puppet, answer);
    },
    consoleErrors: async () => [...errors, ...refused, ...(await readRefusals(puppet, uuid))],
    screenshot,
    close,
    [Symbol.asyncDispose]: close,
  };
}
