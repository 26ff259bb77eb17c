// @vitest-environment node
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type * as notify from '../../lib/notify.ts';

const words = { title: 'Crustdata · Work: 18% left', text: '1,800 of 10,000 credits left.' };

/** A browser that shows notifications, or, until it is allowed, does not know them. */
function notificationsOf() {
  const shown = new Map<string, object>();
  const listeners: ((id: string) => void)[] = [];
  return {
    shown,
    listeners,
    create: vi.fn<(id: string, options: object) => Promise<string>>(async (id, options) => {
      shown.set(id, options);
      return id;
    }),
    clear: async (id: string) => shown.delete(id),
    getAll: async () => Object.fromEntries(shown),
    onClicked: { addListener: (listener: (id: string) => void) => void listeners.push(listener) },
  };
}

const contains = vi.fn<(asked: object) => Promise<boolean>>();
const request = vi.fn<(asked: object) => Promise<boolean>>();
const open = vi.fn<(page: object) => Promise<void>>();
let notifications: ReturnType<typeof notificationsOf>;
/** As in a worker that has just started. */
let door: typeof notify;

beforeEach(async () => {
  notifications = notificationsOf();
  contains.mockReset().mockResolvedValue(true);
  request.mockReset().mockResolvedValue(true);
  Object.assign(fakeBrowser, { notifications, permissions: { contains, request }, tabs: { create: open } });
  vi.resetModules();
  door = await import('../../lib/notify.ts');
});

describe('notifications', () => {
  test('are there when they are allowed and the browser has them', async () => {
    expect(await door.hasNotifications()).toBe(true);
    expect(contains).toHaveBeenCalledWith({ permissions: ['notifications'] });
    contains.mockResolvedValue(false);
    expect(await door.hasNotifications()).toBe(false);
    contains.mockResolvedValue(true);
    Object.assign(fakeBrowser, { notifications: undefined });
    expect(await door.hasNotifications()).toBe(false);
  });

  test('are shown with an icon, and without what some browsers refuse', async () => {
    await door.notify('x', words);
    expect([...notifications.shown]).toEqual([
      [
        'x',
        {
          type: 'basic',
          iconUrl: expect.stringMatching(/\/icons\/128\.png$/),
          title: words.title,
          message: words.text,
        },
      ],
    ]);
  });

  test('of the same id are shown once while they are there', async () => {
    await door.notify('x', words);
    await door.notify('x', words);
    await door.notify('y', words);
    expect(notifications.create.mock.calls.map(([id]) => id)).toEqual(['x', 'y']);
  });

  test('that cannot be shown fail, so that they are shown later', async () => {
    Object.assign(fakeBrowser, { notifications: undefined });
    await expect(door.notify('x', words)).rejects.toThrow('not allowed');
  });

  test('tell of a click once, and go', async () => {
    const clicked = vi.fn<(id: string) => void>();
    door.onNotificationClick(clicked);
    door.onNotificationClick(clicked);
    expect(notifications.listeners).toHaveLength(1);
    await door.notify('x', words);
    for (const listener of notifications.listeners) listener('x');
    expect(clicked).toHaveBeenCalledExactlyOnceWith('x');
    expect(notifications.shown.size).toBe(0);
  });

  test('are listened to as soon as they are allowed', () => {
    Object.assign(fakeBrowser, { notifications: undefined });
    const clicked = vi.fn<(id: string) => void>();
    door.onNotificationClick(clicked);
    Object.assign(fakeBrowser, { notifications });
    door.onNotificationClick(clicked);
    expect(notifications.listeners).toHaveLength(1);
  });

  test('lead to a page', async () => {
    await door.openPage('https://app.crustdata.com/');
    expect(open).toHaveBeenCalledExactlyOnceWith({ url: 'https://app.crustdata.com/' });
  });
});
