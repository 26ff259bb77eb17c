import { render } from 'preact';
import { afterEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { SecurityPart } from '../../entrypoints/options/SecurityPart.tsx';
import { keepOpen, makeLock } from '../../lib/passphrase.ts';
import { defaultSettings } from '../../lib/settings.ts';
import { deriveQuickly, storeAsBrowsersDo } from './given-vault.ts';
import { accountOf, emptyStores, noon, reportOf } from './given.ts';

afterEach(() => render(null, document.body));

const buttonSaying = (text: string) => [...document.querySelectorAll('button')].find((one) => one.textContent === text);

test('a passphrase that is turned off is one wish: the worker asks those that were locked by itself', async () => {
  await emptyStores();
  storeAsBrowsersDo();
  deriveQuickly();
  const { text, record } = await makeLock('correct horse battery');
  await fakeBrowser.storage.local.set(record);
  await keepOpen(text, noon);
  const locked = reportOf({ failure: { kind: 'locked', defect: 'damaged', at: noon } });
  const send = vi.spyOn(fakeBrowser.runtime, 'sendMessage').mockImplementation(async () => 'done' as never);
  const onNotice = vi.fn<(notice: string) => void>();
  render(
    <SecurityPart
      accounts={[{ account: accountOf(), report: locked, gauges: [], stale: false, checking: false, cutOff: false }]}
      settings={defaultSettings}
      write={async () => true}
      onNotice={onNotice}
    />,
    document.body,
  );
  await vi.waitFor(() => expect(buttonSaying('Turn off')).toBeDefined());
  // What draws the page anew is no wish of it.
  send.mockClear();
  buttonSaying('Turn off')?.click();
  await vi.waitFor(() => expect(onNotice).toHaveBeenLastCalledWith('The keys are kept without a passphrase now.'));
  expect(send.mock.calls.map(([message]) => message as unknown)).toEqual([{ wish: 'lock-off' }]);
});
