import { browser } from 'wxt/browser';

/** What Chromium and Firefox call the place beside the page; absent where there is none, or where the user has not allowed it. */
interface Panels {
  sidePanel?: { open: (where: { windowId: number }) => Promise<void> };
  sidebarAction?: { open: () => Promise<void> };
}

/** Whether this page stands beside another one already. */
export function isPanel(address: Pick<Location, 'search'>): boolean {
  return address.search === '?panel';
}

export function hasPanel(): boolean {
  const { sidePanel, sidebarAction } = browser as Panels;
  return (sidePanel ?? sidebarAction) !== undefined;
}

/** Opens the list beside the page. To be called in a click's handler: browsers refuse it anywhere else. */
export async function openPanel(): Promise<void> {
  const { sidePanel, sidebarAction } = browser as Panels;
  if (sidebarAction) return sidebarAction.open();
  const { id } = await browser.windows.getCurrent();
  if (id !== undefined) await sidePanel?.open({ windowId: id });
}
