import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';

const create = vi.fn<(item: { id: string; contexts: string[]; title: string }) => void>();
const removeAll = vi.fn<() => Promise<void>>();
const listeners: ((info: { menuItemId: string }) => void)[] = [];

/** The module remembers what it listens to, as a worker does in its life. */
async function fresh() {
  vi.resetModules();
  return import('../../lib/menu.ts');
}

beforeEach(() => {
  listeners.length = 0;
  create.mockReset();
  removeAll.mockReset().mockResolvedValue();
  Object.assign(fakeBrowser, {
    contextMenus: {
      create,
      removeAll,
      onClicked: { addListener: (one: (typeof listeners)[0]) => listeners.push(one) },
    },
  });
});

describe('the menu of the toolbar’s button', () => {
  test('stands there alone, item by item', async () => {
    await (await fresh()).standMenu(() => {});
    expect(removeAll).toHaveBeenCalledOnce();
    expect(create.mock.calls.map(([item]) => item)).toEqual([
      { id: 'refresh', title: 'Refresh', contexts: ['action'] },
      { id: 'pause', title: 'Pause for an hour', contexts: ['action'] },
      { id: 'options', title: 'Options', contexts: ['action'] },
    ]);
  });

  test('tells what is chosen, once, however often it is set up', async () => {
    const { standMenu } = await fresh();
    const chosen = vi.fn<(item: string) => void>();
    await standMenu(chosen);
    await standMenu(chosen);
    for (const listener of listeners) listener({ menuItemId: 'pause' });
    for (const listener of listeners) listener({ menuItemId: 'another' });
    expect(chosen).toHaveBeenCalledExactlyOnceWith('pause');
  });

  test('is not missed where the browser has none', async () => {
    Object.assign(fakeBrowser, { contextMenus: undefined });
    await (await fresh()).standMenu(() => {});
    expect(create).not.toHaveBeenCalled();
  });
});
