import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { App } from '../../entrypoints/options/App.tsx';

const copied: string[] = [];

beforeEach(() => {
  copied.length = 0;
  Object.assign(fakeBrowser.runtime, { getManifest: () => ({ version: '1.2.3' }) });
  vi.stubGlobal('navigator', {
    userAgent: 'A Browser',
    storage: { estimate: async () => ({}) },
    clipboard: { writeText: async (text: string) => void copied.push(text) },
  });
  vi.spyOn(fakeBrowser.storage.local, 'get').mockRejectedValue(new Error('damaged'));
  vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('damaged', 'UnknownError');
  });
});
afterEach(() => {
  render(null, document.body);
  vi.unstubAllGlobals();
});

test('the options tell and copy why nothing can be read, neither the database nor its mirror', async () => {
  await act(() => render(<App />, document.body));
  const says = (text: string) => vi.waitFor(() => expect(document.body.textContent).toContain(text));
  await says('The saved accounts could not be read.');
  await says('The database cannot be read (UnknownError)');
  await act(() => document.querySelector('button')?.click());
  await says('The report is in the clipboard.');
  expect(copied.map((text) => JSON.parse(text) as unknown)).toMatchObject([
    { version: '1.2.3', storage: { error: 'UnknownError' }, accounts: [] },
  ]);
});
