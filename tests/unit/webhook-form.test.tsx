import { render } from 'preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebhookForm, type WebhookFormProps } from '../../components/WebhookForm.tsx';

const onSave = vi.fn<WebhookFormProps['onSave']>();
const onTest = vi.fn<WebhookFormProps['onTest']>();

beforeEach(() => {
  onSave.mockClear().mockResolvedValue(true);
  onTest.mockClear().mockResolvedValue('Sent.');
  const props = { saved: undefined, trouble: undefined, onSave, onTest, onRemove: () => undefined };
  render(<WebhookForm {...props} />, document.body);
});
afterEach(() => render(null, document.body));

/** Preact draws in the next task. */
const drawn = () => new Promise((resolve) => setTimeout(resolve, 5));
const result = () => document.querySelector('.result')?.textContent;

async function type(url: string): Promise<void> {
  const input = document.querySelector<HTMLInputElement>('#webhook-url');
  if (!input) throw new Error('there is no line for the address');
  input.value = url;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  await drawn();
}

async function press(name: string): Promise<void> {
  const button = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === name);
  if (!button) throw new Error(`there is no button ${name}`);
  button.click();
  await drawn();
}

const own = (host: string) => `${host} is in your own network, not on the internet. Press again if that is meant.`;

test.each(['Test', 'Save'])('an address in the own network is told before %s sends anything there', async (button) => {
  await type('https://10.0.0.1/hook?token=canary');
  await press(button);
  expect(result()).toBe(own('10.0.0.1'));
  await type('https://nas.local/hook');
  await press(button);
  expect(result()).toBe(own('nas.local'));
  expect([onSave.mock.calls, onTest.mock.calls]).toEqual([[], []]);
  await press(button);
  expect([...onSave.mock.calls, ...onTest.mock.calls]).toEqual([[{ preset: 'json', url: 'https://nas.local/hook' }]]);
});

test.each(['https://hooks.example/1', 'http://localhost:3002/hook'])('%s is saved at once', async (url) => {
  await type(url);
  await press('Save');
  expect(onSave).toHaveBeenCalledWith({ preset: 'json', url });
});
