import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { AlertsPart } from '../../entrypoints/options/AlertsPart.tsx';
import { defaultAlertRules } from '../../lib/alert-settings.ts';
import { defaultSettings } from '../../lib/settings.ts';
import { noon } from './given.ts';

const write = vi.fn<Parameters<typeof AlertsPart>[0]['write']>().mockResolvedValue(true);

afterEach(async () => await act(() => render(null, document.body)));

async function press(within: string, name: string): Promise<void> {
  const buttons = [...document.querySelectorAll<HTMLButtonElement>(`${within} button`)];
  const button = buttons.find(({ textContent }) => textContent === name);
  if (!button) throw new Error(`there is no button ${name} in ${within}`);
  await act(() => button.click());
}

test('the webhook is removed when that is confirmed, not before, and told by name', async () => {
  const send = vi.spyOn(fakeBrowser.runtime, 'sendMessage').mockResolvedValue(undefined);
  const webhook = { preset: 'json' as const, origin: 'https://hooks.example.com' };
  const settings = { ...defaultSettings, alerts: { ...defaultAlertRules, webhook } };
  const props = { now: noon, write, onNotice: () => undefined, onChange: () => undefined };
  await act(() => render(<AlertsPart {...props} view={{ accounts: [], settings, troubles: [] }} />, document.body));
  await press('.webhook', 'Remove');
  expect(document.querySelector('dialog')?.textContent).toContain('no longer go to https://hooks.example.com');
  await press('dialog', 'Cancel');
  expect(document.querySelector('dialog')).toBeNull();
  expect([write.mock.calls, send.mock.calls]).toEqual([[], []]);
  await press('.webhook', 'Remove');
  await press('dialog', 'Remove');
  expect(write).toHaveBeenCalledExactlyOnceWith([], expect.any(Function), 'The webhook is removed.');
  // What it had trouble with is of no interest any more.
  expect(send).toHaveBeenCalledExactlyOnceWith({ wish: 'retry-webhook' });
  expect(document.querySelector('dialog')).toBeNull();
});
