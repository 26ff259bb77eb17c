import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { StorageNotices } from '../../components/StorageNotices.tsx';
import { dismiss, isMarkedUnsaved, loadNotices, markUnsaved, tellOnce } from '../../lib/notices.ts';
import { onAnnounce } from '../../lib/signal.ts';
import { noticeKinds, type NoticeKind, type Trouble } from '../../lib/storage-trouble.ts';
import { noon } from './given.ts';

afterEach(() => render(null, document.body));

const lasting = ['busy', 'unsaved'] as const;
const sentences: Record<Trouble, string> = {
  'all-lost': 'Saved data could not be read, and there was no copy left. Add the accounts anew, or import a file.',
  restored: 'The saved data was damaged; the last readings were restored. Their history may be gone.',
  'keys-lost': 'Some keys can no longer be read and must be pasted again.',
  'set-aside': 'A saved record could not be read and was set aside. The rest goes on without it.',
  busy: 'The storage is busy; what was last saved is shown.',
  unsaved: 'New readings are not saved; the disk may be full. What was last saved is shown.',
};

const onDismiss = vi.fn<(kind: NoticeKind) => void>();
function show(...troubles: Trouble[]): Element[] {
  render(<StorageNotices troubles={troubles} onDismiss={onDismiss} />, document.body);
  return [...document.querySelectorAll('[role=status] > .trouble')];
}

describe('what is shown of the stores', () => {
  test.each([...noticeKinds, ...lasting])('“%s” has a sentence of its own', (trouble) => {
    expect(show(trouble).map((shown) => shown.querySelector('p')?.textContent)).toEqual([sentences[trouble]]);
  });

  test.each(noticeKinds)('“%s” can be dismissed, and that alone', async (kind) => {
    onDismiss.mockReset();
    const [, shown] = show(kind === 'restored' ? 'keys-lost' : 'restored', kind);
    const button = shown?.querySelector('button');
    expect(button?.textContent).toBe('Dismiss');
    await act(() => button?.click());
    expect(onDismiss.mock.calls).toEqual([[kind]]);
  });

  test('the focus goes from one that is dismissed to the next', async () => {
    show('restored', 'keys-lost')[0]?.querySelector('button')?.focus();
    const [next] = show('keys-lost');
    expect(document.activeElement).toBe(next?.querySelector('button'));
  });

  test.each(lasting)('“%s” lasts, and cannot be dismissed', (trouble) => {
    expect(show(trouble)[0]?.querySelector('button')).toBeNull();
  });

  test('stands in a live region that is there beforehand, so that it is read out', () => {
    expect(show()).toEqual([]);
    const region = document.querySelector('[role=status]');
    show('restored', 'busy');
    expect(document.querySelector('[role=status]')).toBe(region);
    expect(region?.children).toHaveLength(2);
  });
});

describe('what is told once', () => {
  test('is told until it is dismissed, the worst first', async () => {
    expect(await loadNotices()).toEqual([]);
    for (const kind of noticeKinds.toReversed()) await tellOnce(kind, noon);
    await tellOnce('restored', noon + 1);
    expect(await loadNotices()).toEqual(noticeKinds);
    await dismiss('restored');
    expect(await loadNotices()).toEqual(['all-lost', 'keys-lost', 'set-aside']);
  });

  test('lies in the local storage, so that it outlives the browser and a database that is gone', async () => {
    await tellOnce('restored', noon);
    expect(await fakeBrowser.storage.local.get(null)).toEqual({ 'n:restored': noon });
  });
});

describe('that nothing can be saved', () => {
  test('is marked in the memory of the browser, which is never full', async () => {
    expect(await isMarkedUnsaved()).toBe(false);
    await markUnsaved(true);
    expect(await isMarkedUnsaved()).toBe(true);
    expect(await fakeBrowser.storage.local.get(null)).toEqual({});
    await markUnsaved(false);
    expect(await isMarkedUnsaved()).toBe(false);
  });

  test('is announced when it changes, and not again with every turn', async () => {
    const heard = vi.fn<() => void>();
    const stop = onAnnounce(heard);
    for (const isUnsaved of [false, true, true, true, false, false]) await markUnsaved(isUnsaved);
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(2));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(heard).toHaveBeenCalledTimes(2);
    stop();
  });
});
