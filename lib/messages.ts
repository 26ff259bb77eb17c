import { browser } from 'wxt/browser';
import type { Found, Target } from './poll.ts';

/** What a page may wish for. A wish is a hint: what comes of it is read from the store. */
export type Wish =
  /** Poll what is due, because the accounts or the settings have changed. */
  | { wish: 'catch-up' }
  /** Poll these accounts now, or all. */
  | { wish: 'refresh'; accounts?: string[] }
  /** Poll one account, or all, no more of itself: until a moment in milliseconds since 1970, or until the user resumes. */
  | { wish: 'pause'; account?: string; until?: number }
  | { wish: 'resume'; account?: string }
  /** Poll an account that is not saved, with the key that was typed, or else the one that is saved for `account`. */
  /** Hand out the file of all accounts, with the keys sealed under a passphrase; undefined while they are locked. */
  | { wish: 'export'; passphrase: string }
  | { wish: 'test'; target: Target; key?: string; account?: string };

const pages = ['/popup.html', '/options.html'];

/** Sends a wish, twice if the worker dies under it, and forgets it: the store tells what became of it. */
export function wishFor(wish: Exclude<Wish, { wish: 'test' | 'export' }>): void {
  const send = () => browser.runtime.sendMessage(wish);
  void send()
    .catch(send)
    .catch(() => undefined);
}

/** What testing the key found; undefined when the worker did not live to tell. */
export async function test(wish: Extract<Wish, { wish: 'test' }>): Promise<Found | undefined> {
  try {
    return await browser.runtime.sendMessage<typeof wish, Found | undefined>(wish);
  } catch {
    return undefined;
  }
}

/** The file of all accounts with their keys; undefined when the worker did not live to make it, or when the keys are locked. */
export async function exportWithKeys(passphrase: string): Promise<string | undefined> {
  try {
    const wish: Wish = { wish: 'export', passphrase };
    return await browser.runtime.sendMessage<Wish, string | undefined>(wish);
  } catch {
    return undefined;
  }
}

/** Hands each wish of our own pages on; whatever else arrives is not answered. To be called in the worker's first turn. */
export function onWish(grant: (wish: Wish) => Promise<Found | string | undefined>): void {
  browser.runtime.onMessage.addListener((message: unknown, sender: { id?: string; url?: string }) =>
    isWish(message) && isFrom(message.wish === 'export' ? ['/options.html'] : pages, sender)
      ? grant(message)
      : undefined,
  );
}

/** Keys leave through the options alone. */
function isFrom(allowed: string[], { id, url }: { id?: string; url?: string }): boolean {
  return (
    id === browser.runtime.id &&
    allowed.some((page) => url?.split(/[?#]/)[0] === browser.runtime.getURL(page as '/popup.html'))
  );
}

function isWish(message: unknown): message is Wish {
  if (typeof message !== 'object' || message === null || !('wish' in message)) return false;
  const { accounts, target, key, account, until, passphrase } = message as Record<string, unknown>;
  const isText = (value: unknown) => value === undefined || typeof value === 'string';
  switch (message.wish) {
    case 'catch-up':
      return true;
    case 'refresh':
      return accounts === undefined || (Array.isArray(accounts) && accounts.every((id) => typeof id === 'string'));
    case 'pause':
      return isText(account) && (until === undefined || (typeof until === 'number' && Number.isFinite(until)));
    case 'resume':
      return isText(account);
    case 'export':
      return typeof passphrase === 'string';
    case 'test':
      return isTarget(target) && isText(key) && isText(account);
    default:
      return false;
  }
}

function isTarget(target: unknown): boolean {
  if (typeof target !== 'object' || target === null) return false;
  const { provider, baseUrl, fields = {} } = target as Record<string, unknown>;
  const hasBase = baseUrl === undefined || (typeof baseUrl === 'string' && URL.canParse(baseUrl));
  const hasFields =
    typeof fields === 'object' && fields !== null && Object.values(fields).every((one) => typeof one === 'string');
  return typeof provider === 'string' && hasBase && hasFields;
}
