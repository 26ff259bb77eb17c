import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';

const create = vi.fn<(item: { id: string; contexts: string[]; title: string }) => void>();
const removeAll = vi.fn<() => Promise<void>>();
const complain = vi.fn<(error: unknown) => void>();
const settled = () => new Promise((resolve) => setTimeout(resolve));
const listeners: ((info: { menuItemId: string }) => void)[] = [];

/** The module remembers what it listens to, as a worker does in its life. */
async function fresh() {
  vi.resetModules();
  return import('../../lib/menu.ts');
}

beforeEach(() => {
  listeners.length = 0;
  create.mockReset();
  complain.mockReset();
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
    (await fresh()).standMenu(() => {}, complain);
    await vi.waitFor(() => expect(create).toHaveBeenCalledTimes(3));
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
    standMenu(chosen, complain);
    standMenu(chosen, complain);
    for (const listener of listeners) listener({ menuItemId: 'pause' });
    for (const listener of listeners) listener({ menuItemId: 'another' });
    expect(chosen).toHaveBeenCalledExactlyOnceWith('pause');
  });

  test('listens at once: a click that wakes the worker is not waited for', async () => {
    (await fresh()).standMenu(() => {}, complain);
    expect(listeners).toHaveLength(1);
  });

  test('has every item once, also when it is set up again meanwhile', async () => {
    const items: string[] = [];
    const release: (() => void)[] = [];
    create.mockImplementation(({ id }) => items.push(id));
    removeAll.mockImplementation(async () => {
      items.length = 0;
      await new Promise<void>((resolve) => release.push(resolve));
    });
    const { standMenu } = await fresh();
    standMenu(() => {}, complain);
    await settled();
    standMenu(() => {}, complain);
    await settled();
    for (let round = 0; round < 2; round += 1) {
      for (const one of release.splice(0)) one();
      await settled();
    }
    expect(removeAll).toHaveBeenCalledTimes(2);
    expect(items).toEqual(['refresh', 'pause', 'options']);
  });

  test('that cannot be put there is complained of', async () => {
    removeAll.mockRejectedValue(new Error('no menu'));
    (await fresh()).standMenu(() => {}, complain);
    await vi.waitFor(() => expect(complain).toHaveBeenCalledWith(new Error('no menu')));
  });

  test('is not missed where the browser has none', async () => {
    Object.assign(fakeBrowser, { contextMenus: undefined });
    (await fresh()).standMenu(() => {}, complain);
    await settled();
    expect(create).not.toHaveBeenCalled();
  });
});
