import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { onWish, test as testKey, wishFor, type Wish } from '../../lib/messages.ts';
import type { Found } from '../../lib/poll.ts';
import { noon } from './given.ts';

const found: Found = { failure: { kind: 'timeout', at: noon } };
const grant = vi.fn<(wish: Wish) => Promise<Found | undefined>>();
const complain = vi.fn<(error: unknown) => void>();
beforeEach(() => {
  grant.mockReset().mockResolvedValue(found);
  complain.mockReset();
  onWish(grant, complain);
});

interface Sender {
  id?: string;
  url?: string;
  tab?: object;
  origin?: string;
}

const { id } = fakeBrowser.runtime;
const here = `chrome-extension://${id}`;
const popup: Sender = { id, url: `${here}/popup.html` };

/** What a message from this sender is answered with. */
async function send(message: unknown, sender: Sender = popup): Promise<unknown> {
  const listeners = fakeBrowser.runtime.onMessage as unknown as {
    trigger: (message: unknown, sender: Sender) => Promise<unknown[]>;
  };
  const [answer] = await listeners.trigger(message, sender);
  return answer;
}

describe('a sender', () => {
  const ours: [string, Sender][] = [
    ['the popup', popup],
    ['the options page', { id, url: `${here}/options.html` }],
    ['the options page in a tab', { id, url: `${here}/options.html`, tab: { id: 1 } }],
    ['the options page at one of its accounts', { id, url: `${here}/options.html#a1b2` }],
    ['the popup with a query', { id, url: `${here}/popup.html?x=1` }],
  ];
  test.each(ours)('that is %s is heard', async (_, sender) => {
    expect(await send({ wish: 'refresh' }, sender)).toBe(found);
    expect(grant).toHaveBeenCalledExactlyOnceWith({ wish: 'refresh' });
  });

  const strangers: [string, Sender][] = [
    ['nobody', {}],
    ['another extension', { id: 'another', url: 'chrome-extension://another/popup.html' }],
    ['another extension that names our page', { id: 'another', url: `${here}/popup.html` }],
    ['one that has our id and another page', { id, url: 'chrome-extension://another/popup.html' }],
    ['a web page', { url: 'https://example.com/popup.html' }],
    ['a web page that a script of ours would run in', { id, url: 'https://example.com/', tab: { id: 1 } }],
    ['a web page with our address in its own', { id, url: `https://example.com/${here}/popup.html` }],
    ['a page of ours that is neither', { id, url: `${here}/other.html` }],
    ['a page below one of ours', { id, url: `${here}/popup.html/x` }],
    ['a page that begins as ours does', { id, url: `${here}.example.com/popup.html` }],
    ['one without an address', { id }],
    ['one without an id', { url: `${here}/popup.html` }],
    ['one with an empty address', { id, url: '' }],
  ];
  test.each(strangers)('that is %s is not heard, and not answered', async (_, sender) => {
    expect(await send({ wish: 'refresh' }, sender)).toBeUndefined();
    expect(grant).not.toHaveBeenCalled();
  });
});

test('a wish that cannot be granted is told in the worker and answered with nothing', async () => {
  const trouble = new Error('the disk is full');
  grant.mockRejectedValue(trouble);
  expect(await send({ wish: 'refresh' })).toBeUndefined();
  expect(complain).toHaveBeenCalledExactlyOnceWith(trouble);
});

describe('a message', () => {
  const wishes: Wish[] = [
    { wish: 'catch-up' },
    { wish: 'visit' },
    { wish: 'refresh' },
    { wish: 'refresh', accounts: [] },
    { wish: 'refresh', accounts: ['a', 'b'] },
    { wish: 'pause', account: 'a', until: 5 },
    { wish: 'resume' },
    { wish: 'snooze', accounts: ['a'], until: 5 },
    { wish: 'snooze', accounts: [], until: 'next-level' },
    { wish: 'wake', accounts: ['a'] },
    { wish: 'retry-webhook' },
    { wish: 'test-notification' },
  ];
  test.each(wishes)('that is a wish is handed on: %j', async (wish) => {
    await send(wish);
    expect(grant).toHaveBeenCalledExactlyOnceWith(wish);
  });

  const others: unknown[] = [
    undefined,
    null,
    'refresh',
    12,
    [],
    {},
    { wish: 'delete' },
    { wish: 12 },
    { wish: ['refresh'] },
    { type: 'refresh' },
    { wish: 'refresh', accounts: 'a' },
    { wish: 'refresh', accounts: [1] },
    { wish: 'refresh', accounts: null },
    { wish: 'pause', until: 'tomorrow' },
    { wish: 'snooze', accounts: ['a'] },
    { wish: 'snooze', accounts: ['a'], until: 'never' },
    { wish: 'snooze', until: 5 },
    { wish: 'wake' },
  ];
  test.each(others)('that is none is not answered: %j', async (message) => {
    expect(await send(message)).toBeUndefined();
    expect(grant).not.toHaveBeenCalled();
  });
});

describe('what only the options may wish for', () => {
  const options: Sender = { id, url: `${here}/options.html` };
  const target = { provider: 'crustdata' };
  const passphrase = 'a long passphrase';
  const wishes: Wish[] = [
    { wish: 'export', passphrase },
    { wish: 'lock-on', passphrase },
    { wish: 'lock-off' },
    { wish: 'lock-change', passphrase, old: '' },
    { wish: 'test', target },
    { wish: 'test', target: { ...target, baseUrl: 'https://gateway.example.com' }, key: 'k', account: 'a' },
    { wish: 'test', target: { ...target, baseUrl: 'http://localhost:3002/v1', fields: { teamspace: 'a-1' } } },
    { wish: 'test-webhook', preset: 'slack' },
    { wish: 'test-webhook', preset: 'json', url: 'https://example.com/hook' },
  ];
  test.each(wishes)('is handed on from there alone: %j', async (wish) => {
    await send(wish, popup);
    expect(grant).not.toHaveBeenCalled();
    await send(wish, options);
    expect(grant).toHaveBeenCalledExactlyOnceWith(wish);
  });

  const notUrls = [12, '', 'example.com', 'data:,x', 'javascript:x', 'ftp://example.com', 'file:///x'];
  const notOurs = ['http://example.com', 'https://me:secret@example.com', 'https://example.com?x', 'https://[::1]'];
  const notClean = ['https://169.254.169.254', 'https://example.com/', ' https://example.com'];
  const others: unknown[] = [
    { wish: 'test-webhook' },
    { wish: 'test-webhook', preset: 'fax' },
    { wish: 'test-webhook', preset: 'json', url: 5 },
    { wish: 'export' },
    { wish: 'export', passphrase: '' },
    { wish: 'export', passphrase: 'eleven char' },
    { wish: 'lock-on', passphrase: 'eleven char' },
    { wish: 'lock-change', passphrase },
    { wish: 'test' },
    { wish: 'test', target: null },
    { wish: 'test', target: 'crustdata' },
    { wish: 'test', target, account: {} },
    ...[12, '', ' k', 'Bearer k', 'k\nk', 'clé'].map((key) => ({ wish: 'test', target, key })),
    ...[...notUrls, ...notOurs, ...notClean].map((baseUrl) => ({ wish: 'test', target: { ...target, baseUrl } })),
    ...[12, '', 'a b', 'a\r\nb'].map((teamspace) => ({ wish: 'test', target: { ...target, fields: { teamspace } } })),
    { wish: 'test', target: { ...target, fields: null } },
  ];
  test.each(others)('is not answered when it is none: %j', async (message) => {
    expect(await send(message, options)).toBeUndefined();
    expect(grant).not.toHaveBeenCalled();
  });
});

describe('a page', () => {
  test('sends its wish and does not wait', () => {
    const sendMessage = vi.spyOn(fakeBrowser.runtime, 'sendMessage').mockResolvedValue(undefined);
    expect(wishFor({ wish: 'refresh', accounts: ['a'] })).toBeUndefined();
    expect(sendMessage).toHaveBeenCalledExactlyOnceWith({ wish: 'refresh', accounts: ['a'] });
  });

  test('does not mind a worker that does not live to answer', async () => {
    vi.spyOn(fakeBrowser.runtime, 'sendMessage').mockRejectedValue(new Error('message channel closed'));
    wishFor({ wish: 'catch-up' });
    expect(await testKey({ target: { provider: 'crustdata' } })).toBeUndefined();
  });

  test('hears what its test found', async () => {
    vi.spyOn(fakeBrowser.runtime, 'sendMessage').mockImplementation(async () => found as never);
    expect(await testKey({ target: { provider: 'crustdata' } })).toEqual(found);
  });
});
