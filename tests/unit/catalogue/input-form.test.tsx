import { render } from 'preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AccountForm, type AccountFormProps } from '../../../components/AccountForm.tsx';
import { providers } from '../../../lib/providers/index.ts';
import { defaultSettings } from '../../../lib/settings.ts';
import { accountOf } from '../given.ts';

const key = 'canary-4F7kQ9ztX2bW8vLm';
const onSave = vi.fn<AccountFormProps['onSave']>();
const onTest = vi.fn<AccountFormProps['onTest']>();

beforeEach(() => {
  onSave.mockClear();
  onTest.mockClear().mockResolvedValue({ good: true, text: 'The key works.' });
});
afterEach(() => render(null, document.body));

function show(account?: AccountFormProps['account']): void {
  const props = { providers, newId: 'new', tones: defaultSettings, onSave, onTest, onCancel: () => undefined };
  render(<AccountForm {...props} account={account} />, document.body);
}

function input(id: string): HTMLInputElement {
  const found = document.getElementById(id);
  if (!(found instanceof HTMLInputElement)) throw new Error(`there is no field ${id}`);
  return found;
}

/** Preact draws in the next task. */
const drawn = () => new Promise((resolve) => setTimeout(resolve, 5));

async function type(text: string, id = 'key'): Promise<void> {
  input(id).value = text;
  input(id).dispatchEvent(new Event('input', { bubbles: true }));
  await drawn();
}

async function press(name: string): Promise<void> {
  const button = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === name);
  if (!button) throw new Error(`there is no button ${name}`);
  if (button.type === 'submit') button.closest('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
  else button.click();
  await drawn();
}

const hint = () => document.getElementById('key-hint')?.textContent;
const result = () => document.querySelector('.result')?.textContent;

test('U1 what is taken off a key is told before it is saved', async () => {
  show();
  expect(hint()).toBeUndefined();
  await type(key);
  expect(hint()).toBeUndefined();
  await type(` "Bearer ${key}"\u200B`);
  expect(hint()).toBe('Blanks, quotes or “Bearer” around the key are taken off.');
  await press('Save');
  expect(onSave).toHaveBeenCalledWith(expect.objectContaining({ key }));
});

test('U2 what is no key is told at its line, and neither saved nor tested', async () => {
  show();
  await type('x'.repeat(100_000));
  await press('Test');
  expect(document.getElementById('key-problem')?.textContent).toBe('This is too long to be a key.');
  expect(input('key').getAttribute('aria-invalid')).toBe('true');
  expect([onSave.mock.calls, onTest.mock.calls]).toEqual([[], []]);
});

test.each(['Test', 'Save'])(
  'U3 a key of somebody else is told before %s sends it, and sent by whoever insists',
  async (button) => {
    show();
    await type('sk-ant-canary-4F7kQ9ztX2bW8vLm');
    await press(button);
    expect(result()).toBe(
      'This looks like a key of Anthropic, and it was sent to nobody. Press again if it does belong to CoinStats.',
    );
    expect([onSave.mock.calls, onTest.mock.calls]).toEqual([[], []]);
    await press(button);
    expect(onSave.mock.calls.length + onTest.mock.calls.length).toBe(1);
  },
);

test('U3 every other foreign key is told anew', async () => {
  show();
  await type('sk-ant-canary-4F7kQ9ztX2bW8vLm');
  await press('Save');
  await type('ghp_canary4F7kQ9ztX2bW8vLm');
  await press('Save');
  expect(result()).toContain('a key of GitHub');
  expect(onSave).not.toHaveBeenCalled();
});

test('U3 the same key is told anew when it is about to go to another provider', async () => {
  show();
  const select = document.querySelector('select');
  if (!select) throw new Error('there is no list of providers');
  await type('fc-canary4F7kQ9ztX2bW8vLm');
  select.value = 'crustdata';
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await drawn();
  await press('Save');
  expect(result()).toContain('This looks like a key of Firecrawl');
  expect(onSave).not.toHaveBeenCalled();
  select.value = 'firecrawl';
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await drawn();
  await press('Save');
  expect(onSave).toHaveBeenCalledOnce();
});

test('U3 a key of ours chooses its provider when it is pasted, and says so; who then chooses another means it', async () => {
  show();
  const select = document.querySelector('select') as HTMLSelectElement;
  select.value = 'crustdata';
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await drawn();
  await type('fc-0123456789abcdef');
  expect(select.value).toBe('firecrawl');
  expect(input('key').value).toBe('fc-0123456789abcdef');
  expect(result()).toBe('Firecrawl is chosen, as the key looks like one of its keys.');
  select.value = 'crustdata';
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await drawn();
  await type('fc-0123456789abcdeg');
  expect(select.value).toBe('crustdata');
});

const own = (host: string) => `${host} is in your own network, not on the internet. Press again if that is meant.`;

test.each(['Test', 'Save'])(
  'U6 an address in the own network is told before %s sends anything there',
  async (button) => {
    show();
    await type(key);
    await type('https://192.168.1.5', 'baseUrl');
    await press(button);
    expect(result()).toBe(own('192.168.1.5'));
    await type('https://nas.local', 'baseUrl');
    await press(button);
    expect(result()).toBe(own('nas.local'));
    expect([onSave.mock.calls, onTest.mock.calls]).toEqual([[], []]);
    await press(button);
    expect(onSave.mock.calls.length + onTest.mock.calls.length).toBe(1);
  },
);

test('U6 an address in the own network that is saved already is not told again, nor is the machine itself', async () => {
  show(accountOf({ keyEnd: '8vLm', baseUrl: 'https://10.0.0.1' }));
  await press('Save');
  expect(onSave).toHaveBeenCalledOnce();
  await type('http://localhost:3002', 'baseUrl');
  await type(key);
  await press('Save');
  expect(onSave).toHaveBeenCalledTimes(2);
});

test('U3 U6 what there is to be told of a key and of its address is told together', async () => {
  show();
  await type('sk-ant-canary-4F7kQ9ztX2bW8vLm');
  await type('https://nas.local', 'baseUrl');
  await press('Save');
  expect(result()).toContain('a key of Anthropic');
  expect(result()).toContain(own('nas.local'));
  await press('Save');
  expect(onSave).toHaveBeenCalledOnce();
});

test('U11 the field of the key is hidden, is not completed, and is never filled in from what is saved', async () => {
  show(accountOf({ keyEnd: '8vLm' }));
  const field = input('key');
  expect([field.type, field.autocomplete, field.value, field.getAttribute('value')]).toEqual([
    'password',
    'off',
    '',
    null,
  ]);
  expect(hint()).toBe('Leave empty to keep the key that ends in 8vLm.');
});

test('U11 a key that is shown on demand is hidden again, and is in no attribute meanwhile', async () => {
  show();
  await type(key);
  await press('Show');
  expect([input('key').type, input('key').autocomplete]).toEqual(['text', 'off']);
  expect(document.body.innerHTML).not.toContain(key);
  await press('Hide');
  expect(input('key').type).toBe('password');
});

test('U11 a paste of several lines is not joined in silence', async () => {
  show();
  const paste = Object.assign(new Event('paste', { bubbles: true, cancelable: true }), {
    clipboardData: { getData: () => 'first-line\nsecond-line' },
  });
  input('key').dispatchEvent(paste);
  await drawn();
  expect(paste.defaultPrevented).toBe(true);
  expect(document.getElementById('key-problem')?.textContent).toBe(
    'The key must be a single line. Copy only the key itself.',
  );
});
