// @vitest-environment node
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { World } from '../../lib/request.ts';
import { webhookPresets, type WebhookMessage, type WebhookPreset } from '../../lib/webhook-payload.ts';
import { sendWebhook } from '../../lib/webhook.ts';
import { checkWebhookUrl } from '../../lib/webhook-url.ts';
import { noon, second, worldOf } from './given.ts';

const token = 'canary0Token1In2The3Path';

interface Received {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: Record<string, unknown>;
}

const received: Received[] = [];
let answer: (response: ServerResponse) => void;
let server: Server;
let origin: string;

beforeEach(async () => {
  received.length = 0;
  answer = (response) => response.end('ok');
  server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming;
      received.push({
        method,
        url,
        headers,
        body: JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>,
      });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const message: WebhookMessage = {
  id: 'a.account.low.x',
  kind: 'low',
  severity: 'warning',
  at: noon,
  title: 'Crustdata · Büro 😀: 18% left',
  text: '1,800 of 10,000 credits left.',
  account: { provider: 'crustdata', label: 'Büro 😀' },
  balance: { id: 'account', name: 'Account' },
  facts: { remaining: 1800, unit: 'credit' },
};

const send = (preset: WebhookPreset = 'json', path = `/hooks/${token}`, world: World = worldOf()) =>
  sendWebhook({ preset, url: `${origin}${path}` }, message, world);
const answering = (status: number, body = '', headers: Record<string, string> = {}) => {
  answer = (response) => response.writeHead(status, headers).end(body);
};

describe('a message', () => {
  test.each([
    ['json', '/hooks/a?b=c', '/hooks/a?b=c'],
    ['slack', '/services/T0/B0/x', '/services/T0/B0/x'],
    ['discord', '/api/webhooks/1/x?thread_id=5', '/api/webhooks/1/x?thread_id=5&wait=true'],
    ['teams', '/workflows/1/triggers/manual/paths/invoke?api-version=1&sp=%2Ftriggers&sig=x-_y', undefined],
    ['ntfy', '/my-topic?auth=x', '/?auth=x'],
  ] as const)('reaches the receiver, by %s', async (preset, path, url) => {
    expect(await send(preset, path)).toEqual({});
    expect(received).toHaveLength(1);
    const [{ method, headers, ...rest } = { method: '', headers: {}, url: '', body: {} }] = received;
    expect(method).toBe('POST');
    expect(rest.url).toBe(url ?? path);
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'idempotency-key': message.id });
    for (const name of ['cookie', 'referer', 'authorization', 'origin']) expect(headers).not.toHaveProperty(name);
    // Whatever the shape, accents and signs arrive as they were.
    expect(JSON.stringify(rest.body)).toContain('Büro 😀');
    expect(rest.body['topic']).toBe(preset === 'ntfy' ? 'my-topic' : undefined);
  });

  test('is sent with exactly these options', async () => {
    const spy = vi.spyOn(globalThis, 'fetch');
    await send();
    expect(spy.mock.calls[0]?.[1]).toMatchObject({
      method: 'POST',
      redirect: 'manual',
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
    });
  });

  test.each([200, 201, 202, 204, 299])('is taken with %i, whatever the body', async (status) => {
    answering(status, status === 204 ? '' : '<html>');
    expect(await send()).toEqual({});
  });

  test('is taken although the body never ends, of which nothing is read', async () => {
    answer = (response) => {
      response.writeHead(200);
      response.write('x'.repeat(100));
    };
    expect(await send()).toEqual({});
  });
});

describe('what goes wrong', () => {
  test.each([
    [400, 'invalid_payload', { kind: 'rejected', said: 'invalid_payload' }],
    [403, 'action_prohibited', { kind: 'forbidden', said: 'action_prohibited' }],
    [404, '{"message":"Unknown Webhook","code":10015}', { kind: 'not-found', said: 'Unknown Webhook' }],
    [410, '', { kind: 'not-found' }],
    [500, '<!doctype html><p>Oops', { kind: 'server' }],
    [429, '{"retry_after":2}', { kind: 'rate-limited' }],
  ])('is told: %i %s', async (status, body, failure) => {
    answering(status, body);
    const sent = await send();
    expect(sent.failure).toEqual({ status, host: new URL(origin).host, ...failure });
  });

  test('is told without the address that it may repeat', async () => {
    answering(404, `No webhook ${token} at /hooks/${token}?sig=canary9Sig8In7Query, or ${encodeURIComponent(token)}`);
    const sent = await send('json', `/hooks/${token}?sig=canary9Sig8In7Query`);
    expect(sent.failure?.said).toContain('No webhook');
    expect(JSON.stringify(sent)).not.toMatch(/canary/i);
  });

  test('is told without an address that has other signs than those of Latin-1', async () => {
    answering(404, 'No webhook ключ-canary-鍵');
    const sent = await send('json', `/hooks/${token}?sig=${encodeURIComponent('ключ-canary-鍵')}`);
    expect(sent.failure?.said).toBe('No webhook •••');
  });

  test('is read to 64 KiB and no further', async () => {
    answering(400, 'x'.repeat(65 * 1024));
    expect((await send()).failure).not.toHaveProperty('said');
    answering(400, 'word '.repeat(12 * 1024));
    expect((await send()).failure?.said).toMatch(/^word word/);
  });

  test('comes with the delay that was asked for', async () => {
    answering(429, '', { 'Retry-After': '120' });
    expect((await send()).wait).toBe(120 * second);
  });

  test('is a redirect, which is not followed', async () => {
    answering(307, '', { Location: `${origin}/elsewhere` });
    expect((await send()).failure?.kind).toBe('redirected');
    expect(received).toHaveLength(1);
  });

  test('is that nobody is there', async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect((await send()).failure).toEqual({ kind: 'offline', host: new URL(origin).host });
  });

  test('is that the access is not given, and then nothing leaves', async () => {
    expect((await send('json', '/', worldOf({ isAllowed: async () => false }))).failure?.kind).toBe('no-permission');
    expect(received).toEqual([]);
  });

  test('is that there is no network, and then nothing leaves', async () => {
    const sent = await sendWebhook(
      { preset: 'json', url: 'https://hooks.example.com/x' },
      message,
      worldOf({ isOnline: () => false }),
    );
    expect(sent.failure).toEqual({ kind: 'offline' });
  });

  test('is that no answer comes in time', async () => {
    answer = () => {};
    vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort(new DOMException('late', 'TimeoutError')));
    expect((await send()).failure?.kind).toBe('timeout');
  });
});

describe('the address', () => {
  const good: [WebhookPreset, string, string][] = [
    ['slack', ' https://hooks.slack.com/services/T0/B0/x ', 'https://hooks.slack.com/services/T0/B0/x'],
    ['teams', 'https://x.logic.azure.com:443/w/1?sig=a%2Fb#top', 'https://x.logic.azure.com/w/1?sig=a%2Fb'],
    ['json', 'http://localhost:8080/hook/', 'http://localhost:8080/hook/'],
    ['ntfy', 'https://ntfy.sh/my_topic-1', 'https://ntfy.sh/my_topic-1'],
    ['ntfy', 'https://ntfy.example.com/t/?auth=x', 'https://ntfy.example.com/t/?auth=x'],
  ];
  test.each(good)('of %s may be %s', (preset, typed, value) => {
    expect(checkWebhookUrl(typed, preset)).toEqual({ value });
  });

  test.each([
    ['json', '', 'url-invalid'],
    ['json', 'hooks.example.com/x', 'url-invalid'],
    ['json', 'ftp://hooks.example.com/x', 'url-scheme'],
    ['json', 'http://hooks.example.com/x', 'url-plain'],
    ['json', 'https://user:word@hooks.example.com/x', 'url-login'],
    ['json', 'http://169.254.169.254/latest', 'url-address'],
    ['json', 'https://[::1]/x', 'url-address'],
    ['ntfy', 'https://ntfy.sh/', 'url-invalid'],
    ['ntfy', 'https://ntfy.sh/a/b', 'url-invalid'],
    ['ntfy', 'https://ntfy.sh/a%20b', 'url-invalid'],
  ] as const)('of %s is not %s', (preset, typed, problem) => {
    expect(checkWebhookUrl(typed, preset)).toEqual({ problem });
  });

  test('is taken by every shape', () => {
    for (const preset of webhookPresets)
      expect(checkWebhookUrl('https://x.example/a', preset)).toEqual({ value: 'https://x.example/a' });
  });
});
