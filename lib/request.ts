import { kindOfStatus, PollError, type Cause } from './failure.ts';
import { isLoopback } from './input.ts';
import { Json, parseJson } from './json.ts';
import { present } from './present.ts';
import type { Answer } from './provider.ts';

const largestBody = 256 * 1024;

/** Of what a receiver says when it does not take what was sent. */
const largestComplaint = 64 * 1024;

/** For all requests of one poll together, headers and bodies included. */
export const pollTimeout = 15_000;

/** What requests need of the world around them. */
export interface World {
  /** Milliseconds since 1970. */
  now: () => number;
  isOnline: () => boolean;
  /** Whether the user gave access to an origin. */
  isAllowed: (origin: string) => Promise<boolean>;
}

export interface Terms extends World {
  /** The one origin that the key belongs to. */
  origin: string;
  /** Error statuses that are an answer; any other is thrown. */
  expect: number[];
  signal: AbortSignal;
}

/**
 * The only fetch. Asks one URL and returns the answer, or throws a `PollError`.
 * Never follows a redirect: browsers would hand a header such as `X-API-KEY` on to the other host.
 */
export async function request(url: URL, headers: Record<string, string>, terms: Terms): Promise<Answer> {
  const response = await reach(url, headers, terms);
  const { body, isWebPage } = await bodyOf(response, url.host, terms.signal);
  const answer = answerOf(response, body, terms);
  if (answer.status >= 400 && !terms.expect.includes(answer.status)) throw new AnswerError(url.host, answer, isWebPage);
  return answer;
}

/**
 * Sends a text to one URL, on the same terms, and returns when it was taken; throws a `PollError` when it was not. The body
 * of a good answer is not read, that of an error status as far as 64 KiB.
 */
export async function post(
  url: URL,
  text: string,
  headers: Record<string, string>,
  terms: Omit<Terms, 'expect'>,
): Promise<Answer> {
  const response = await reach(url, headers, terms, { method: 'POST', body: text });
  if (response.status >= 400) throw new AnswerError(url.host, answerOf(response, await complaintOf(response), terms));
  response.body?.cancel().catch(() => undefined);
  return answerOf(response, undefined, terms);
}

/** What refuses a key, or else whoever stands before the provider: an office's proxy, a guard that wants to see a browser. */
const refusals = new Set([401, 403]);

/** An error status, with the answer that it came with: the provider may say in it when to come back. */
export class AnswerError extends PollError {
  readonly answer: Answer;

  constructor(host: string, answer: Answer, isWebPage = false) {
    const { status, body } = answer;
    // Providers refuse a key in data. A page comes from elsewhere, and says nothing against the key.
    const what: Pick<Cause, 'kind' | 'defect'> =
      isWebPage && refusals.has(status) ? { kind: 'unreadable', defect: 'web-page' } : { kind: kindOfStatus(status) };
    super(present<Cause>({ ...what, host, status, said: saidIn(body) }));
    this.answer = answer;
  }
}

/** The answer's first part, from where it was asked for and nowhere else. */
async function reach(
  url: URL,
  headers: Record<string, string>,
  terms: Omit<Terms, 'expect'>,
  message: { method: string; body?: string } = { method: 'GET' },
): Promise<Response> {
  const { host } = url;
  // A key is never sent to another address than the one that it was entered for.
  if (url.origin !== terms.origin) throw new PollError({ kind: 'locked', host });
  if (!(await terms.isAllowed(url.origin))) throw new PollError({ kind: 'no-permission', host });
  // A machine without a network still reaches itself.
  if (!terms.isOnline() && !isLoopback(url.hostname)) throw new PollError({ kind: 'offline' });

  const response = await sent(url, headers, message, terms.signal);
  const { status } = response;
  if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    response.body?.cancel().catch(() => undefined);
    throw new PollError({ kind: 'redirected', host });
  }
  if (response.url !== '' && new URL(response.url).origin !== terms.origin)
    throw new PollError({ kind: 'redirected', host });
  return response;
}

function answerOf({ status, headers }: Response, body: unknown, terms: Pick<Terms, 'now'>): Answer {
  const header = (name: string) => headers.get(name)?.trim() || undefined;
  return { status, body: new Json(body), header, sentAt: Date.parse(header('date') ?? '') || terms.now() };
}

async function sent(
  url: URL,
  headers: Record<string, string>,
  message: { method: string; body?: string },
  signal: AbortSignal,
): Promise<Response> {
  try {
    return await fetch(url, {
      ...message,
      headers: { Accept: 'application/json', ...headers },
      redirect: 'manual',
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      mode: 'cors',
      signal,
    });
  } catch (error) {
    throw broken(error, url.host, signal);
  }
}

/** The parsed body. That of an error status may be anything, so there what cannot be read counts as absent. */
async function bodyOf(
  response: Response,
  host: string,
  signal: AbortSignal,
): Promise<{ body: unknown; isWebPage?: boolean }> {
  try {
    const bytes = await bytesOf(response);
    const text = new TextDecoder().decode(bytes);
    if (text.trim() === '') throw new PollError({ kind: 'unreadable', defect: 'empty', host });
    if (isPage(response, text)) throw new PollError({ kind: 'unreadable', defect: 'web-page', host });
    return { body: parsed(bytes, host) };
  } catch (error) {
    if (response.status >= 400 && !signal.aborted) {
      const isWebPage = error instanceof PollError && error.failure.defect === 'web-page';
      return { body: undefined, isWebPage };
    }
    throw broken(error, host, signal);
  }
}

/** Whatever it may be: a receiver that refuses may do it in plain words. */
async function complaintOf(response: Response): Promise<unknown> {
  try {
    const text = new TextDecoder().decode(await bytesOf(response, largestComplaint));
    if (isPage(response, text)) return undefined;
    return /^\s*[{[]/.test(text) ? parseJson(text) : { message: text };
  } catch {
    return undefined;
  }
}

function isPage(response: Response, text: string): boolean {
  return /\bhtml\b/i.test(response.headers.get('content-type') ?? '') || /^\s*<(!doctype|html|head|body)\b/i.test(text);
}

function parsed(bytes: Uint8Array, host: string): unknown {
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new PollError({ kind: 'unreadable', defect: 'not-json', host });
  }
}

/** At most 256 KiB of decoded bytes, whatever the headers promise; the rest is not downloaded. */
async function bytesOf(response: Response, largest = largestBody): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const reader = response.body?.getReader();
  let size = 0;
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    size += part.value.length;
    if (size > largest) {
      reader?.cancel().catch(() => undefined);
      throw new PollError({ kind: 'unreadable', defect: 'too-large' });
    }
    chunks.push(part.value);
  }
  return concatenated(chunks, size);
}

function concatenated(chunks: Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let end = 0;
  for (const chunk of chunks) {
    whole.set(chunk, end);
    end += chunk.length;
  }
  return whole;
}

/** fetch tells little of what broke: the name was not found, the connection refused, cut, or blocked all look alike. */
function broken(error: unknown, host: string, signal: AbortSignal): PollError {
  if (error instanceof PollError) return new PollError({ host, ...error.failure });
  const timedOut = signal.aborted || (error instanceof DOMException && error.name === 'TimeoutError');
  return new PollError({ kind: timedOut ? 'timeout' : 'offline', host });
}

/** The sentence in an error body, where the common shapes keep it. */
function saidIn(body: Json): string | undefined {
  const paths = ['message', 'error.message', 'error', 'detail', 'title', 'errors.0.message'];
  for (const path of paths) {
    const said = body.hint(path);
    if (said !== undefined) return said;
  }
  return undefined;
}
