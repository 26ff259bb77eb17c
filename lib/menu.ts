import { browser } from 'wxt/browser';
import { t } from './words.ts';

/** What can be chosen in the menu of the toolbar's button. */
export const menuItems = ['refresh', 'pause', 'options'] as const;

export type MenuItem = (typeof menuItems)[number];

let listening: typeof browser.contextMenus | undefined;

/**
 * Lets the menu stand where the user allowed one, and calls back with what is chosen in it. To be called in the worker's first
 * turn, and again when the permission is given: before that there may be no menu at all.
 */
export async function standMenu(callback: (item: MenuItem) => void): Promise<void> {
  const menus = door();
  if (!menus) return;
  if (listening !== menus) {
    listening = menus;
    menus.onClicked.addListener(({ menuItemId }) => {
      const item = menuItems.find((one) => one === menuItemId);
      if (item) callback(item);
    });
  }
  await menus.removeAll();
  for (const id of menuItems) menus.create({ id, title: t(`menu.${id}`), contexts: ['action'] });
}

/** Absent in some browsers until it is allowed, whatever the types say. */
function door(): typeof browser.contextMenus | undefined {
  return browser.contextMenus;
}
