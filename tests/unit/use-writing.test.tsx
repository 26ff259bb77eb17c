import { render } from 'preact';
import { useEffect } from 'preact/hooks';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { useWriting, type Writing } from '../../entrypoints/options/useWriting.ts';
import { LockedError } from '../../lib/vault.ts';
import { accountAt } from './given.ts';

let page: Writing | undefined;

function Page() {
  const writing = useWriting();
  useEffect(() => {
    page = writing;
  }, [writing]);
  return null;
}

const request = vi.fn<() => Promise<boolean>>();
const nothing = async () => undefined;

beforeEach(async () => {
  request.mockReset().mockResolvedValue(true);
  Object.assign(fakeBrowser.permissions, { request });
  await act(() => render(<Page />, document.body));
});
afterEach(async () => await act(() => render(null, document.body)));

/** Whether it was written. */
async function write(...told: Parameters<Writing['write']>): Promise<boolean | undefined> {
  let isWritten: boolean | undefined;
  await act(async () => {
    isWritten = await page?.write(...told);
  });
  return isWritten;
}

/** Takes back what was last written. */
async function undo(): Promise<void> {
  await act(async () => {
    page?.undo?.();
    await Promise.resolve();
  });
  await vi.waitFor(() => expect(page?.notice).not.toBe(''));
}

test('what is written is told, and can be taken back once', async () => {
  const undoing = vi.fn<() => Promise<void>>(nothing);
  expect(await write([], nothing, 'Saved.', undoing)).toBe(true);
  expect(page?.notice).toBe('Saved.');
  expect(undoing).not.toHaveBeenCalled();
  await undo();
  expect(undoing).toHaveBeenCalledOnce();
  expect([page?.notice, page?.undo]).toEqual(['Undone.', undefined]);
});

test('taking it back gives the focus to what it was changed by', async () => {
  const [control, button] = ['control', 'button'].map((id) => Object.assign(document.createElement('button'), { id }));
  document.body.append(control!, button!);
  control?.focus();
  await write([], nothing, 'Saved.', nothing);
  button?.focus();
  await undo();
  expect(document.activeElement?.id).toBe('control');
  for (const one of [control, button]) one?.remove();
});

test('what is told may be what only the writing has found', async () => {
  let place = 0;
  const writing = async () => {
    place = 3;
  };
  await write([], writing, () => `Now ${place}.`);
  expect(page?.notice).toBe('Now 3.');
});

test('a writing that has changed nothing leaves what can be taken back', async () => {
  const undoing = vi.fn<() => Promise<void>>(nothing);
  await write([], nothing, 'Saved.', undoing);
  await write([], nothing, () => '', nothing);
  expect(page?.notice).toBe('Saved.');
  await undo();
  expect(undoing).toHaveBeenCalledOnce();
});

test('what cannot be taken back offers nothing, and ends the offer before it', async () => {
  await write([], nothing, 'Moved.', nothing);
  expect(page?.undo).toBeDefined();
  await write([], nothing, 'Removed.');
  expect([page?.notice, page?.undo]).toEqual(['Removed.', undefined]);
});

test('another notice ends the offer', async () => {
  await write([], nothing, 'Moved.', nothing);
  await act(() => page?.setNotice('Something else.'));
  expect([page?.notice, page?.undo]).toEqual(['Something else.', undefined]);
});

test.each([
  ['could not be saved', new DOMException('disk full', 'QuotaExceededError')],
  ['keys are locked', new LockedError()],
])('that it failed is told, with nothing to take back: %s', async (words, error) => {
  expect(await write([], () => Promise.reject(error), 'Saved.', nothing)).toBe(false);
  expect(page?.notice).toContain(words);
  expect(page?.undo).toBeUndefined();
});

test('that taking it back failed is told as well', async () => {
  await write([], nothing, 'Saved.', () => Promise.reject(new Error('disk full')));
  await undo();
  expect(page?.notice).toContain('could not be saved');
});

test('access is asked for before it is written, and that it was denied is told', async () => {
  request.mockResolvedValue(false);
  const writing = vi.fn<() => Promise<void>>(async () => expect(request).toHaveBeenCalledOnce());
  await write([accountAt('a', 'gateway')], writing, 'Saved.');
  expect(writing).toHaveBeenCalledOnce();
  await vi.waitFor(() => expect(page?.notice).toContain('Access to gateway.example was not allowed.'));
});
