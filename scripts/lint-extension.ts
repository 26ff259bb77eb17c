import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'wxt';
import { temporaryFolder } from '../tests/e2e/harness/leftovers.ts';

/**
 * Mozilla's own check of the build for Firefox, which its reviewers run too. Our code must have nothing to be told of;
 * what is said of a library's code counts as ours unless it is listed here. Build first.
 */
const dir = '.output/firefox-mv3';

/** The code for `dangerouslySetInnerHTML`, which nothing of ours uses: the policy of the pages forbids it as well. */
const known = [{ code: 'UNSAFE_VAR_ASSIGNMENT', source: 'node_modules/preact/' }];

interface Remark {
  code: string;
  message: string;
  description: string;
  file?: string;
  line?: number;
  column?: number;
}

type Findings = Record<'errors' | 'warnings' | 'notices', Remark[]>;

const { errors, warnings, notices } = lint();
const remarks = [...errors, ...warnings, ...notices];
// Where nothing was said of any line there is no need to find out whose line it is.
const maps = remarks.some(({ line }) => line !== undefined) ? await buildWithMaps() : undefined;
let ours = 0;
for (const remark of remarks) {
  const { code, message, description } = remark;
  const source = sourceOf(remark);
  const isKnown = !errors.includes(remark) && known.some((one) => one.code === code && source.startsWith(one.source));
  console.log(`${isKnown ? 'known' : 'ours'}: ${code} in ${source}: ${message}`);
  if (isKnown) continue;
  console.log(description);
  ours += 1;
}
console.log(`lint of ${dir}: ${ours} of ours, ${remarks.length - ours} known`);
process.exitCode = ours === 0 ? 0 : 1;

function lint(): Findings {
  const linter = fileURLToPath(import.meta.resolve('addons-linter/bin/addons-linter'));
  const { stdout, stderr } = spawnSync(process.execPath, [linter, '--output', 'json', dir], { encoding: 'utf8' });
  try {
    return JSON.parse(stdout) as Findings;
  } catch {
    throw new Error(`The linter gave no result. It said: ${stderr || stdout}`);
  }
}

/** The same build again, with maps that lead from it back to the sources. */
async function buildWithMaps(): Promise<string> {
  const { path } = temporaryFolder('maps');
  await build({ browser: 'firefox', outDir: path, vite: () => ({ build: { sourcemap: 'hidden' } }) });
  return join(path, 'firefox-mv3');
}

/** The source file that a remark is about; the file of the build where that is all there is to say. */
function sourceOf({ file = 'the build', line, column = 1 }: Remark): string {
  if (!maps || line === undefined || !file.endsWith('.js')) return file;
  const twin = join(maps, file);
  if (!existsSync(twin) || !readFileSync(twin).equals(readFileSync(join(dir, file))))
    throw new Error(`${dir} is not what the sources give. Build again.`);
  const map = new SourceMap(JSON.parse(readFileSync(`${twin}.map`, 'utf8')));
  const entry = map.findEntry(line - 1, column - 1);
  if (!('originalSource' in entry)) return file;
  const path = relative(process.cwd(), resolve(dirname(twin), entry.originalSource));
  return `${path.split(sep).join('/')}:${entry.originalLine + 1}`;
}
