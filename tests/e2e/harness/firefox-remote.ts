import type { Browser as Puppet, Page } from 'puppeteer-core';
import { within } from './deadline.ts';

/** Commands of WebDriver BiDi for which Puppeteer has no method. */
interface Remote {
  send(method: string, params: object): Promise<{ result: unknown }>;
  /** Hands on an event as if Firefox had sent it. */
  emit(event: string, params: object): void;
}

function remoteOf(puppet: Puppet): Remote {
  // Puppeteer marks its connection as internal. There is no other way to Firefox's own commands.
  const { connection } = puppet as unknown as { connection?: Remote };
  if (!connection) throw new Error('This version of puppeteer-core keeps its BiDi connection somewhere else.');
  return connection;
}

async function send<Result>(puppet: Puppet, method: string, params: object): Promise<Result> {
  return (await within(30_000, method, remoteOf(puppet).send(method, params))).result as Result;
}

/**
 * Install for good, as a person would. Firefox releases demand Mozilla's signature for that; Extended Support
 * Releases can be told not to. Where it is refused the extension is installed for this session only.
 */
export async function install(puppet: Puppet, folder: string, zip: Buffer): Promise<'for good' | 'for the session'> {
  const extensionData = { type: 'base64', value: zip.toString('base64') };
  try {
    await send(puppet, 'webExtension.install', { extensionData, 'moz:permanent': true });
    return 'for good';
  } catch {
    await within(30_000, 'Firefox installs the extension', puppet.installExtension(folder));
    return 'for the session';
  }
}

/** Go to a page of the extension. Puppeteer would wait for a load event that Firefox does not send for such pages. */
export async function navigate(puppet: Puppet, page: Page, url: string): Promise<void> {
  const { _id: context } = page.mainFrame() as unknown as { _id: string };
  await send(puppet, 'browsingContext.navigate', { context, url, wait: 'none' });
}

/** Firefox does not tell of a tab that a page of an extension opens for another page of it; here Puppeteer hears of it. */
export async function findTabs(puppet: Puppet): Promise<void> {
  const { contexts } = await send<{ contexts: { context: string }[] }>(puppet, 'browsingContext.getTree', {});
  const frames = (await puppet.pages()).map((page) => page.mainFrame() as unknown as { _id: string });
  for (const tab of contexts.filter(({ context }) => frames.every(({ _id }) => _id !== context)))
    remoteOf(puppet).emit('browsingContext.contextCreated', tab);
}

/** Run an expression in Firefox's own window, where the state of extensions can be seen. It must give a string. */
export async function evaluateInParent(puppet: Puppet, expression: string): Promise<string> {
  const tree = await send<{ contexts: { context: string }[] }>(puppet, 'browsingContext.getTree', {
    'moz:scope': 'chrome',
  });
  const context = tree.contexts[0]?.context;
  if (context === undefined) throw new Error('Firefox has no window.');
  const answer = await send<{ type: string; result?: { value?: unknown }; exceptionDetails?: { text: string } }>(
    puppet,
    'script.evaluate',
    { expression, target: { context }, awaitPromise: true },
  );
  if (answer.type !== 'success') throw new Error(`${expression}: ${answer.exceptionDetails?.text}`);
  return String(answer.result?.value);
}
