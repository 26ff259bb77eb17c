import { appendFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { browsers, buildFor, launchGranted } from './given.ts';
import { until } from './harness/deadline.ts';
import type { Browser } from './harness/launch.ts';
import { temporaryFolder, type Folder } from './harness/leftovers.ts';

interface Session {
  get(): Promise<Record<string, Probed>>;
  set(values: object): Promise<void>;
}

interface Api {
  storage: { session: Session };
}

declare const browser: Api | undefined;
declare const chrome: Api;

/** What came of each attempt in one place, and which parts of the policy the browser named. */
interface Probed {
  outcomes: Record<string, string>;
  refusals: string[];
}

/**
 * Tries what the policy forbids, as code that is shipped: what a debugger evaluates is exempt from it.
 * Written into the build as it stands here, so it may use nothing from outside itself.
 */
async function probe(home: string): Promise<void> {
  const outcomes: Record<string, string> = {};
  const refusals = new Set<string>();
  globalThis.addEventListener('securitypolicyviolation', (event) => {
    const { effectiveDirective, blockedURI } = event;
    refusals.add(`${effectiveDirective} ${blockedURI}`);
  });
  const attempt = async (name: string, work: () => unknown) => {
    try {
      await work();
      outcomes[name] = 'done';
    } catch (error) {
      // Firefox throws some of its own, which are no errors of the language.
      outcomes[name] = error instanceof Error && error.name !== 'Error' ? error.name : 'refused';
    }
  };
  const inPage = (tag: string, attributes: object) =>
    new Promise((resolve, reject) => {
      const element = Object.assign(document.createElement(tag), attributes);
      element.addEventListener('load', resolve);
      element.addEventListener('error', () => reject(new Error('told by an event')));
      document.body.append(element);
    });
  await attempt('a fetch from this machine', () => fetch(`${home}/allowed`));
  const { eval: evaluate, Function: makeFunction } = globalThis;
  await attempt('eval', () => evaluate('1'));
  await attempt('new Function', () => Reflect.construct(makeFunction, ['return 1'])());
  await attempt('WebAssembly', () => WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])));
  await attempt('a fetch from elsewhere', () => fetch(home.replace('127.0.0.1', '127.0.0.2')));
  await attempt('a fetch by name', () => fetch('http://example.test/'));
  await attempt('a socket', async () => {
    const socket = new WebSocket(`${home.replace('http:', 'ws:')}/socket`);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve);
      socket.addEventListener('error', () => reject(new Error('told by an event')));
    });
  });
  if (typeof document === 'object') {
    await attempt('an image of ours', () => inPage('img', { src: '/icons/16.png' }));
    await attempt('an image', () => inPage('img', { src: `${home}/image` }));
    await attempt('a script', () => inPage('script', { src: `${home}/script` }));
    await attempt('innerHTML', () => (document.createElement('p').innerHTML = '<b>x</b>'));
  }
  // The browser tells of a refusal a little later than the attempt fails.
  await new Promise((resolve) => setTimeout(resolve, 500));
  const { storage } = typeof browser === 'undefined' ? chrome : browser;
  await storage.session.set({ [location.pathname]: { outcomes, refusals: [...refusals] } satisfies Probed });
}

/** A copy of the build in which both pages and the worker load the probe as well; nothing else is changed. */
function probedBuild(dir: string, home: string): Folder {
  const folder = temporaryFolder('probed');
  cpSync(dir, folder.path, { recursive: true });
  const script = `(${probe.toString()})(${JSON.stringify(home)});`;
  writeFileSync(join(folder.path, 'probe.js'), script);
  // The worker is one script, and takes no other.
  appendFileSync(join(folder.path, 'background.js'), `\n;${script}\n`);
  for (const page of ['popup.html', 'options.html']) {
    const path = join(folder.path, page);
    const html = readFileSync(path, 'utf8');
    writeFileSync(path, html.replace('</body>', '<script type="module" src="/probe.js"></script></body>'));
  }
  return folder;
}

/** What must come of it in the worker, and what besides wherever there is a document. */
const everywhere = {
  'a fetch from this machine': 'done',
  eval: 'EvalError',
  'new Function': 'EvalError',
  WebAssembly: 'CompileError',
  'a fetch from elsewhere': 'TypeError',
  'a fetch by name': 'TypeError',
  'a socket': 'refused',
};
const inDocument = {
  'an image of ours': 'done',
  'an image': 'refused',
  'a script': 'TypeError',
  innerHTML: 'TypeError',
};

describe.each(browsers)('in %s', (name) => {
  let simulator: Simulator;
  let build: Folder;
  let running: Browser;

  beforeAll(async () => {
    simulator = await startSimulator();
    build = probedBuild(buildFor(name), simulator.url);
    // Access to all of these, so that nothing but the policy keeps the probe from them.
    const granted = ['http://127.0.0.1/*', 'http://127.0.0.2/*', 'http://example.test/*'];
    running = await launchGranted(name, { extensionDir: build.path, granted });
  });

  afterAll(async () => {
    await running?.close();
    await simulator?.stop();
    build?.remove();
  });

  /** Every page may read what each place has told. */
  async function told(asking: Page, place: string): Promise<Probed> {
    return await until(15_000, `the probe tells what it found in ${place}`, () =>
      asking.evaluate(async (part) => {
        const { storage } = typeof browser === 'undefined' ? chrome : browser;
        const all = await storage.session.get();
        return Object.entries(all).find(([path]) => path.includes(part))?.[1];
      }, place),
    );
  }

  test.each(['background', 'popup', 'options'])('the policy holds in %s', async (place) => {
    const page = await running.open(place === 'options' ? 'options' : 'popup');
    const { outcomes, refusals } = await told(page, place);
    await page.close();
    // Firefox runs the worker as a page that nobody sees.
    const hasDocument = place !== 'background' || name === 'firefox';
    expect(outcomes).toEqual({ ...everywhere, ...(hasDocument && inDocument) });

    const { url } = simulator;
    expect(refusals.toSorted()).toEqual(
      [
        'require-trusted-types-for trusted-types-sink',
        'script-src wasm-eval',
        `connect-src ${url.replace('127.0.0.1', '127.0.0.2')}/`,
        'connect-src http://example.test/',
        `connect-src ${url.replace('http:', 'ws:')}/socket`,
        ...(hasDocument ? [`img-src ${url}/image`] : []),
      ].toSorted(),
    );
  });

  test('what the policy forbids was not even asked for', () => {
    expect(new Set(simulator.requests.map(({ path }) => path))).toEqual(new Set(['/allowed']));
  });
});
