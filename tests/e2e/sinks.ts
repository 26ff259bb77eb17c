import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Page } from 'puppeteer-core';
import type { Simulator } from '../simulator/simulator.ts';
import { evaluateInParent } from './harness/firefox-remote.ts';

/** What the tests call of the extension's API, which is there in any of its pages. */
interface Api {
  storage: Record<Area, { get(keys: null): Promise<Record<string, unknown>> }>;
}

type Area = 'local' | 'session' | 'sync';

declare const browser: Api | undefined;
declare const chrome: Api;

/** All that a page shows, says in attributes, and holds in its fields; but for the value of the one field that a key is typed into. */
export async function pageText(page: Page): Promise<string> {
  return await page.evaluate(() => {
    const fields = [...document.querySelectorAll('input:not(#key), textarea')].map(
      (field) => (field as HTMLInputElement).value,
    );
    const rest = [location.href, document.title, JSON.stringify(history.state), getSelection()?.toString()];
    return [document.documentElement.outerHTML, document.body.innerText, ...rest, ...fields].join('\n');
  });
}

/** What screen readers are told of the pages; of the field that a key is typed into, not its value. */
export async function accessibilityText([page, ...others]: [Page, ...Page[]]): Promise<string> {
  const isFirefox = (await page.browser().version()).toLowerCase().startsWith('firefox');
  if (isFirefox) return await firefoxAccessibility(page);
  return (await Promise.all([page, ...others].map(chromiumAccessibility))).join('\n');
}

async function chromiumAccessibility(page: Page): Promise<string> {
  const client = await page.createCDPSession();
  const { nodes } = await client.send('Accessibility.getFullAXTree');
  await client.detach();
  const left = new Set<string>();
  for (const { nodeId, role, name, childIds = [] } of nodes)
    if (left.has(nodeId) || (role?.value === 'textbox' && name?.value === 'API key'))
      for (const id of [nodeId, ...childIds]) left.add(id);
  return JSON.stringify(nodes.filter(({ nodeId }) => !left.has(nodeId)));
}

/** Of the whole browser, all its pages included. */
async function firefoxAccessibility(page: Page): Promise<string> {
  return await evaluateInParent(
    page.browser(),
    `(async () => {
      // Kept: when nobody holds it any more it is shut down, for those who look for roles as well.
      const service = (window.heldService ??=
        Cc['@mozilla.org/accessibilityService;1'].getService(Ci.nsIAccessibilityService));
      // The pages hand in their trees when they find the time.
      await new Promise((resolve) => setTimeout(resolve, 300));
      const told = (one) => {
        if (one.id === 'key') return [];
        const parts = Array.from({ length: one.childCount }, (_, at) => one.getChildAt(at));
        return [one.name, one.value, one.description, ...parts.flatMap(told)];
      };
      return told(service.getAccessibleFor(document)).join('\\n');
    })()`,
  );
}

/** Every record of every database of the extension, with bytes as the text that they would be. */
export async function databaseText(page: Page): Promise<string> {
  return await page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error('the database cannot be read'));
      });
    const write = (value: unknown): string => {
      if (ArrayBuffer.isView(value)) return write(value.buffer);
      if (value instanceof ArrayBuffer) return String.fromCharCode(...new Uint8Array(value));
      if (typeof value !== 'object' || value === null) return String(value);
      return Object.entries(value)
        .map(([name, member]) => `${name}: ${write(member)}`)
        .join('\n');
    };
    const texts: string[] = [];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const records = database.transaction(store).objectStore(store);
        texts.push(`${name}/${store}`, write(await done(records.getAllKeys())), write(await done(records.getAll())));
      }
      database.close();
    }
    return texts.join('\n');
  });
}

/** What lies in one of the areas of the extension's storage. */
export async function storageOf(page: Page, area: Area): Promise<Record<string, unknown>> {
  return await page.evaluate(async (name) => {
    const { storage } = typeof browser === 'undefined' ? chrome : browser;
    return await storage[name].get(null);
  }, area);
}

/** Everything that is said on the consoles of pages and worker, of whatever kind. */
export class Console {
  text = '';
  readonly #heard = new WeakSet<object>();

  /** To be called for each page, and again after a restart. */
  async listen(page: Page): Promise<void> {
    const note = (told: unknown) => {
      this.text += `${typeof told === 'string' ? told : JSON.stringify(told)}\n`;
    };
    page.on('console', (message) => note([message.text(), message.location()]));
    page.on('pageerror', (error) => note(error instanceof Error ? (error.stack ?? error.message) : String(error)));
    const puppet = page.browser();
    // Firefox writes all that is said anywhere to its output.
    for (const stream of [puppet.process()?.stdout, puppet.process()?.stderr]) {
      if (!stream || this.#heard.has(stream)) continue;
      this.#heard.add(stream);
      createInterface({ input: stream }).on('line', note);
    }
    for (const target of puppet.targets()) {
      if (target.type() !== 'service_worker' || this.#heard.has(target)) continue;
      this.#heard.add(target);
      const session = await target.createCDPSession();
      for (const event of ['Runtime.consoleAPICalled', 'Runtime.exceptionThrown', 'Log.entryAdded'] as const)
        session.on(event, note);
      await session.send('Runtime.enable');
      await session.send('Log.enable');
    }
  }
}

/** The files that were saved. */
export function filesIn(folder: string): { name: string; text: string }[] {
  return readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
}

/** All that a server was told, apart from a key of its own in the header that it belongs in. */
export function requestsText({ requests }: Simulator, own: readonly string[]): string {
  const isOwn = (name: string, value: string) =>
    own.some((key) => (name === 'authorization' ? value === `Bearer ${key}` : name === 'x-api-key' && value === key));
  return requests
    .map(({ method, path, headers }) => {
      const others = Object.entries(headers).filter(([name, value]) => !isOwn(name, String(value)));
      return [method, path, ...others.flat()].join(' ');
    })
    .join('\n');
}

/** What was copied last, as it would be pasted. */
export async function clipboardText(page: Page): Promise<string> {
  await page.bringToFront();
  await page.evaluate(() => {
    const note = document.createElement('textarea');
    note.id = 'note';
    document.body.append(note);
    note.focus();
  });
  await page.keyboard.down('Control');
  await page.keyboard.press('v');
  await page.keyboard.up('Control');
  return await page.$eval('#note', (note) => {
    note.remove();
    return (note as HTMLTextAreaElement).value;
  });
}
