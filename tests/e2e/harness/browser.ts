import type { Page } from 'puppeteer-core';
import type { Kind } from '../../../scripts/browsers.ts';

export type ExtensionPage = 'popup' | 'options' | 'usage';

export interface LaunchOptions {
  /** The folder of the build; a copy of it is loaded, so that a new build does not pull the floor away. */
  extensionDir: string;
  /** Origins added under host_permissions of the copy, such as `http://127.0.0.1/*`: nobody can answer a prompt headless. */
  granted?: string[];
  /** Optional permissions that the copy has from the start, such as `notifications`, for the same reason. */
  permissions?: string[];
  /** Changes that copy before it is loaded. */
  alter?: (folder: string) => void;
  colorScheme?: 'light' | 'dark';
  /** The colours are the system's, as in a high contrast mode. */
  forcedColors?: boolean;
  /** The folder that downloads go to, without a question. */
  downloads?: string;
  headless?: boolean;
  /** Chromium: the language that the browser speaks, such as `pt-BR`; otherwise American English. */
  language?: string;
  /** A profile folder to keep; without it a fresh one is made and removed. */
  profile?: string;
  viewport?: { width: number; height: number; deviceScaleFactor?: number };
  /** Chromium: listen to the worker's console, which keeps the worker awake. False for tests of its natural sleep. */
  watchWorker?: boolean;
  /** Chromium: where a name leads to, such as `one.example 127.0.0.1:8443`, whoever has signed the certificate there. */
  named?: string;
  /** The X display of a browser with a window. */
  display?: string;
  /** Firefox: this very archive is installed, where Firefox takes one without a signature, and not one of the copy. */
  archive?: Buffer;
  /** Firefox: ask before an optional permission is given, which is for `answerPrompt`. Otherwise it is given at once. */
  asking?: boolean;
  /** Firefox: after so many milliseconds without work the event page is suspended; 30,000 otherwise, 100 at least. */
  idleTimeout?: number;
}

/** Something to be done to the profile folder while no browser has it open. */
export type WhileClosed = (profile: string) => Promise<void> | void;

/** What a person says to the browser's question whether the extension may have a permission. */
export type Answer = 'allow' | 'deny';

export interface Badge {
  text: string;
  title: string;
  color: number[];
}

/** A running browser with the extension in it. The same questions get the same kind of answer in both browsers. */
export interface Browser extends AsyncDisposable {
  readonly name: Kind;
  /** Resolves when the browser is gone for good: closed by us, by a person, or dead. */
  readonly closed: Promise<void>;
  /** The page in a fresh tab (Chromium headless: in a window), loaded. `hash` without the `#`. */
  open(page: ExtensionPage, hash?: string): Promise<Page>;
  /** Chromium: the popup itself, under the toolbar button. */
  openRealPopup?(): Promise<Page>;
  badge(): Promise<Badge>;
  isWorkerAwake(): Promise<boolean>;
  /** The worker (Firefox: the event page) ends at once, without a chance to say good-bye. */
  killWorker(): Promise<void>;
  /** Chromium: takes the network away from the worker that is awake, and gives it back. Nobody is told of it. */
  setOnline?(isOnline: boolean): Promise<void>;
  /**
   * A person clicks a notification. In Chromium, where nobody can do that headless, its worker, which has to be awake, is told
   * that it was clicked.
   */
  clickNotification(id: string): Promise<void>;
  /** The addresses of all tabs, whether or not they could be loaded. */
  openTabs(): Promise<string[]>;
  /** A page of the extension's origin that runs none of the extension's code, so that asking there changes nothing. */
  silentPage(): Promise<Page>;
  /** Quit and start again with the same profile: the stores, the permissions and the extension stay. Open pages are gone. */
  restart(whileClosed?: WhileClosed): Promise<void>;
  /** As `restart`, but the browser is killed, as a power cut would do it. */
  crash(whileClosed?: WhileClosed): Promise<void>;
  /** The extension reloads itself, as for an update that waits. Its pages are gone. */
  reload(): Promise<void>;
  /** The extension becomes that version: the same code under another number, so the browser tells it of an update. */
  update(version: string): Promise<void>;
  /** A person switches the extension off, and on again. Its pages are gone. */
  disableAndEnable(): Promise<void>;
  /** Do what makes the browser ask for a permission, which must be a real click, and answer. See `launchAsking`. */
  answerPrompt?(page: Page, answer: Answer, click: () => Promise<void>): Promise<void>;
  /** What pages and worker complained about since the launch. Answers of servers, such as a 401, are not complaints. */
  consoleErrors(): Promise<string[]>;
  screenshot(page: Page, path: string): Promise<void>;
  close(): Promise<void>;
}
