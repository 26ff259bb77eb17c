import type { Page } from 'puppeteer-core';

/** What the tests call of the extension's API, which is there in any of its pages once it is allowed. */
interface Api {
  notifications: {
    /** Firefox tells the words, Chromium only that there is one. */
    getAll(): Promise<Record<string, true | { title: string; message: string }>>;
  };
}

declare const browser: Api | undefined;
declare const chrome: Api;

declare global {
  interface Window {
    shownNotifications?: Map<string, { title: string; message: string } | undefined>;
  }
}

/** A notification that was shown by the browser; the words where it tells them, which Firefox does. */
export interface Notification {
  id: string;
  words?: { title: string; message: string };
}

/** Notes in the page what the browser shows from now on, also if it is closed again. */
export async function watchNotifications(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { notifications } = typeof browser === 'undefined' ? chrome : browser;
    const shown = (window.shownNotifications = new Map());
    const look = async () => {
      for (const [id, told] of Object.entries(await notifications.getAll()))
        if (!shown.has(id)) shown.set(id, told === true ? undefined : { title: told.title, message: told.message });
    };
    setInterval(() => void look(), 50);
  });
}

/** What was shown since, the first first. */
export async function shownNotifications(page: Page): Promise<Notification[]> {
  const shown = await page.evaluate(() => [...(window.shownNotifications ?? [])]);
  return shown.map(([id, words]) => ({ id, ...(words && { words }) }));
}
