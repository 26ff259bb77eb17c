// @vitest-environment node
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PollError, type Cause } from '../../lib/failure.ts';
import type { Answer } from '../../lib/provider.ts';
import { request, type Terms } from '../../lib/request.ts';
import { demoKeys } from '../simulator/demo.ts';
import type { Fault } from '../simulator/faults.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { noon, worldOf } from './given.ts';

const path = '/user/credits';
const key = demoKeys.crustdata;
const authorization = { Authorization: `Bearer ${key}` };

let simulator: Simulator;
let host: string;
beforeEach(async () => {
  simulator = await startSimulator();
  simulator.addAccount('crustdata', key);
  host = new URL(simulator.url).host;
});
afterEach(() => simulator.stop());

function ask(terms: Partial<Terms> = {}, url = `${simulator.url}${path}`): Promise<Answer> {
  const signal = AbortSignal.timeout(5000);
  return request(new URL(url), authorization, { ...worldOf(), origin: simulator.url, expect: [], signal, ...terms });
}

async function failureOf(asking: Promise<Answer>): Promise<Cause> {
  const error = await asking.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof PollError) return error.failure;
  throw error ?? new Error('the request did not fail');
}

const meet = (fault: Fault) => simulator.fault('all', fault);
const answerWith = (status: number, body?: unknown, headers: Record<string, string> = {}) =>
  meet({ kind: 'answer', status, body, headers });

describe('a request', () => {
  test('is made with exactly these options', async () => {
    const spy = vi.spyOn(globalThis, 'fetch');
    const { signal } = new AbortController();
    await ask({ signal });
    expect(spy).toHaveBeenCalledExactlyOnceWith(new URL(`${simulator.url}${path}`), {
      method: 'GET',
      headers: { Accept: 'application/json', ...authorization },
      redirect: 'manual',
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      mode: 'cors',
      signal,
    });
  });

  test('brings the key, and neither cookie, referrer nor origin', async () => {
    await ask();
    expect(simulator.requests).toHaveLength(1);
    const [{ method, headers } = { method: '', headers: {} }] = simulator.requests;
    expect(method).toBe('GET');
    expect(headers).toMatchObject({ accept: 'application/json', authorization: authorization.Authorization });
    for (const name of ['cookie', 'referer', 'origin', 'x-api-key']) expect(headers).not.toHaveProperty(name);
  });

  test('brings back the answer: status, body, headers in any case, and when it was sent', async () => {
    answerWith(200, { credits: 12 }, { 'X-Credits': '12', Date: 'Wed, 17 Jun 2026 09:00:00 GMT' });
    const { status, body, header, sentAt } = await ask();
    expect(status).toBe(200);
    expect(body.number('credits')).toBe(12);
    expect(header('x-credits')).toBe('12');
    expect(header('X-CREDITS')).toBe('12');
    expect(header('x-nothing')).toBeUndefined();
    expect(sentAt).toBe(Date.UTC(2026, 5, 17, 9));
  });

  test('that is answered without a readable date was answered now', async () => {
    answerWith(200, {}, { Date: 'yesterday' });
    expect((await ask()).sentAt).toBe(noon);
  });
});

describe('before a request leaves', () => {
  const isAllowed = vi.fn<Terms['isAllowed']>();
  const isOnline = vi.fn<Terms['isOnline']>();
  beforeEach(() => {
    isAllowed.mockReset().mockResolvedValue(false);
    isOnline.mockReset().mockReturnValue(false);
  });

  test.each([
    ['another port', () => 'http://127.0.0.1:1'],
    ['another host', () => simulator.url.replace('127.0.0.1', 'localhost')],
    ['another scheme', () => simulator.url.replace('http:', 'https:')],
  ])('its address is compared with that of the key, before all else: %s', async (_, origin) => {
    expect(await failureOf(ask({ origin: origin(), isAllowed, isOnline }))).toEqual({ kind: 'locked', host });
    expect(isAllowed).not.toHaveBeenCalled();
    expect(isOnline).not.toHaveBeenCalled();
    expect(simulator.requests).toEqual([]);
  });

  test('the permission for its origin is looked up, before the network', async () => {
    expect(await failureOf(ask({ isAllowed, isOnline }))).toEqual({ kind: 'no-permission', host });
    expect(isAllowed).toHaveBeenCalledExactlyOnceWith(simulator.url);
    expect(isOnline).not.toHaveBeenCalled();
    expect(simulator.requests).toEqual([]);
  });

  test('the network is looked up, and no host is blamed for its absence', async () => {
    isAllowed.mockResolvedValue(true);
    const fetching = vi.spyOn(globalThis, 'fetch');
    const origin = 'https://gateway.example';
    expect(await failureOf(ask({ origin, isAllowed, isOnline }, `${origin}${path}`))).toEqual({ kind: 'offline' });
    expect(fetching).not.toHaveBeenCalled();
  });

  test('a server on this machine is asked without a network too', async () => {
    isAllowed.mockResolvedValue(true);
    expect((await ask({ isAllowed, isOnline })).status).toBe(200);
    expect(simulator.requests).toHaveLength(1);
    vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response('{}'));
    const origin = 'http://localhost:3002';
    expect((await ask({ origin, isAllowed, isOnline }, `${origin}${path}`)).status).toBe(200);
  });
});

describe('an error status', () => {
  const kinds: [number, Cause['kind']][] = [
    [400, 'rejected'],
    [401, 'unauthorized'],
    [402, 'payment-required'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [405, 'rejected'],
    [410, 'not-found'],
    [418, 'rejected'],
    [426, 'rejected'],
    [429, 'rate-limited'],
    [451, 'rejected'],
    [500, 'server'],
    [502, 'server'],
    [503, 'server'],
    [504, 'server'],
    [599, 'server'],
  ];
  test.each(kinds)('of %d is told as %s', async (status, kind) => {
    answerWith(status, { message: 'No.' });
    expect(await failureOf(ask())).toEqual({ kind, status, host, said: 'No.' });
  });

  test('that the provider expects is an answer', async () => {
    answerWith(404, { message: 'Not here.' });
    const { status, body } = await ask({ expect: [404] });
    expect([status, body.hint('message')]).toEqual([404, 'Not here.']);
  });

  const bodies: [string, unknown, string | undefined][] = [
    ['message', { message: 'No.' }, 'No.'],
    ['error.message', { error: { code: 1, message: 'No.' } }, 'No.'],
    ['error', { success: false, error: 'No.' }, 'No.'],
    ['detail', { detail: 'No.' }, 'No.'],
    ['title', { type: 'about:blank', title: 'No.' }, 'No.'],
    ['errors.0.message', { errors: [{ message: 'No.' }, { message: 'Never.' }] }, 'No.'],
    ['the first of several', { error: 'not_found', message: 'No.' }, 'No.'],
    ['nothing where there is none', { status_code: 400 }, undefined],
    ['nothing of a number', { message: 12 }, undefined],
    ['nothing of an empty text', { message: '' }, undefined],
    ['nothing of a list', [], undefined],
    ['nothing of text that is not JSON', 'message: No.', undefined],
    ['nothing of a web page', '<!doctype html><title>No.</title>', undefined],
    ['nothing of an empty body', '', undefined],
  ];
  test.each(bodies)('is told with the message of its body: %s', async (_, body, said) => {
    answerWith(400, body);
    const failure = await failureOf(ask());
    expect(failure).toMatchObject({ kind: 'rejected', status: 400 });
    expect(failure.said).toBe(said);
  });

  test.each([401, 403])('of %d with a web page is none of the provider', async (status) => {
    answerWith(status, '<!doctype html><title>Sign in</title>');
    expect(await failureOf(ask())).toEqual({ kind: 'unreadable', defect: 'web-page', status, host });
  });

  test.each([
    [401, '', 'unauthorized'],
    [403, '<error/>', 'forbidden'],
    [404, '<!doctype html>', 'not-found'],
    [503, '<!doctype html>', 'server'],
  ] as const)('of %d with “%s” is one all the same', async (status, body, kind) => {
    answerWith(status, body);
    expect(await failureOf(ask())).toEqual({ kind, status, host });
  });

  test('is told even if its body is far too large', async () => {
    answerWith(500, `{"message":"${'x'.repeat(300 * 1024)}"}`);
    expect(await failureOf(ask())).toEqual({ kind: 'server', status: 500, host });
  });
});

describe('a network that fails', () => {
  test.each([{ kind: 'hang' }, { kind: 'drip', ms: 20 }] as const)(
    'by $kind ends when the time is up',
    async (fault) => {
      meet(fault);
      expect(await failureOf(ask({ signal: AbortSignal.timeout(200) }))).toEqual({ kind: 'timeout', host });
      await vi.waitFor(() => expect(simulator.requests[0]?.ended, 'the connection is given up').toBeDefined());
    },
  );

  test.each([{ kind: 'cut' }, { kind: 'reset' }] as const)('by $kind could not be reached, by name', async (fault) => {
    meet(fault);
    expect(await failureOf(ask())).toEqual({ kind: 'offline', host });
  });

  test('because nobody listens could not be reached, by name', async () => {
    const gone = await startSimulator();
    await gone.stop();
    const failure = await failureOf(ask({ origin: gone.url }, `${gone.url}${path}`));
    expect(failure).toEqual({ kind: 'offline', host: new URL(gone.url).host });
  });

  test('does not fail the next request', async () => {
    simulator.fault('all', { kind: 'reset' }, 1);
    await failureOf(ask());
    expect((await ask()).body.number('credits')).toBe(9406.5);
  });
});

describe('a redirect', () => {
  let other: Simulator;
  beforeEach(async () => {
    other = await startSimulator();
    other.addAccount('crustdata', key);
  });
  afterEach(() => other.stop());

  test.each([301, 302, 303, 307, 308] as const)(
    'with %d is never followed, so that the key stays here',
    async (status) => {
      meet({ kind: 'redirect', status, location: `${other.url}${path}` });
      expect(await failureOf(ask())).toEqual({ kind: 'redirected', host });
      expect(other.requests).toEqual([]);
      expect(simulator.requests).toHaveLength(1);
    },
  );

  test.each(['/user/credits', 'file:///etc/passwd', 'javascript:alert(1)', ''])(
    'to “%s” is not followed either',
    async (location) => {
      meet({ kind: 'redirect', status: 302, location });
      expect(await failureOf(ask())).toEqual({ kind: 'redirected', host });
      expect(simulator.requests).toHaveLength(1);
    },
  );
});

describe('an answer that came from another address', () => {
  /** As a browser that followed a redirect all the same would give it. */
  function answerFrom(url: string): void {
    const response = new Response('{"credits":1}');
    Object.defineProperty(response, 'url', { value: url });
    vi.spyOn(globalThis, 'fetch').mockResolvedValue(response);
  }

  test.each(['https://elsewhere.example/user/credits', 'http://127.0.0.1:1/user/credits'])(
    'is not taken: %s',
    async (url) => {
      answerFrom(url);
      expect(await failureOf(ask())).toEqual({ kind: 'redirected', host });
    },
  );

  test('is taken from another path of the same origin', async () => {
    answerFrom(`${simulator.url}/other`);
    expect((await ask()).body.number('credits')).toBe(1);
  });
});

describe('a good status with a body that is not good', () => {
  const faults: [string, Fault, Cause['defect']][] = [
    ['a login page', { kind: 'html' }, 'web-page'],
    ['a page that says it is JSON', { kind: 'answer', status: 200, body: '\n <!DOCTYPE html><p>Hello' }, 'web-page'],
    ['bytes that are no text', { kind: 'garbage' }, 'not-json'],
    ['nothing', { kind: 'empty', status: 200 }, 'empty'],
    ['a 204', { kind: 'empty', status: 204 }, 'empty'],
    ['blanks alone', { kind: 'answer', status: 200, body: ' \n\t ' }, 'empty'],
    ['a stream without end', { kind: 'endless' }, 'too-large'],
    ['a gzip bomb', { kind: 'bomb', megabytes: 30 }, 'too-large'],
    ['XML', { kind: 'answer', status: 200, body: '<?xml version="1.0"?><credits>1</credits>' }, 'not-json'],
    ['JSON with a callback around it', { kind: 'answer', status: 200, body: 'done({"credits":1})' }, 'not-json'],
    ['several lines of JSON', { kind: 'answer', status: 200, body: '{"credits":1}\n{"credits":2}' }, 'not-json'],
    ['JSON that is cut short', { kind: 'answer', status: 200, body: '{"credits":1' }, 'not-json'],
    [
      'JSON that is nested too deep',
      { kind: 'answer', status: 200, body: '['.repeat(99) + ']'.repeat(99) },
      'not-json',
    ],
    ['JSON nested far too deep', { kind: 'answer', status: 200, body: '['.repeat(120_000) }, 'not-json'],
  ];
  test.each(faults)('is unreadable: %s', async (_, fault, defect) => {
    meet(fault);
    expect(await failureOf(ask())).toEqual({ kind: 'unreadable', defect, host });
  });

  test('is given up as soon as it is too large', async () => {
    meet({ kind: 'endless' });
    await failureOf(ask());
    await vi.waitFor(() => expect(simulator.requests[0]?.ended).toBeDefined());
  });

  test('is read up to 256 KiB', async () => {
    const around = JSON.stringify({ credits: 1, padding: '' }).length;
    answerWith(200, { credits: 1, padding: 'x'.repeat(256 * 1024 - around) });
    expect((await ask()).body.number('credits')).toBe(1);
    simulator.clearFaults();
    answerWith(200, { credits: 1, padding: 'x'.repeat(256 * 1024 - around + 1) });
    expect(await failureOf(ask())).toMatchObject({ defect: 'too-large' });
  });

  test('is forgiven a byte order mark', async () => {
    answerWith(200, '\uFEFF{"credits":12}');
    expect((await ask()).body.number('credits')).toBe(12);
  });
});
