import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { undoKeyName, useUndoKey } from '../../components/useUndoKey.ts';

const undo = vi.fn<() => void>();

function Page({ isUndoable = true, isAsking = false }) {
  useUndoKey(isUndoable ? undo : undefined);
  return (
    <>
      <select aria-label="choice" />
      <input type="checkbox" aria-label="box" />
      <input type="number" aria-label="number" />
      <textarea aria-label="text" />
      {isAsking && <dialog open />}
    </>
  );
}

const show = async (props: { isUndoable?: boolean; isAsking?: boolean } = {}) =>
  await act(() => render(<Page {...props} />, document.body));

beforeEach(() => undo.mockReset());
afterEach(async () => {
  vi.unstubAllGlobals();
  await act(() => render(null, document.body));
});

/** Whether the key, pressed there, took something back, and was not left to the browser. */
function pressed(init: KeyboardEventInit, target = 'body'): boolean {
  const event = new KeyboardEvent('keydown', { key: 'z', bubbles: true, cancelable: true, ...init });
  document.querySelector(target)?.dispatchEvent(event);
  expect(event.defaultPrevented).toBe(undo.mock.calls.length > 0);
  return undo.mock.calls.length > 0;
}

test.each([{ ctrlKey: true }, { metaKey: true }, { ctrlKey: true, key: 'Z' }])('%o takes back', async (init) => {
  await show();
  expect(pressed(init)).toBe(true);
});

test.each([
  {},
  { ctrlKey: true, shiftKey: true },
  { ctrlKey: true, altKey: true },
  { ctrlKey: true, repeat: true },
  { ctrlKey: true, key: 'y' },
])('%o does not', async (init) => {
  await show();
  expect(pressed(init)).toBe(false);
});

test.each([
  ['select', true],
  ['[type=checkbox]', true],
  ['[type=number]', false],
  ['textarea', false],
])('in %s: %s', async (target, isUndone) => {
  await show();
  expect(pressed({ ctrlKey: true }, target)).toBe(isUndone);
});

test('nothing is taken back while there is nothing, or while a dialog asks', async () => {
  await show({ isUndoable: false });
  expect(pressed({ ctrlKey: true })).toBe(false);
  await show({ isAsking: true });
  expect(pressed({ ctrlKey: true })).toBe(false);
});

test.each([
  ['Linux x86_64', 'Ctrl+Z'],
  ['MacIntel', '⌘Z'],
])('is called on %s %s', (platform, name) => {
  vi.stubGlobal('navigator', { platform });
  expect(undoKeyName()).toBe(name);
});
