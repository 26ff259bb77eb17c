import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keyOf, type Canaries } from './canaries.ts';
import { until } from './harness/deadline.ts';
import { writingsOf } from './leaks.ts';

/** What the tests call of the extension's API, which is there in any of its pages. */
interface Api {
  storage: Record<string, { set(items: object): Promise<void> }>;
  action: { setTitle(details: { title: string }): Promise<void> };
  notifications: { create(id: string, words: object): Promise<string> };
}

declare const browser: Api | undefined;
declare const chrome: Api;

/** Each place that is searched, and the writing in which a key is planted there. */
export const places = {
  popup: 'base64, first alignment',
  options: 'reversed',
  usage: 'as in JSON',
  'accessibility tree': 'as in a URL',
  console: 'hexadecimal',
  database: 'plain',
  'storage.local': 'base64, third alignment',
  'storage.session': 'plain',
  'storage.sync': 'hexadecimal in capitals',
  badge: 'base64, second alignment',
  report: 'plain',
  notifications: 'hexadecimal',
  webhook: 'reversed',
  'credit-gauge.json': 'as in JSON',
  'credit-gauge-history.json': 'as in JSON',
  'credit-gauge-history.csv': 'plain',
  'other server': 'as in a form',
} as const;

/** Puts a key into each of the places: so that it is known that the search would find one there. */
export async function plantEverywhere(canaries: Canaries): Promise<void> {
  const { options, popup, usage, silent, servers, receiver, downloads } = canaries;
  // With signs in it, so that its writings are not alike.
  const writings = writingsOf(keyOf('imported'));
  const planted = (place: keyof typeof places) => writings[places[place]] ?? '';

  await popup.evaluate((text) => document.body.setAttribute('data-planted', text), planted('popup'));
  await usage.evaluate((text) => document.body.append(text), planted('usage'));
  await popup.evaluate(
    (text) => document.body.append(Object.assign(document.createElement('button'), { ariaLabel: text })),
    planted('accessibility tree'),
  );
  await options.evaluate((text) => {
    document.body.append(Object.assign(document.createElement('input'), { value: text }));
  }, planted('options'));
  await options.evaluate((text) => console.info(text), planted('console'));
  await options.evaluate(async (text) => {
    const opening = indexedDB.open('planted');
    opening.onupgradeneeded = () => opening.result.createObjectStore('planted');
    await new Promise((resolve) => (opening.onsuccess = resolve));
    const writing = opening.result.transaction('planted', 'readwrite');
    writing.objectStore('planted').put({ deep: [new TextEncoder().encode(text)] }, 1);
    await new Promise((resolve) => (writing.oncomplete = resolve));
    opening.result.close();
  }, planted('database'));
  for (const area of ['local', 'session', 'sync'] as const)
    await options.evaluate(
      async (name, text) => {
        const { storage } = typeof browser === 'undefined' ? chrome : browser;
        await storage[name]?.set({ planted: { deep: [text] } });
      },
      area,
      planted(`storage.${area}`),
    );
  await options.evaluate(async (title) => {
    await (typeof browser === 'undefined' ? chrome : browser).action.setTitle({ title });
  }, planted('badge'));
  canaries.report = planted('report');
  // Chromium tells of a notification its id alone.
  const id = canaries.browser.name === 'chromium' ? planted('notifications') : 'planted';
  await silent.evaluate(
    async (name, message) => {
      const words = { type: 'basic', iconUrl: '/icons/128.png', title: 'planted', message };
      await (typeof browser === 'undefined' ? chrome : browser).notifications.create(name, words);
    },
    id,
    planted('notifications'),
  );
  await fetch(receiver.url, { method: 'POST', body: JSON.stringify({ deep: [planted('webhook')] }) });
  for (const file of ['credit-gauge.json', 'credit-gauge-history.json'])
    writeFileSync(join(downloads.path, file), JSON.stringify({ planted: keyOf('imported') }));
  writeFileSync(join(downloads.path, 'credit-gauge-history.csv'), `account,planted\r\n${keyOf('imported')},1\r\n`);
  await fetch(`${servers.get('other')?.url}/usage/credits?key=${planted('other server')}`);
  await until(5000, 'the console is heard and the notification seen', async () => {
    const leaks = await canaries.leaks('');
    return ['console', 'notifications'].every((place) => leaks.some((leak) => leak.includes(place)));
  });
}
