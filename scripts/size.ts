import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zip } from 'wxt';
import { temporaryFolder } from '../tests/e2e/harness/leftovers.ts';

/**
 * What the built extension for Chromium may weigh, in kilobytes of 1,000 bytes, code as gzip packs it: a little more than
 * it does, so that nothing is brought along by accident. What it was `meant` to weigh is told in docs/performance.md.
 */
const limits = {
  'popup, scripts before the figures': { most: 24, meant: 20 },
  worker: { most: 42, meant: 16 },
  archive: { most: 236, meant: 140 },
};

const folder = temporaryFolder('size');
const [archive] = await zip({ browser: 'chrome', outDir: folder.path });
if (archive === undefined) throw new Error('No archive was made.');
const dir = join(folder.path, 'chrome-mv3');
const bundles = {
  'popup, scripts before the figures': weightOf(scriptsOf(join(dir, 'popup.html'))),
  worker: weightOf([workerOf(join(dir, 'manifest.json'))]),
  archive: statSync(archive).size / 1000,
};
for (const [name, { most, meant }] of Object.entries(limits)) {
  const size = bundles[name as keyof typeof limits];
  console.log(`size: ${name}: ${size.toFixed(1)} kB, at most ${most}, meant ${meant}`);
  // What weighs nothing was not found.
  if (!(size > 0.5 && size <= most)) process.exitCode = 1;
}
folder.remove();

function scriptsOf(page: string): string[] {
  const paths = readFileSync(page, 'utf8').matchAll(/<script[^>]* src="\/([^"]+)"/g);
  return [...paths].map(([, path = '']) => join(dirname(page), path));
}

function workerOf(manifest: string): string {
  const { background } = JSON.parse(readFileSync(manifest, 'utf8')) as { background: { service_worker: string } };
  return join(dirname(manifest), background.service_worker);
}

/** These scripts and all that they import before they run, in kilobytes. */
function weightOf(scripts: string[]): number {
  const seen = new Set<string>();
  const visit = (script: string) => {
    if (seen.has(script)) return;
    seen.add(script);
    const imports = readFileSync(script, 'utf8').matchAll(/\b(?:import|from)\s*(["'`])(\.{1,2}\/[^"'`]+)\1/g);
    for (const [, , path = ''] of imports) visit(resolve(dirname(script), path));
  };
  scripts.forEach(visit);
  return [...seen].reduce((sum, script) => sum + gzipSync(readFileSync(script)).length, 0) / 1000;
}
