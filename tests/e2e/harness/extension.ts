import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExtensionPage } from './browser.ts';
import { temporaryFolder, type Folder } from './leftovers.ts';

/** The parts of a manifest that the tests steer by. */
interface Manifest {
  version: string;
  permissions?: string[];
  optional_permissions?: string[];
  host_permissions?: string[];
  action?: { default_popup?: string };
  options_ui?: { page?: string };
  browser_specific_settings?: { gecko?: { id?: string } };
}

/** A copy of a build, with some origins and optional permissions granted from the start. */
export interface Extension {
  folder: Folder;
  path: (page: ExtensionPage) => string;
  /** Firefox: the id in the manifest. */
  geckoId: string | undefined;
  /** Another number under the same code, from the next load on. */
  setVersion: (version: string) => void;
}

export function copyExtension(dir: string, granted: string[] = [], given: string[] = []): Extension {
  const file = join(dir, 'manifest.json');
  if (!existsSync(file))
    throw new Error(`There is no build in ${dir}. Make it with: npm run build && npm run build:firefox`);
  const folder = temporaryFolder('extension');
  cpSync(dir, folder.path, { recursive: true });
  const manifest: Manifest = JSON.parse(readFileSync(file, 'utf8'));
  const host_permissions = [...(manifest.host_permissions ?? []), ...granted];
  const permissions = [...(manifest.permissions ?? []), ...given];
  const optional_permissions = manifest.optional_permissions?.filter((permission) => !given.includes(permission));
  const copy = { ...manifest, host_permissions, permissions, optional_permissions };
  const write = (version: string) =>
    writeFileSync(join(folder.path, 'manifest.json'), JSON.stringify({ ...copy, version }));
  write(manifest.version);
  const pages: Partial<Record<ExtensionPage, string | undefined>> = {
    popup: manifest.action?.default_popup,
    options: manifest.options_ui?.page,
  };
  return {
    folder,
    path: (page) => pages[page] ?? `${page}.html`,
    geckoId: manifest.browser_specific_settings?.gecko?.id,
    setVersion: write,
  };
}
