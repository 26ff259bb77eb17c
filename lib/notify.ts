import { browser } from 'wxt/browser';
import type { AlertWords } from './alert-sentences.ts';
import { isGranted } from './permissions.ts';

let listening: typeof browser.notifications | undefined;

/** Whether the user lets us show notifications. Some browsers have no such thing at all before that. */
export async function hasNotifications(): Promise<boolean> {
  return (await isGranted('notifications')) && door() !== undefined;
}

/**
 * Shows a notification. One of the same id that is still there is left as it is: it was shown by a worker that died before
 * it could say so. Should the user have closed that one already, it is seen a second time; no browser tells.
 */
export async function notify(id: string, { title, text }: AlertWords): Promise<void> {
  const notifications = door();
  if (!notifications) throw new Error('notifications are not allowed');
  if (id in (await notifications.getAll())) return;
  await notifications.create(id, {
    type: 'basic',
    iconUrl: browser.runtime.getURL('/icons/128.png'),
    title,
    message: text,
  });
}

/**
 * Calls back with the id of a notification that was clicked, which then goes. To be called in the worker's first turn, and
 * again when the permission is given: before that there may be nothing to listen to.
 */
export function onNotificationClick(callback: (id: string) => void): void {
  const notifications = door();
  if (!notifications || listening === notifications) return;
  listening = notifications;
  notifications.onClicked.addListener((id) => {
    void notifications.clear(id);
    callback(id);
  });
}

/** Opens a page in a new tab. */
export async function openPage(url: string): Promise<void> {
  await browser.tabs.create({ url });
}

/** Absent in some browsers until it is allowed, whatever the types say. */
function door(): typeof browser.notifications | undefined {
  return browser.notifications;
}
