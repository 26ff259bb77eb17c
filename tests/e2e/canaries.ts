import type { Page } from 'puppeteer-core';
import type { ProviderId } from '../simulator/providers/index.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { beginAccount, fill, historyHash, launchGranted, openAdvanced, pageSaying, press } from './given.ts';
import type { Browser } from './harness/launch.ts';
import { temporaryFolder, type Folder } from './harness/leftovers.ts';
import { shownNotifications, type Notification } from './harness/notifications.ts';
import { startReceiver, type Receiver } from './harness/receiver.ts';
import { canaryKeys, leakFinder, writingsOf } from './leaks.ts';
import { accessibilityText, Console, databaseText, filesIn, pageText, requestsText, storageOf } from './sinks.ts';

/** What becomes of each key: the server that it belongs to, and the provider of its account. */
const roles = {
  'wallet with the key in its name': ['good', 'crustdata'],
  imported: ['good', 'coinstats'],
  'imported, of Firecrawl': ['good', 'firecrawl'],
  'imported, of EvoLink': ['good', 'evolink'],
  'imported, of Datagrid': ['good', 'datagrid'],
  forgotten: ['good', 'coinstats'],
  'typed and forgotten': ['good', 'coinstats'],
  removed: ['good', 'coinstats'],
  'typed and replaced': ['good', 'coinstats'],
  replacing: ['good', 'coinstats'],
  'typed and given up': ['good', 'coinstats'],
  'of another origin': ['other', 'crustdata'],
  'also of another origin': ['other', 'coinstats'],
  'typed and moved': ['other', 'coinstats'],
  refused: ['bad', 'crustdata'],
  forbidden: ['bad', 'evolink'],
  limited: ['bad', 'datagrid'],
  redirected: ['bad', 'coinstats'],
  garbage: ['bad', 'coinstats'],
  'plan with the key in its name': ['bad', 'coinstats'],
  failing: ['bad', 'crustdata'],
  'typed and refused': ['bad', 'coinstats'],
  'in a refused file': ['nowhere', 'crustdata'],
  'wrong in a refused file': ['nowhere', 'crustdata'],
} as const satisfies Record<string, [string, ProviderId]>;

export type Role = keyof typeof roles;

const names = Object.keys(roles) as Role[];
const keys = canaryKeys(names.length);

export const keyOf = (role: Role) => keys[names.indexOf(role)] ?? '';
const providerOf = (role: Role) => roles[role][1];
export const keysAt = (place: string) => names.filter((role) => roles[role][0] === place).map(keyOf);

/** A secret as well, though no key. */
const passphrase = 'wX7-quiet-Heron-under-41-bridges';

/** What a provider might say that repeats the key in every writing. */
export const echoOf = (role: Role) =>
  Object.values(writingsOf(keyOf(role)))
    .map((writing) => `Bad key ${writing} here.`)
    .join(' ');

const find = leakFinder([...keys, passphrase]);

/** The browser, the servers, and all the places where no key may be. */
export class Canaries {
  readonly servers = new Map<string, Simulator>();
  downloads!: Folder;
  /** Where the webhook leads to. */
  receiver!: Receiver;
  /** What was copied last. */
  report = '';
  browser!: Browser;
  options!: Page;
  popup!: Page;
  usage!: Page;
  /** Runs none of the extension's code, and notes what notifications are shown, if it is told to. */
  silent!: Page;
  readonly #notifications = new Map<string, Notification>();
  readonly #console = new Console();

  async start(name: 'chromium' | 'firefox'): Promise<void> {
    for (const place of ['good', 'bad', 'other']) this.servers.set(place, await startSimulator());
    for (const role of names) this.servers.get(roles[role][0])?.addAccount(providerOf(role), keyOf(role));
    this.receiver = await startReceiver();
    this.downloads = temporaryFolder('downloads');
    // Nobody can answer Chromium's prompt headless; Firefox gives the permission when it is asked for.
    const permissions = name === 'chromium' ? { permissions: ['notifications'] } : {};
    this.browser = await launchGranted(name, { ...permissions, downloads: this.downloads.path });
    await this.open();
  }

  /** To be called again after a restart. */
  async open(): Promise<void> {
    this.options = await this.browser.open('options');
    this.popup = await this.browser.open('popup');
    this.usage = await this.browser.open('usage');
    this.silent = await this.browser.silentPage();
    for (const page of [this.options, this.popup, this.usage]) await this.#console.listen(page);
  }

  async stop(): Promise<void> {
    await this.browser?.close();
    for (const server of this.servers.values()) await server.stop();
    await this.receiver?.stop();
    this.downloads?.remove();
  }

  urlOf(role: Role): string {
    return this.servers.get(roles[role][0])?.url ?? 'http://127.0.0.1:9';
  }

  /** An account as a file brings it. */
  entryOf(role: Role, told: object = {}): object {
    return { provider: providerOf(role), label: role, key: keyOf(role), baseUrl: this.urlOf(role), ...told };
  }

  /** How often a server was asked with the key. */
  asked(role: Role): number {
    const all = [...this.servers.values()].flatMap(({ requests }) => requests);
    return all.filter(({ key }) => key === keyOf(role)).length;
  }

  /** Lets the page of the history show an account. */
  async showHistory(role: Role, title: string): Promise<void> {
    const hash = await historyHash(this.popup, `${title} · ${role}`);
    await this.usage.evaluate((account) => {
      location.hash = account;
    }, hash);
    await pageSaying(this.usage, new RegExp(`${role}.* left`, 's'));
  }

  /** Begins a new account, and types its key. */
  async type(role: Role): Promise<void> {
    const { options } = this;
    await options.bringToFront();
    await beginAccount(options, providerOf(role));
    await fill(options, 'Label', role);
    await openAdvanced(options);
    await fill(options, 'Base URL', this.urlOf(role));
    await fill(options, 'API key', keyOf(role));
  }

  /** Types the passphrase into the fields of the dialog that is open, and presses a button there. */
  async answer(button: string, ...labels: string[]): Promise<void> {
    const dialog = await this.options.waitForSelector('dialog[open]');
    for (const label of labels) await fill(this.options, label, passphrase);
    if (dialog) await press(dialog, button);
  }

  /** All that were shown since they are noted, also before a restart. */
  async notifications(): Promise<Notification[]> {
    for (const shown of await shownNotifications(this.silent)) this.#notifications.set(shown.id, shown);
    return [...this.#notifications.values()];
  }

  /** Every part of a key, in any writing, that is where it may not be. */
  async leaks(step: string): Promise<string[]> {
    return (await this.#sinks()).flatMap(([sink, text]) =>
      find(text).map(({ key, writing }) => `${step}, ${sink}: ${names[key] ?? 'the passphrase'}, ${writing}`),
    );
  }

  async #sinks(): Promise<[name: string, text: string][]> {
    const { options, popup, usage, browser } = this;
    const session = Object.entries(await storageOf(options, 'session')).filter(([, value]) => !isForgotten(value));
    return [
      ['popup', await pageText(popup)],
      ['options', await pageText(options)],
      ['usage', await pageText(usage)],
      ['accessibility tree', await accessibilityText([options, popup, usage])],
      ['console', this.#console.text],
      ['database', await databaseText(options)],
      ['storage.local', JSON.stringify(await storageOf(options, 'local'))],
      ['storage.session', JSON.stringify(session)],
      ['storage.sync', JSON.stringify(await storageOf(options, 'sync'))],
      ['badge', JSON.stringify(await browser.badge())],
      ['report', this.report],
      ['notifications', JSON.stringify(await this.notifications())],
      ['webhook', JSON.stringify(this.receiver.received)],
      ...filesIn(this.downloads.path).map(({ name, text }): [string, string] => [name, text]),
      ...[...this.servers].map(([place, server]): [string, string] => [
        `${place} server`,
        requestsText(server, keysAt(place)),
      ]),
    ];
  }
}

/** A key that is to be forgotten may lie in the memory, in its own record. */
function isForgotten(value: unknown): boolean {
  const { key, forget } = (value ?? {}) as { key?: unknown; forget?: unknown };
  return forget === true && (key === keyOf('forgotten') || key === keyOf('typed and forgotten'));
}
