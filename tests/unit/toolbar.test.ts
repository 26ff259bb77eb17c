import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { Badge } from '../../lib/badge.ts';
import type * as toolbar from '../../lib/toolbar.ts';

let { paintBadge, paintIcon }: Partial<typeof toolbar> = {};

/** As a worker that has just been started has it. */
async function startWorker(): Promise<void> {
  vi.resetModules();
  ({ paintBadge, paintIcon } = await import('../../lib/toolbar.ts'));
}

beforeEach(startWorker);

describe('the badge', () => {
  const { action } = fakeBrowser;
  const badge: Badge = { text: '47%', color: '#1a7f37', title: 'Credit Gauge\nWork: 47%' };
  const setters = ['setBadgeText', 'setBadgeBackgroundColor', 'setBadgeTextColor', 'setTitle'] as const;

  function watch(): () => string[] {
    const spies = setters.map((name) => vi.spyOn(action, name));
    return () => setters.filter((_, index) => (spies[index]?.mock.calls.length ?? 0) > 0);
  }

  test('shows text, colour and tooltip, with white letters', async () => {
    await paintBadge?.(badge);
    expect(await action.getBadgeText({})).toBe('47%');
    expect(await action.getTitle({})).toBe(badge.title);
    expect(await action.getBadgeBackgroundColor({})).toEqual([0x1a, 0x7f, 0x37, 255]);
    expect(await action.getBadgeTextColor({})).toBe('#ffffff');
  });

  test('is left alone when all is shown already, by this worker or by one before', async () => {
    await paintBadge?.(badge);
    const called = watch();
    await paintBadge?.(badge);
    await startWorker();
    await paintBadge?.(badge);
    expect(called()).toEqual([]);
  });

  const changes: [Partial<Badge>, string[]][] = [
    [{ text: '46%' }, ['setBadgeText']],
    [{ text: '' }, ['setBadgeText']],
    [{ title: 'Credit Gauge' }, ['setTitle']],
    [{ color: '#cf222e' }, ['setBadgeBackgroundColor', 'setBadgeTextColor']],
  ];
  test.each(changes)('has set only what has changed: %j', async (change, wanted) => {
    await paintBadge?.(badge);
    const called = watch();
    await paintBadge?.({ ...badge, ...change });
    expect(called()).toEqual(wanted);
  });

  test('is painted again after a restart of the browser has wiped it away', async () => {
    await paintBadge?.(badge);
    await action.setBadgeText({ text: '' });
    await startWorker();
    await paintBadge?.(badge);
    expect(await action.getBadgeText({})).toBe('47%');
  });

  test('is painted whole after it could not be', async () => {
    await paintBadge?.(badge);
    vi.spyOn(action, 'setTitle').mockRejectedValueOnce(new Error('no'));
    await expect(paintBadge?.({ ...badge, title: 'other', text: '3%' })).rejects.toThrow('no');
    await paintBadge?.({ ...badge, title: 'other', text: '3%' });
    expect([await action.getTitle({}), await action.getBadgeText({})]).toEqual(['other', '3%']);
  });
});

describe('the icon', () => {
  const setIcon = vi.fn<(details: unknown) => Promise<void>>();
  const asItCame = { path: { 16: 'icons/16.png', 32: 'icons/32.png' } };

  beforeEach(() => {
    setIcon.mockReset().mockResolvedValue();
    Object.assign(fakeBrowser.action, { setIcon });
    Object.assign(fakeBrowser.runtime, { getManifest: () => ({ icons: asItCame.path }) });
    const context = new Proxy(
      {},
      { get: (_, name) => (name === 'getImageData' ? () => 'image' : () => {}), set: () => true },
    );
    vi.stubGlobal(
      'OffscreenCanvas',
      class {
        getContext = () => context;
      },
    );
  });

  test('is drawn at every size, and again only when it is another', async () => {
    await paintIcon?.({ tone: 'ok', share: 0.5 });
    expect(setIcon).toHaveBeenCalledExactlyOnceWith({ imageData: { 16: 'image', 32: 'image', 48: 'image' } });
    await paintIcon?.({ tone: 'ok', share: 0.5 });
    expect(setIcon).toHaveBeenCalledOnce();
    await paintIcon?.({ tone: 'low', share: 0.2 });
    expect(setIcon).toHaveBeenCalledTimes(2);
  });

  test('is not drawn anew by a worker that finds it drawn', async () => {
    await paintIcon?.({ tone: 'ok', share: 0.5 });
    await startWorker();
    await paintIcon?.({ tone: 'ok', share: 0.5 });
    expect(setIcon).toHaveBeenCalledOnce();
  });

  test('is drawn again after a restart of the browser, which forgets it', async () => {
    await paintIcon?.({ tone: 'ok', share: 0.5 });
    await fakeBrowser.storage.session.clear();
    await startWorker();
    await paintIcon?.({ tone: 'ok', share: 0.5 });
    expect(setIcon).toHaveBeenCalledTimes(2);
  });

  test('is as it came when there is nothing to tell any more, and nothing is left of it', async () => {
    await paintIcon?.({ tone: 'ok', share: 0.5 });
    await paintIcon?.(undefined);
    expect(setIcon).toHaveBeenLastCalledWith(asItCame);
    await paintIcon?.(undefined);
    expect(setIcon).toHaveBeenCalledTimes(2);
    expect(await fakeBrowser.storage.session.get(null)).toEqual({});
  });

  test('is as it came after everything was deleted while no worker was there', async () => {
    await paintIcon?.({ tone: 'ok', share: 0.5 });
    await fakeBrowser.storage.session.clear();
    await startWorker();
    await paintIcon?.(undefined);
    expect(setIcon).toHaveBeenLastCalledWith(asItCame);
  });

  test('is drawn again after a worker that was ended before it could remember', async () => {
    await paintIcon?.({ tone: 'ok', share: 0.5 });
    vi.spyOn(fakeBrowser.storage.session, 'set').mockRejectedValueOnce(new Error('ended'));
    await expect(paintIcon?.({ tone: 'critical', share: 0.05 })).rejects.toThrow('ended');
    await startWorker();
    await paintIcon?.({ tone: 'ok', share: 0.5 });
    expect(setIcon).toHaveBeenCalledTimes(3);
  });

  test('that could not be drawn is drawn the next time', async () => {
    setIcon.mockRejectedValueOnce(new Error('no'));
    await expect(paintIcon?.({ tone: 'ok', share: 0.5 })).rejects.toThrow('no');
    await paintIcon?.({ tone: 'ok', share: 0.5 });
    expect(setIcon).toHaveBeenCalledTimes(2);
  });
});
