import { randomBytes } from 'node:crypto';
import { cpSync, globSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Chromium's folders of what an extension stores, of which a profile for tests has one each. */
const folders = {
  indexeddb: 'Default/IndexedDB/chrome-extension_*.indexeddb.leveldb',
  local: 'Default/Local Extension Settings/*',
};

export type Store = keyof typeof folders;
export const stores: Store[] = ['indexeddb', 'local'];
export const damages = ['junk', 'manifest', 'current', 'truncate'] as const;

/** What was found damaged on real disks, done to a profile that no browser has open. */
export function damage(profile: string, store: Store, how: (typeof damages)[number]): void {
  const folder = folderOf(profile, store);
  const files = { junk: '*.{log,ldb}', manifest: 'MANIFEST-*', current: 'CURRENT', truncate: '*.log' }[how];
  const found = globSync(join(folder, files)).filter((file) => statSync(file).size > 0);
  if (found.length === 0) throw new Error(`There is nothing to damage in ${folder} named ${files}.`);
  for (const file of found) {
    const { size } = statSync(file);
    if (how === 'truncate') truncateSync(file, Math.floor(size / 2));
    else writeFileSync(file, randomBytes(size));
  }
}

/** As a browser that needs room on the disk does to what it holds for dispensable. */
export function evict(profile: string): void {
  rmSync(folderOf(profile, 'indexeddb'), { recursive: true });
}

/** Both stores as they are now, to be put back as often as there are ways to damage them. */
export function keepStores(profile: string, copy: string): void {
  for (const store of stores) cpSync(folderOf(profile, store), join(copy, store), { recursive: true });
}

export function putBackStores(profile: string, copy: string): void {
  for (const store of stores) {
    const folder = folderOf(profile, store);
    rmSync(folder, { recursive: true });
    cpSync(join(copy, store), folder, { recursive: true });
  }
}

function folderOf(profile: string, store: Store): string {
  const [folder, ...others] = globSync(join(profile, folders[store]));
  if (folder === undefined || others.length > 0) throw new Error(`${profile} has not one folder ${folders[store]}.`);
  return folder;
}
