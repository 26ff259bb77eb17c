import { browser } from 'wxt/browser';
import { merged } from './merged.ts';
import { t } from './words.ts';

/** What can be chosen in the menu of the toolbar's button. */
export const menuItems = ['refresh', 'pause', 'options'] as const;

export type MenuItem = (typeof menuItems)[number];

let listening: typeof browser.contextMenus | undefined;
let fill: (() => void) | undefined;

/**
 * Lets the menu stand where the user allowed one, and calls back with what is chosen in it. To be called in the worker's first
 * turn, and again when the permission is given: before that there may be no menu at all.
 */
export function standMenu(callback: (item: MenuItem) => void, complain: (error: unknown) => void): void {
  const menus = door();
  if (!menus) return;
  if (listening !== menus) {
    listening = menus;
    menus.onClicked.addListener(({ menuItemId }) => {
      const item = menuItems.find((one) => one === menuItemId);
      if (item) callback(item);
    });
    // One at a time, or two would both have taken all away before either puts its own there.
    fill = merged(async () => {
      await menus.removeAll();
      for (const id of menuItems) menus.create({ id, title: t(`menu.${id}`), contexts: ['action'] });
    }, complain);
  }
  fill?.();
}

/** Absent in some browsers until it is allowed, whatever the types say. */
function door(): typeof browser.contextMenus | undefined {
  return browser.contextMenus;
}
