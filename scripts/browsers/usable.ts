import { execFile } from 'node:child_process';
import { closeSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { promisify } from 'node:util';
import { oldestVersion, type Kind } from './kind.ts';

const run = promisify(execFile);

/** Ubuntu's chromium-browser and firefox are stubs that start a snap, and a snap cannot see the profiles we make under /tmp. */
function isSnap(path: string): boolean {
  const real = realpathSync(path);
  if (real.startsWith('/snap/') || real === '/usr/bin/snap') return true;
  const start = Buffer.alloc(4096);
  const file = openSync(real, 'r');
  try {
    const length = readSync(file, start, 0, start.length, 0);
    const text = start.toString('latin1', 0, length);
    return text.startsWith('#!') && text.includes('/snap/');
  } finally {
    closeSync(file);
  }
}

/** Why this executable cannot be used, or undefined if it can. */
export async function whyNot(kind: Kind, path: string): Promise<string | undefined> {
  try {
    if (!statSync(path).isFile()) return 'it is not a file';
    if (isSnap(path)) return 'it is a snap, which cannot read temporary profiles';
  } catch {
    return 'there is no such file';
  }
  // On Windows `--version` opens a window instead of answering.
  if (process.platform === 'win32') return undefined;
  try {
    const { stdout } = await run(path, ['--version'], { timeout: 20_000 });
    const major = Number(/ (\d+)\./.exec(stdout)?.[1]);
    if (major < oldestVersion[kind]) return `version ${major} is older than ${oldestVersion[kind]}`;
    return undefined;
  } catch (error) {
    return `it does not start: ${error instanceof Error ? error.message.trim().split('\n').at(-1) : String(error)}`;
  }
}
