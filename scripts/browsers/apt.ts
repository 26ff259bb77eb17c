import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { say } from './kind.ts';

const answers = (command: string, args: string[]) =>
  spawnSync(command, args, { stdio: 'ignore', timeout: 20_000 }).status === 0;

/** How to become root without being asked for a password; undefined if there is no apt or no way. */
function asRoot(): string[] | undefined {
  if (process.platform !== 'linux' || !answers('apt-get', ['--version'])) return undefined;
  if (process.getuid?.() === 0) return [];
  return answers('sudo', ['-n', 'true']) ? ['sudo', '-n'] : undefined;
}

/** Some packages of Ubuntu only install a snap; what they call themselves gives them away. */
function isReal(name: string): boolean {
  const { stdout, status } = spawnSync('apt-cache', ['show', '--no-all-versions', name], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  return status === 0 && stdout !== '' && !/snap/i.test(stdout);
}

/** Run apt-get without questions, telling what it does: its main lines, and a sign of life every ten seconds. */
function aptGet(root: string[], args: string[], limit: number): Promise<boolean> {
  const words = [...root, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-o', 'DPkg::Lock::Timeout=120'];
  words.push('-o', 'Acquire::Retries=2', '-o', 'Acquire::http::Timeout=30', '-o', 'Dpkg::Use-Pty=0', ...args);
  const [command = 'env', ...rest] = words;
  const started = Date.now();
  let last = '';
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe'], timeout: limit });
  const hear = (line: string) => {
    last = line.trim() || last;
    if (/^(Need to get|After this operation|E:|W:|Err:)/.test(line)) say(`  ${line}`);
  };
  createInterface({ input: child.stdout }).on('line', hear);
  createInterface({ input: child.stderr }).on('line', hear);
  child.on('error', (error) => hear(`E: ${error.message}`));
  const life = setInterval(
    () => say(`  ${Math.round((Date.now() - started) / 1000)} s: ${last.slice(0, 100)}`),
    10_000,
  );
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      clearInterval(life);
      if (signal) say(`  apt-get did not finish within ${limit / 1000} s and was stopped`);
      resolve(code === 0);
    });
  });
}

let updated: Promise<boolean> | undefined;

/** Install Debian packages. False, with the reason said, where apt, the rights or the packages are missing. */
export async function aptInstall(names: string[]): Promise<boolean> {
  const root = asRoot();
  if (!root) return false;
  say(`installing ${names.join(', ')} with apt-get…`);
  updated ??= aptGet(root, ['update'], 180_000);
  await updated;
  const unreal = names.filter((name) => !isReal(name));
  if (unreal.length > 0) {
    say(`  apt has no ${unreal.join(', ')} (or only as a snap)`);
    return false;
  }
  return await aptGet(root, ['install', '-y', '--no-install-recommends', ...names], 900_000);
}
