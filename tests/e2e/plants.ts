import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keyOf, type Canaries } from './canaries.ts';
import { until } from './harness/deadline.ts';
import { writingsOf } from './leaks.ts';

/** What the tests call of the extension's API, which is there in any of its pages. */
interface Api {
  storage: Record<string, { set(items: object): Promise<void> }>;
  action: { setTitle(details: { title: string }): Promise<void> };
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
  'credit-gauge.json': 'as in JSON',
  'other server': 'as in a form',
} as const;

/** Puts a key into each of the places: so that it is known that the search would find one there. */
export async function plantEverywhere(canaries: Canaries): Promise<void> {
  const { options, popup, usage, servers, downloads } = canaries;
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
  writeFileSync(join(downloads.path, 'credit-gauge.json'), JSON.stringify({ planted: keyOf('imported') }));
  await fetch(`${servers.get('other')?.url}/usage/credits?key=${planted('other server')}`);
  await until(5000, 'the console is heard', async () =>
    (await canaries.leaks('')).some((leak) => leak.includes('console')),
  );
}
