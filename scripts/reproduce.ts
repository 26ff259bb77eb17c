import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { inflateRawSync } from 'node:zlib';
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
unzip(join(one, '.output', sources), three);
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

/** Node has no unzip. The format is PKWARE's APPNOTE 4.3: the directory at the end says where each file begins. */
function unzip(archive: string, root: string): void {
  const zip = readFileSync(archive);
  const end = zip.lastIndexOf('PK\x05\x06');
  let entry = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const name = zip.toString('utf8', entry + 46, entry + 46 + zip.readUInt16LE(entry + 28));
    const local = zip.readUInt32LE(entry + 42);
    const begin = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const data = zip.subarray(begin, begin + zip.readUInt32LE(entry + 20));
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    if (!name.endsWith('/')) writeFileSync(path, zip.readUInt16LE(entry + 10) === 0 ? data : inflateRawSync(data));
    entry += 46 + [28, 30, 32].reduce((sum, at) => sum + zip.readUInt16LE(entry + at), 0);
  }
}
