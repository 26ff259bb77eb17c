import { browser } from 'wxt/browser';
import type { SealedFile } from './exchange-vault.ts';
import { checkBaseUrl, checkField, checkKey, checkPassphrase, type Checked } from './input.ts';
import type { Found, Target } from './poll.ts';
import { isWebhookPreset, type WebhookPreset } from './webhook-payload.ts';
import type { Sent } from './webhook.ts';

/** What a page may wish for. A wish is a hint: what comes of it is read from the store. */
export type Wish =
  /** Poll what is due, because the accounts or the settings have changed. */
  | { wish: 'catch-up' }
  /** The same, because the user has opened a page: the time until the keys are locked begins anew. */
  | { wish: 'visit' }
  /** Poll these accounts now, or all. */
  | { wish: 'refresh'; accounts?: string[] }
  /** Poll one account, or all, no more of itself: until a moment in milliseconds since 1970, or until the user resumes. */
  | { wish: 'pause'; account?: string; until?: number }
  | { wish: 'resume'; account?: string }
  /** Give no alerts of these accounts until a moment in milliseconds since 1970, or until a balance is at its next level. */
  | { wish: 'snooze'; accounts: string[]; until: number | 'next-level' }
  | { wish: 'wake'; accounts: string[] }
  /** Forget what came of the webhook before: it has another address, which is tried at once, or none. */
  | { wish: 'retry-webhook' }
  | { wish: 'test-notification' }
  /** Send a message that tells of nothing to an address that was typed, or else to the one that is saved. */
  | { wish: 'test-webhook'; preset: WebhookPreset; url?: string }
  /** Hand out the file of all accounts, with the keys sealed under a passphrase. */
  | { wish: 'export'; passphrase: string }
  /** Poll an account that is not saved, with the key that was typed, or else the one that is saved for `account`. */
  | { wish: 'test'; target: Target; key?: string; account?: string }
  /** Turn the passphrase on or off, or change it. */
  | LockWish;

export type LockWish =
  | { wish: 'lock-on'; passphrase: string }
  | { wish: 'lock-off' }
  | { wish: 'lock-change'; passphrase: string; old: string };

/** `locked`: the keys have to be unlocked before. `off`: there is no passphrase any more that could be changed. */
const lockOutcomes = ['done', 'wrong', 'wait', 'locked', 'off', 'failed'] as const;
export type LockOutcome = (typeof lockOutcomes)[number];

/** The file with the keys, or why there is none. */
export type Exported = SealedFile | { failure: 'locked' | 'failed' };

/** A wish that is answered. */
type Question = Extract<Wish, { wish: 'test' | 'test-webhook' | 'export' }>;

/** What a wish may be answered with. */
export type Answer = Found | Sent | Exported | LockOutcome | undefined;

const pages = ['/popup.html', '/options.html'];
/** Keys leave, all keys are changed, and typed addresses are asked, through the options alone. */
const ofOptions = new Set<Wish['wish']>(['test', 'export', 'test-webhook', 'lock-on', 'lock-off', 'lock-change']);

/** In milliseconds. Deriving a key takes a second or two, and waiting for another page ten. */
const longestLocking = 30_000;

/** Sends a wish, twice if the worker dies under it, and forgets it: the store tells what became of it. */
export function wishFor(wish: Exclude<Wish, Question | LockWish>): void {
  const send = () => browser.runtime.sendMessage(wish);
  void send()
    .catch(send)
    .catch(() => undefined);
}

/** What testing the key found; undefined when the worker did not live to tell. */
export function test(wish: Omit<Extract<Wish, { wish: 'test' }>, 'wish'>): Promise<Found | undefined> {
  return ask({ wish: 'test', ...wish });
}

/** What became of a test message; undefined when the worker did not live to tell. */
export function testWebhook(preset: WebhookPreset, url: string | undefined): Promise<Sent | undefined> {
  return ask({ wish: 'test-webhook', preset, ...(url !== undefined && { url }) });
}

/** The file of all accounts with their keys; undefined when the worker did not live to make it. */
export function exportWithKeys(passphrase: string): Promise<Exported | undefined> {
  return ask({ wish: 'export', passphrase });
}

async function ask<T extends Answer>(question: Question): Promise<T | undefined> {
  try {
    return await browser.runtime.sendMessage<Question, T | undefined>(question);
  } catch {
    return undefined;
  }
}

/** What came of it; undefined when the worker did not tell within 30 s, so that nobody waits for ever. */
export async function changeLock(wish: LockWish): Promise<LockOutcome | undefined> {
  const told = await new Promise<unknown>((resolve) => {
    const timer = setTimeout(() => resolve(undefined), longestLocking);
    const asking = browser.runtime.sendMessage<LockWish, unknown>(wish).finally(() => clearTimeout(timer));
    asking.then(resolve, () => resolve(undefined));
  });
  return lockOutcomes.find((outcome) => outcome === told);
}

/** Hands each wish of our own pages on; whatever else arrives is not answered. To be called in the worker's first turn. */
export function onWish(grant: (wish: Wish) => Promise<Answer>, complain: (error: unknown) => void): void {
  // An error is told here and not to the page: every browser hands one over in a way of its own.
  const answer = (wish: Wish) =>
    grant(wish).catch((error: unknown) => {
      complain(error);
      return undefined;
    });
  browser.runtime.onMessage.addListener((message: unknown, sender: { id?: string; url?: string }) =>
    isWish(message) && isFrom(ofOptions.has(message.wish) ? ['/options.html'] : pages, sender)
      ? answer(message)
      : undefined,
  );
}

function isFrom(allowed: string[], { id, url }: { id?: string; url?: string }): boolean {
  return (
    id === browser.runtime.id &&
    allowed.some((page) => url?.split(/[?#]/)[0] === browser.runtime.getURL(page as '/popup.html'))
  );
}

function isWish(message: unknown): message is Wish {
  if (typeof message !== 'object' || message === null || !('wish' in message)) return false;
  const { accounts, target, key, account, until, passphrase, old, preset, url } = message as Record<string, unknown>;
  const isText = (value: unknown) => value === undefined || typeof value === 'string';
  const isNumber = typeof until === 'number' && Number.isFinite(until);
  const areIds = Array.isArray(accounts) && accounts.every((id) => typeof id === 'string');
  switch (message.wish) {
    case 'catch-up':
    case 'retry-webhook':
    case 'test-notification':
    case 'visit':
      return true;
    case 'refresh':
      return accounts === undefined || areIds;
    case 'pause':
      return isText(account) && (until === undefined || isNumber);
    case 'snooze':
      return areIds && (until === 'next-level' || isNumber);
    case 'wake':
      return areIds;
    case 'test-webhook':
      return typeof preset === 'string' && isWebhookPreset(preset) && isText(url);
    case 'resume':
      return isText(account);
    case 'export':
    case 'lock-on':
      return isNewPassphrase(passphrase);
    case 'lock-off':
      return true;
    case 'lock-change':
      return isNewPassphrase(passphrase) && typeof old === 'string';
    case 'test':
      return isTarget(target) && (key === undefined || isClean(key, checkKey)) && isText(account);
    default:
      return false;
  }
}

function isNewPassphrase(value: unknown): boolean {
  return typeof value === 'string' && 'value' in checkPassphrase(value, value);
}

/** As the form hands it on: checked, and with nothing left to take off. */
function isClean(value: unknown, check: (text: string) => Checked<string>): boolean {
  if (typeof value !== 'string') return false;
  const checked = check(value);
  return 'value' in checked && checked.value === value;
}

function isTarget(target: unknown): boolean {
  if (typeof target !== 'object' || target === null) return false;
  const { provider, baseUrl, fields = {} } = target as Record<string, unknown>;
  const hasBase = baseUrl === undefined || isClean(baseUrl, checkBaseUrl);
  const hasFields =
    typeof fields === 'object' && fields !== null && Object.values(fields).every((one) => isClean(one, checkField));
  return typeof provider === 'string' && hasBase && hasFields;
}
