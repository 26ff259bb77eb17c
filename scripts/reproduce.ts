import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { unpack } from '../tests/e2e/harness/archive.ts';
import { temporaryFolder } from '../tests/e2e/harness/leftovers.ts';

/**
 * What is published can be made again by anybody, to the last byte: two copies of the sources in different folders give the
 * same builds and archives, and the sources that Mozilla's reviewers get give the build for Firefox. With `--install`, the
 * packages for that last one come from the registry instead of from here.
 */
const made = new Set(['.git', '.output', '.wxt', '.cache', 'node_modules']);
const { path: folder } = temporaryFolder('reproduce');
const failures: string[] = [];

const one = copyTo(join(folder, 'one'));
const two = copyTo(join(folder, 'another', 'much deeper', 'two'));
for (const root of [one, two]) {
  wxt(root, ['zip']);
  wxt(root, ['zip', '-b', 'firefox']);
}
compare('two copies', join(one, '.output'), join(two, '.output'));

const sources = readdirSync(join(one, '.output')).find((name) => name.endsWith('-sources.zip'));
if (sources === undefined) throw new Error('No archive of the sources was made.');
const three = join(folder, 'three');
unpack(readFileSync(join(one, '.output', sources)), three);
if (process.argv.includes('--install')) execute(three, 'npm', ['ci', '--no-audit', '--no-fund']);
else copyPackages(three);
wxt(three, ['build', '-b', 'firefox']);
compare('the archive of the sources', join(one, '.output', 'firefox-mv3'), join(three, '.output', 'firefox-mv3'));

console.log(failures.length === 0 ? 'reproduce: everything is the same' : failures.join('\n'));
process.exitCode = failures.length === 0 ? 0 : 1;

function copyTo(root: string): string {
  cpSync('.', root, { recursive: true, filter: (path) => !made.has(basename(path)) });
  copyPackages(root);
  return root;
}

/** A real copy, for a link would lead all builds back to one folder. Node itself is run from where it is. */
function copyPackages(root: string): void {
  cpSync('node_modules', join(root, 'node_modules'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !/node_modules[\\/](node-[^\\/]*|\.cache)$/.test(path),
  });
}

function wxt(root: string, args: string[]): void {
  execute(root, process.execPath, [join(root, 'node_modules', 'wxt', 'bin', 'wxt.mjs'), ...args]);
}

function execute(cwd: string, command: string, args: string[]): void {
  // npm is a shell script on Windows.
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    shell: command === 'npm' && process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed in ${cwd}:\n${stdout}${stderr}`);
}

function compare(what: string, left: string, right: string): void {
  const [ours, theirs] = [filesIn(left), filesIn(right)];
  if (ours.length === 0) throw new Error(`There is no build in ${left}.`);
  for (const name of new Set([...ours, ...theirs])) {
    if (!ours.includes(name) || !theirs.includes(name)) failures.push(`${what}: only one has ${name}`);
    else if (!readFileSync(join(left, name)).equals(readFileSync(join(right, name))))
      failures.push(`${what}: ${name} differs`);
  }
  console.log(`reproduce: ${what}: ${ours.length} files compared`);
}

function filesIn(root: string): string[] {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((entry) => relative(root, join(entry.parentPath, entry.name)));
}
