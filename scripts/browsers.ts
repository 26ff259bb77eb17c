import { aptInstall } from './browsers/apt.ts';
import { download, downloaded } from './browsers/download.ts';
import { oldestVersion, say, variable, type Kind } from './browsers/kind.ts';
import { knownPaths } from './browsers/known.ts';
import { whyNot } from './browsers/usable.ts';

export { ensureDisplayTools } from './browsers/display.ts';
export type { Kind } from './browsers/kind.ts';

async function firstUsable(kind: Kind, paths: string[]): Promise<string | undefined> {
  for (const path of paths) {
    const reason = await whyNot(kind, path);
    if (!reason) return path;
    if (reason !== 'there is no such file') say(`passing over ${path}: ${reason}`);
  }
  return undefined;
}

async function search(kind: Kind): Promise<string> {
  const chosen = process.env[variable[kind]];
  if (chosen) {
    const reason = await whyNot(kind, chosen);
    if (reason) throw new Error(`${variable[kind]} names ${chosen}, but ${reason}. Correct the variable or unset it.`);
    return chosen;
  }
  const there = await firstUsable(kind, [...knownPaths(kind), ...(await downloaded(kind))]);
  if (there) return there;

  say(`no ${kind} found on this machine`);
  if (await aptInstall([kind === 'firefox' ? 'firefox-esr' : 'chromium'])) {
    const installed = await firstUsable(kind, knownPaths(kind));
    if (installed) return installed;
  }
  let failure: string;
  try {
    const path = await download(kind);
    const reason = await whyNot(kind, path);
    if (!reason) return path;
    failure = `downloaded to ${path}, but ${reason}`;
  } catch (error) {
    failure = `download failed: ${error instanceof Error ? error.message : String(error)}`;
  }
  const advice =
    kind === 'firefox'
      ? 'https://www.mozilla.org/firefox (Debian: sudo apt install firefox-esr)'
      : 'https://www.chromium.org/getting-involved/download-chromium (Debian: sudo apt install chromium)';
  throw new Error(
    `No ${kind} of version ${oldestVersion[kind]} or newer, and none could be installed (${failure}). ` +
      `Install it from ${advice}, or set ${variable[kind]} to the path of its executable, then run the same command again.`,
  );
}

const found = new Map<Kind, Promise<string>>();
// One search at a time: apt can do only one thing at once.
let previous: Promise<unknown> = Promise.resolve();

/** The path of a browser's executable, which is installed first where it must be. */
export function findOrInstall(kind: Kind): Promise<string> {
  const known = found.get(kind);
  if (known) return known;
  const path = previous.then(() => search(kind));
  previous = path.catch(() => undefined);
  found.set(kind, path);
  return path;
}
