import { plainText } from './json.ts';

/** Why something that a user typed or a file brought is not taken; each has its sentence in the locale files. */
const problems = [
  'label-empty',
  'key-empty',
  'key-lines',
  'key-long',
  'key-characters',
  'key-bound',
  'url-invalid',
  'url-scheme',
  'url-plain',
  'url-login',
  'url-query',
  'url-address',
  'full-number',
  'alert-number',
  'field-characters',
  'provider-unknown',
  'interval-range',
  'tone-range',
  'passphrase-short',
  'passphrase-differs',
  'passphrase-wrong',
  'passphrase-wait',
  'file-passphrase',
  'type',
] as const;

export type Problem = (typeof problems)[number];

export function isProblem(text: string): text is Problem {
  return problems.some((problem) => problem === text);
}

export type Checked<T> = { value: T } | { problem: Problem };

const longestKey = 2048;
const longestUrl = 2048;
/** RFC 1035. */
const longestHost = 253;

/** Takes off what a copied key drags along: white space, invisible characters, quotes, a `Bearer ` before it. */
export function checkKey(text: string): Checked<string> {
  const key = text
    .replace(/^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu, '')
    .replace(/^(["'`])(.*)\1$/s, '$2')
    .replace(/^Bearer\s+/i, '')
    .replace(/^(["'`])(.*)\1$/s, '$2')
    .trim();
  if (key === '') return { problem: 'key-empty' };
  if (/[\r\n\u2028\u2029]/.test(key)) return { problem: 'key-lines' };
  if (key.length > longestKey) return { problem: 'key-long' };
  // A header takes no others; a blank inside is no part of any key either.
  if (!/^[\x21-\x7e]+$/.test(key)) return { problem: 'key-characters' };
  return { value: key };
}

/** In characters. */
const shortestPassphrase = 12;

/** A new passphrase, typed twice. */
export function checkPassphrase(text: string, again: string): Checked<string> {
  if (text.length < shortestPassphrase) return { problem: 'passphrase-short' };
  return text === again ? { value: text } : { problem: 'passphrase-differs' };
}

export function checkLabel(text: string): Checked<string> {
  const label = plainText(text);
  return label === '' ? { problem: 'label-empty' } : { value: label };
}

/** https anywhere, http only for the loopback hosts that the content security policy names. Returned without a slash at its end. */
export function checkBaseUrl(text: string): Checked<string> {
  const trimmed = text.trim();
  const isUrl = trimmed.length <= longestUrl && /^[a-z][a-z\d+.-]*:\/\//i.test(trimmed) && URL.canParse(trimmed);
  if (!isUrl) return { problem: 'url-invalid' };
  const url = new URL(trimmed);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { problem: 'url-scheme' };
  if (url.username !== '' || url.password !== '') return { problem: 'url-login' };
  if (url.search !== '' || url.hash !== '') return { problem: 'url-query' };
  if (url.hostname === '' || url.hostname.length > longestHost || url.port === '0') return { problem: 'url-invalid' };
  if (forbiddenHost(url.hostname)) return { problem: 'url-address' };
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) return { problem: 'url-plain' };
  return { value: `${url.origin}${url.pathname.replace(/\/+$/, '')}` };
}

/** An amount that counts as full: above 0. */
export function checkFull(text: string | number): Checked<number> {
  const number = typeof text === 'number' ? text : plainNumber(text.trim());
  return number > 0 && number <= 1e15 ? { value: number } : { problem: 'full-number' };
}

/** An amount, or a number of days or hours, that an alert goes by; 0 is for never. */
export function checkAlertNumber(text: string): Checked<number> {
  const number = plainNumber(text.trim());
  return number >= 0 && number <= 1e15 ? { value: number } : { problem: 'alert-number' };
}

/** A percentage from 0 to 100 that is in order with the other one. */
export function checkTones(text: string, isInOrder: (percent: number) => boolean): Checked<number> {
  const percent = plainNumber(text.trim());
  return percent <= 100 && isInOrder(percent) ? { value: percent } : { problem: 'tone-range' };
}

/** NaN for what would have to be guessed: `10.000` is ten thousand in Germany. */
function plainNumber(text: string): number {
  return /^\d+(\.\d{1,2}|\.\d{4,})?$/.test(text) ? Number(text) : Number.NaN;
}

/** What a provider's own line of the form may hold: it is sent as a header. */
export function checkField(text: string): Checked<string> {
  const value = text.trim();
  return /^[\x21-\x7e]{1,200}$/.test(value) ? { value } : { problem: 'field-characters' };
}

/** The machine itself, by the names that the content security policy lists. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '127.0.0.1';
}

/**
 * The host of a URL that can only be one of the user's own network, where a mere request may do something; undefined where
 * it is on the internet, or the machine itself.
 */
export function privateHostOf(url: string): string | undefined {
  const { hostname } = new URL(url);
  const isOwn = privateAddress.test(hostname) || privateName.test(hostname) || !hostname.includes('.');
  return isOwn && !isLoopback(hostname) ? hostname : undefined;
}

/** RFC 1918, the addresses behind a provider's own translation (RFC 6598), and the rest of the machine's own. */
const privateAddress = /^(10|127|172\.(1[6-9]|2\d|3[01])|192\.168|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\.[\d.]+$/;

/** RFC 6761, RFC 6762 and RFC 8375, what ICANN has set aside, and what routers use without asking. */
const privateName = /\.(local|localhost|internal|home\.arpa|lan|home|corp|intranet|localdomain)$/;

/** Link-local addresses answer with a machine's own secrets; IPv6 literals cannot be named in a content security policy. */
function forbiddenHost(host: string): boolean {
  return host.startsWith('[') || host.startsWith('169.254.') || host.startsWith('0.') || host.endsWith('.');
}
