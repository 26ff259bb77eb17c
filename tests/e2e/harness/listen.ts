import type { Browser as Puppet, CDPSession, ConsoleMessage, Page, Target } from 'puppeteer-core';

/** What a server answered is no fault of ours; the browser reports it as an error all the same. */
const isAnswer = (text: string): boolean => text.startsWith('Failed to load resource');

function heard(errors: string[], where: string) {
  return (message: ConsoleMessage) => {
    if (message.type() !== 'error' || isAnswer(message.text())) return;
    errors.push(`${where}: ${message.text()}`);
  };
}

export function listenToPage(page: Page, errors: string[]): void {
  page.on('console', heard(errors, 'page'));
  page.on('pageerror', (error) =>
    errors.push(`page: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
  );
}

/** The newest worker of the extension, if it is awake: after a reload the old one may still be listed. Looking does not wake it, and does not keep it awake. */
export function workerTarget(puppet: Puppet): Target | undefined {
  return puppet
    .targets()
    .findLast((each) => each.type() === 'service_worker' && each.url().startsWith('chrome-extension://'));
}

/** Chromium only. Asked of the browser, because to ask the worker itself takes until it has started. */
export async function closeWorkers(puppet: Puppet): Promise<void> {
  const session = await puppet.target().createCDPSession();
  const { targetInfos } = await session.send('Target.getTargets');
  const workers = targetInfos.filter(
    ({ type, url }) => type === 'service_worker' && url.startsWith('chrome-extension://'),
  );
  // One that ends by itself meanwhile is as good as closed.
  await Promise.allSettled(workers.map(({ targetId }) => session.send('Target.closeTarget', { targetId })));
  await session.detach();
}

/**
 * Chromium only, and at a price: a worker that somebody listens to does not go to sleep, and one that is killed is not
 * gone before the listener lets go, which the returned function does.
 */
export function listenToWorkers(puppet: Puppet, errors: string[]): () => Promise<void> {
  const sessions = new Set<Promise<CDPSession>>();
  const attach = async (target: Target): Promise<CDPSession> => {
    const session = await target.createCDPSession();
    session.on('Runtime.exceptionThrown', ({ exceptionDetails: { exception, text } }) => {
      errors.push(`worker: ${exception?.description ?? text}`);
    });
    session.on('Runtime.consoleAPICalled', ({ type, args }) => {
      if (type !== 'error' && type !== 'assert') return;
      errors.push(`worker: ${args.map((each) => String(each.value ?? each.description ?? '')).join(' ')}`);
    });
    // What was said before we listened is told again now. A worker that ends meanwhile has nothing to say.
    await session.send('Runtime.enable').catch(() => undefined);
    return session;
  };
  const listen = (target: Target) => {
    if (target.type() !== 'service_worker' || !target.url().startsWith('chrome-extension://')) return;
    const session = attach(target);
    session.catch(() => undefined);
    sessions.add(session);
  };
  puppet.on('targetcreated', listen);
  puppet.targets().forEach(listen);
  return async () => {
    const old = [...sessions];
    sessions.clear();
    await Promise.allSettled(old.map(async (session) => await (await session).detach()));
  };
}
