import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { onWish, type Wish } from '../../lib/messages.ts';
import type { Found } from '../../lib/poll.ts';

/** Who may tell the worker to use a key, in which words. What is heard is told in messages.test.ts; this is the outside. */
const grant = vi.fn<(wish: Wish) => Promise<Found | undefined>>();
const complain = vi.fn<(error: unknown) => void>();
const other = 'abcdefghijklmnopabcdefghijklmnop';
const { id } = fakeBrowser.runtime;
const here = `chrome-extension://${id}`;

beforeEach(() => {
  grant.mockReset().mockResolvedValue(undefined);
  onWish(grant, complain);
});

/** Whether the worker does something for it. A listener that throws does nothing either. */
async function isHeard(message: unknown, sender: unknown): Promise<boolean> {
  const { trigger } = fakeBrowser.runtime.onMessage as unknown as {
    trigger: (message: unknown, sender: unknown) => Promise<unknown[]>;
  };
  await trigger(message, sender).catch(() => []);
  return grant.mock.calls.length > 0;
}

describe.each(['popup', 'options'])('the %s page', (page) => {
  const url = `${here}/${page}.html`;
  test.each([
    ['as it is', { id, url }],
    ['with a hash', { id, url: `${url}#a1b2` }],
    ['with a query', { id, url: `${url}?a=1` }],
    ['with both', { id, url: `${url}?a=1#b?c` }],
    ['in a tab', { id, url, tab: { id: 1, url }, frameId: 0 }],
    ['with its origin', { id, url, origin: here }],
  ])('is heard %s', async (_, sender) => {
    expect(await isHeard({ wish: 'refresh' }, sender)).toBe(true);
  });

  test.each([
    ['another extension shows a page of that name', { id: other, url: `chrome-extension://${other}/${page}.html` }],
    ['another extension says that it is ours', { id: other, url }],
    [
      'another extension has our id in its path',
      { id: other, url: `chrome-extension://${other}/${here}/${page}.html` },
    ],
    ['our id comes from a page of another extension', { id, url: `chrome-extension://${other}/${page}.html` }],
    ['another browser’s scheme stands before our id', { id, url: `moz-extension://${id}/${page}.html` }],
    ['a web page has a page of that name', { id, url: `https://${id}/${page}.html` }],
    ['a web page names ours in its path', { id, url: `https://example.com/${url}` }],
    ['a web page names ours in its query', { id, url: `https://example.com/?${url}` }],
    ['a web page names ours in its hash', { id, url: `https://example.com/#${url}` }],
    ['a script of ours runs in a tab of a web page', { id, url: 'https://example.com/', tab: { id: 1, url } }],
    ['our origin goes on', { id, url: `${here}.example.com/${page}.html` }],
    ['our origin is a login', { id, url: `chrome-extension://${id}@example.com/${page}.html` }],
    ['the page’s name goes on', { id, url: `${url}x` }],
    ['the page’s name goes on below', { id, url: `${url}/x` }],
    ['the page is in a folder', { id, url: `${here}/x/${page}.html` }],
    ['the path leads round', { id, url: `${here}/x/../${page}.html` }],
    ['the page’s name is in capitals', { id, url: `${here}/${page.toUpperCase()}.html` }],
    ['it is written in bytes', { id, url: `${here}/${page}%2Ehtml` }],
    ['a blank stands before it', { id, url: ` ${url}` }],
    ['it is made of text', { id, url: `data:text/html,${url}` }],
    ['it is a blob of ours', { id, url: `blob:${url}` }],
    ['the id is missing', { url }],
    ['the id is empty', { id: '', url }],
    ['only the tab says so', { id, tab: { id: 1, url } }],
    ['only the origin says so', { id, origin: here }],
  ])('is not heard where %s', async (_, sender) => {
    expect(await isHeard({ wish: 'refresh' }, sender)).toBe(false);
  });
});

describe('nobody', () => {
  test.each([
    ['our worker', { id, url: `${here}/background.js` }],
    ['another page of ours', { id, url: `${here}/manifest.json` }],
    ['our origin alone', { id, url: `${here}/` }],
    ['our origin without a slash', { id, url: here }],
    ['a page without an address', { id }],
    ['an empty address', { id, url: '' }],
    ['a native program', { nativeApplication: 'app', id }],
    ['an empty sender', {}],
    ['a sender that is missing', undefined],
    ['a sender that is null', null],
  ])('else is heard: %s', async (_, sender) => {
    expect(await isHeard({ wish: 'refresh' }, sender)).toBe(false);
  });
});

describe('what reaches all keys at once', () => {
  const passphrase = 'correct horse battery';
  const wishes: Wish[] = [
    { wish: 'export', passphrase },
    { wish: 'lock-on', passphrase },
    { wish: 'lock-off' },
    { wish: 'lock-change', passphrase, old: 'x' },
  ];

  test.each(wishes)('is heard from the options: %j', async (wish) => {
    expect(await isHeard(wish, { id, url: `${here}/options.html` })).toBe(true);
    expect(grant).toHaveBeenCalledExactlyOnceWith(wish);
  });

  test.each(wishes)('is heard from no other page: %j', async (wish) => {
    for (const page of ['popup', 'usage', 'background', 'options.html/popup'])
      expect(await isHeard(wish, { id, url: `${here}/${page}.html` })).toBe(false);
  });
});

describe('a wish of another shape is not heard', () => {
  const sender = { id, url: `${here}/options.html` };
  const target = { provider: 'crustdata' };

  test('while this one is', async () => {
    expect(await isHeard({ wish: 'test', target, key: 'k', account: 'a' }, sender)).toBe(true);
  });

  test.each<unknown>([
    undefined,
    null,
    'catch-up',
    ['catch-up'],
    [{ wish: 'catch-up' }],
    { wish: undefined },
    { wish: null },
    { wish: '' },
    { wish: 'catch-up ' },
    { wish: 'Catch-up' },
    { wish: 'toString' },
    { wish: { wish: 'catch-up' } },
    { Wish: 'catch-up' },
    { wish: 'refresh', accounts: {} },
    { wish: 'refresh', accounts: 'a' },
    { wish: 'refresh', accounts: ['a', undefined] },
    { wish: 'refresh', accounts: [['a']] },
    { wish: 'refresh', accounts: { 0: 'a', length: 1 } },
    { wish: 'pause', account: 1 },
    { wish: 'pause', account: ['a'] },
    { wish: 'pause', until: '1' },
    { wish: 'pause', until: null },
    { wish: 'pause', until: Number.NaN },
    { wish: 'pause', until: Number.POSITIVE_INFINITY },
    { wish: 'resume', account: null },
    { wish: 'resume', account: {} },
    { wish: 'export' },
    { wish: 'export', passphrase: null },
    { wish: 'export', passphrase: ['a'] },
    { wish: 'lock' },
    { wish: 'lock-on' },
    { wish: 'lock-on', passphrase: 'eleven char' },
    { wish: 'lock-on', passphrase: ['correct horse battery'] },
    { wish: 'lock-change', passphrase: 'correct horse battery' },
    { wish: 'lock-change', passphrase: 'correct horse battery', old: null },
    { wish: 'lock-change', passphrase: 'eleven char', old: 'correct horse battery' },
    { wish: 'lock-change', old: 'correct horse battery' },
    { wish: 'test' },
    { wish: 'test', target: undefined },
    { wish: 'test', target: [] },
    { wish: 'test', target: {} },
    { wish: 'test', target: { provider: 1 } },
    { wish: 'test', target: { provider: ['crustdata'] } },
    { wish: 'test', target: { ...target, baseUrl: null } },
    { wish: 'test', target: { ...target, baseUrl: '' } },
    { wish: 'test', target: { ...target, baseUrl: '//example.com' } },
    { wish: 'test', target: { ...target, baseUrl: ['https://example.com'] } },
    { wish: 'test', target: { ...target, fields: null } },
    { wish: 'test', target: { ...target, fields: 'teamspace' } },
    { wish: 'test', target: { ...target, fields: { teamspace: 1 } } },
    { wish: 'test', target: { ...target, fields: { teamspace: null } } },
    { wish: 'test', target, key: null },
    { wish: 'test', target, key: ['k'] },
    { wish: 'test', target, account: null },
    { wish: 'test', target, account: 1 },
  ])('%j', async (message) => {
    expect(await isHeard(message, sender)).toBe(false);
  });
});
