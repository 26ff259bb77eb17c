import { providerAt } from './providers/index.ts';

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  /** The body read as JSON, undefined when it is none. */
  json: unknown;
}

/** One GET as a client of the provider sends it: with the key in the right header, redirects not followed. */
export async function ask(url: string, key?: string, headers: Record<string, string> = {}): Promise<Reply> {
  const credentials: Record<string, string> = key === undefined ? {} : authorization(new URL(url).pathname, key);
  const response = await fetch(url, { headers: { ...credentials, ...headers }, redirect: 'manual' });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parse(text) };
}

function authorization(path: string, key: string): Record<string, string> {
  return providerAt(path) === 'coinstats' ? { 'x-api-key': key } : { authorization: `Bearer ${key}` };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
