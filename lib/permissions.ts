import { browser } from 'wxt/browser';

/** The match pattern that covers an origin; ports are no part of it. */
function patternOf(origin: string): string {
  const { protocol, hostname } = new URL(origin);
  return `${protocol}//${hostname}/*`;
}

export function isAllowed(origin: string): Promise<boolean> {
  return browser.permissions.contains({ origins: [patternOf(origin)] });
}

/** Whether the user has ever given access to an origin that the manifest does not claim, and has not taken it back. */
export async function hasGrants(): Promise<boolean> {
  const { origins = [] } = await browser.permissions.getAll();
  const claimed = browser.runtime.getManifest().host_permissions ?? [];
  return origins.some((origin) => !claimed.includes(origin));
}

/** Gives back every access that the user has given. */
export async function dropGrants(): Promise<void> {
  const { origins = [], permissions = [] } = await browser.permissions.getAll();
  const { host_permissions = [], permissions: needed = [] } = browser.runtime.getManifest();
  const given = {
    origins: origins.filter((origin) => !host_permissions.includes(origin)),
    permissions: permissions.filter((permission) => !needed.includes(permission)),
  };
  if (given.origins.length + given.permissions.length > 0) await browser.permissions.remove(given);
}

/** Gives back the access to an origin, unless one of `others` is covered by the same pattern. */
export async function dropAccess(origin: string, others: string[]): Promise<void> {
  const pattern = patternOf(origin);
  if (others.some((other) => patternOf(other) === pattern)) return;
  const { origins = [] } = await browser.permissions.getAll();
  const { host_permissions = [] } = browser.runtime.getManifest();
  // What covers more than this origin was given by the user in the browser's own settings, and is theirs to take.
  if (origins.includes(pattern) && !host_permissions.includes(pattern))
    await browser.permissions.remove({ origins: [pattern] });
}

/** Asks the user for access. To be called first in a click's handler: browsers refuse it anywhere else. */
export async function askFor(origins: string[]): Promise<boolean> {
  if (origins.length === 0) return true;
  return browser.permissions.request({ origins: [...new Set(origins.map(patternOf))] });
}

/** Powers that nobody needs who only wants to see what is left; each is asked for when it is first wanted. */
export type Extra = 'notifications' | 'contextMenus' | 'sidePanel';

/** Whether this browser has it, by what its build of the extension may ask for. */
export function offersExtra(extra: Extra): boolean {
  return browser.runtime.getManifest().optional_permissions?.includes(extra) ?? false;
}

export function isGranted(extra: Extra): Promise<boolean> {
  return browser.permissions.contains(extraOf(extra));
}

/** Asks the user. To be called first in a click's handler, as above. */
export function askForExtra(extra: Extra): Promise<boolean> {
  return browser.permissions.request(extraOf(extra));
}

export async function dropExtra(extra: Extra): Promise<void> {
  await browser.permissions.remove(extraOf(extra));
}

function extraOf(extra: Extra): { permissions: 'notifications'[] } {
  // The types know no side panel.
  return { permissions: [extra as 'notifications'] };
}

/** Calls back when the user gives or takes back access. */
export function onPermissionChange(onAdded: () => void, onRemoved: () => void): void {
  browser.permissions.onAdded.addListener(onAdded);
  browser.permissions.onRemoved.addListener(onRemoved);
}

/** Those of the origins that there is no access to. */
export async function notAllowed(origins: string[]): Promise<Set<string>> {
  const checked = await Promise.all(
    [...new Set(origins)].map(async (origin) => ((await isAllowed(origin)) ? [] : [origin])),
  );
  return new Set(checked.flat());
}
