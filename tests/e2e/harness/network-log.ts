import { randomUUID } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kind } from '../../../scripts/browsers.ts';
import { ownPages } from './own-pages.ts';

/** Names the folder for the logs of all requests of all browsers; where it is not set none are written. */
export const logsVariable = 'CREDIT_GAUGE_NETWORK_LOGS';

/** A launch says that it was made, so that a log that is missing is missed; and which name it led to a test server. */
const markEnd = '.launched';

/** Chromium's switch for writing down what it asks for. `named` as in `LaunchOptions`. */
export function chromiumLogging(named = ''): string[] {
  const log = freshLog('chromium', named);
  return log === undefined ? [] : [`--log-net-log=${log}`];
}

/** The same for Firefox, as variables. Not buffered, because many a test kills the browser. */
export function firefoxLogging(): Record<string, string> {
  const log = freshLog('firefox', '');
  return log === undefined ? {} : { MOZ_LOG: 'sync,nsHttp:1', MOZ_LOG_FILE: `${log}-%PID` };
}

function freshLog(kind: Kind, named: string): string | undefined {
  const folder = process.env[logsVariable];
  if (!folder) return undefined;
  const log = join(folder, `${kind}-${randomUUID()}`);
  writeFileSync(log + markEnd, named);
  return log;
}

/** Every launch leads these to this machine. */
const ledPages = Object.fromEntries(ownPages.map((host) => [host, '127.0.0.1']));

/** How often each host was asked, in all launches. Throws when a launch left no log. */
export function hostsIn(folder: string): Record<Kind, Map<string, number>> {
  const hosts = { chromium: new Map<string, number>(), firefox: new Map<string, number>() };
  for (const mark of globSync(join(folder, `*${markEnd}`))) {
    const log = mark.slice(0, -markEnd.length);
    const isChromium = log.slice(folder.length + 1).startsWith('chromium');
    // Firefox adds the names of its processes.
    const files = isChromium ? [log].filter((file) => existsSync(file)) : globSync(`${log}-*main*`);
    if (files.length === 0) throw new Error(`No log of requests was written to ${log}.`);
    const urls = files.flatMap((file) => (isChromium ? chromiumUrls : firefoxUrls)(readFileSync(file, 'utf8')));
    const { chromium, firefox } = hosts;
    const [name = '', server = ''] = readFileSync(mark, 'utf8').split(/[ :]/);
    const led = { ...ledPages, ...(isOurs(server) && { [name]: server }) };
    for (const url of urls) count(isChromium ? chromium : firefox, url, led);
  }
  return hosts;
}

/** The test servers are all on this machine. */
export function isOurs(host: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(host);
}

function count(hosts: Map<string, number>, url: string, led: Record<string, string>): void {
  if (!/^(https?|wss?):/.test(url)) return;
  const asked = URL.canParse(url) ? new URL(url).hostname : url;
  const host = led[asked] ?? asked;
  hosts.set(host, (hosts.get(host) ?? 0) + 1);
}

/** One event a line, after a first line that explains them. Of one that was killed the last may be half. */
function chromiumUrls(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const { url, host, request_type: type = 'main frame', initiator = ofBrowser } = paramsOf(line);
    const isOwn = type === 'main frame' && initiator === ofBrowser;
    if (isOwn && [url, host].some((one) => one !== undefined && newTabs.some((own) => own === one))) return [];
    const asked = typeof url === 'string' ? [url] : [];
    // What is looked up comes with or without its scheme.
    return typeof host === 'string' ? [...asked, host.includes('://') ? host : `http://${host}`] : asked;
  });
}

/** What Chromium says of who began a load that the browser itself began. */
const ofBrowser = 'not an origin';

/**
 * Debian's Chromium gives a window that lost its last page, as when an extension is reloaded, the page of a new tab, which
 * is its search engine's. That load is the browser's own, and the only one that is not counted; not so when anybody else
 * begins it.
 */
const newTabs = ['https://start.duckduckgo.com/', 'https://start.duckduckgo.com', 'start.duckduckgo.com'];

function paramsOf(line: string): { url?: unknown; host?: unknown; request_type?: unknown; initiator?: unknown } {
  try {
    const event = JSON.parse(line.replace(/,$/, '')) as { params?: object };
    return event.params ?? {};
  } catch {
    return {};
  }
}

function firefoxUrls(text: string): string[] {
  return [...text.matchAll(/\buri=(\S+)/g)].flatMap(([, url]) => url ?? []);
}
