// Makes a fresh machine ready: the packages of the lockfile, then the types that WXT generates.
// Plain JavaScript without imports from node_modules, because it runs before anything is installed and on any Node from 20 on.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(fileURLToPath(import.meta.url), '../..');
const modules = join(root, 'node_modules');
const say = (line) => console.log(`setup: ${line}`);

/** @returns {never} */
function stop(...lines) {
  for (const line of lines) console.error(`setup: ${line}`);
  process.exit(1);
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

const atLeast = (version, [major, minor]) => {
  const [a = 0, b = 0] = version.replace(/^v/, '').split('.').map(Number);
  return a > major || (a === major && b >= minor);
};

/** Is this package meant for the machine we are on? Packages of another C library are left to npm, which can tell them apart. */
function isForThisMachine({ os, cpu, libc }) {
  const allows = (list, mine) => [list].flat().includes(mine);
  return !libc && os !== undefined && allows(os, process.platform) && (cpu === undefined || allows(cpu, process.arch));
}

/** npm writes node_modules/.package-lock.json last, so it is missing after an interrupted install. */
function whyInstall() {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages;
  if (!wanted) stop('package-lock.json is missing or damaged. Get it back with: git checkout package-lock.json');
  if (!existsSync(modules)) return 'no packages are installed yet';
  const installed = readJson(join(modules, '.package-lock.json'))?.packages;
  if (!installed) return 'the last installation did not finish';
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '' || entry.link) continue;
    const name = path.replace(/^.*node_modules\//, '');
    const there = installed[path];
    if (there?.version === entry.version && there?.integrity === entry.integrity) continue;
    if (there) return `${name} is ${there.version}, package-lock.json says ${entry.version}`;
    if (!entry.optional || isForThisMachine(entry)) return `${name} is not installed`;
  }
  return undefined;
}

/** Run npm with the Node that npm itself came with: `npm ci` deletes the pinned Node under node_modules, which may be ours. */
function npm(args) {
  const cli = process.env.npm_execpath;
  const options = { cwd: root, stdio: 'inherit' };
  if (cli && /npm-cli\.[cm]?js$/.test(cli)) {
    return spawnSync(process.env.npm_node_execpath ?? process.execPath, [cli, ...args], options);
  }
  // npm.cmd can only be started through a shell on Windows; the arguments are all our own.
  return process.platform === 'win32'
    ? spawnSync(`npm ${args.join(' ')}`, { ...options, shell: true })
    : spawnSync('npm', args, options);
}

function installPackages(reason) {
  say(`installing packages (${reason}); this takes a minute or two…`);
  // Windows cannot delete a program that is running, and `npm ci` begins by deleting the Node we may be running on.
  const command = process.platform === 'win32' && process.execPath.startsWith(modules) ? 'install' : 'ci';
  const { status, error } = npm([command, '--loglevel=error', '--ignore-scripts', '--no-audit', '--no-fund']);
  if (status === 0) return;
  stop(
    `npm ${command} failed${error ? `: ${error.message}` : ` with exit code ${status ?? 'none (stopped)'}`}. What npm said stands above.`,
    'It needs a network connection to the npm registry and some 500 MB of free disk; behind a proxy, set HTTPS_PROXY.',
    'If package.json and package-lock.json disagree, bring them together with: npm install --package-lock-only',
    'When that is mended, run the same command again.',
  );
}

/** The Node of the npm scripts: the pinned one where npm has it for this platform, else the machine's own. */
function nodeOfScripts() {
  for (const name of readdirSync(modules)) {
    if (!/^node-(linux|win|darwin)-/.test(name)) continue;
    const path = join(modules, name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    if (existsSync(path)) return path;
  }
  // The scripts are TypeScript, which Node runs as it is from 22.18 on.
  if (atLeast(process.version, [22, 18])) return process.execPath;
  return stop(
    `there is no pinned Node for ${process.platform} ${process.arch}, and this machine's ${process.version} is too old to stand in.`,
    'Install Node 24 from https://nodejs.org and run the same command again.',
  );
}

/** What the generated types depend on: the settings, the packages, the names of the entrypoints, the words of the locales. */
function typesKey() {
  const hash = createHash('sha256');
  const files = (dir) =>
    existsSync(join(root, dir))
      ? readdirSync(join(root, dir), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
      : [];
  for (const name of ['wxt.config.ts', 'package-lock.json']) {
    if (existsSync(join(root, name))) hash.update(readFileSync(join(root, name)));
  }
  for (const dir of ['entrypoints', 'public', 'modules', 'lib/locales']) {
    const paths = files(dir).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
    paths.sort();
    for (const path of paths) {
      hash.update(path.slice(root.length));
      if (dir === 'lib/locales' || dir === 'modules') hash.update(readFileSync(path));
    }
  }
  return hash.digest('hex');
}

function generateTypes() {
  const stamp = join(modules, '.cache', 'credit-gauge', 'types');
  const key = typesKey();
  if (existsSync(join(root, '.wxt', 'tsconfig.json')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === key)
    return;
  say('generating types (wxt prepare)…');
  const path = `${join(modules, '.bin')}${delimiter}${process.env.PATH ?? ''}`;
  const wxt = join(modules, 'wxt', 'bin', 'wxt.mjs');
  const run = spawnSync(nodeOfScripts(), [wxt, 'prepare'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, PATH: path },
  });
  if (run.status !== 0) {
    console.error(`${run.stdout ?? ''}${run.stderr ?? ''}${run.error?.message ?? ''}`);
    stop('wxt prepare failed, see above. It reads wxt.config.ts and entrypoints/; a mistake there is the usual cause.');
  }
  mkdirSync(resolve(stamp, '..'), { recursive: true });
  writeFileSync(stamp, key);
}

if (!atLeast(process.version, [20, 0])) {
  stop(
    `this is Node ${process.version}; Node 20 or newer is needed. Get it from https://nodejs.org, then run the same command again.`,
  );
}
const reason = whyInstall();
if (reason) installPackages(reason);
nodeOfScripts();
generateTypes();
say('ready');
