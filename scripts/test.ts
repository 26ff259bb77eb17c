import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findOrInstall } from './browsers.ts';
import { check } from './checks.ts';
import { hostsIn, isOurs, logsVariable } from '../tests/e2e/harness/network-log.ts';
import { run } from './run.ts';

/** All that has to be true before a change may land: checks, unit tests, both builds, both browsers. */
const reports = mkdtempSync(join(tmpdir(), 'credit-gauge-tests-'));
const networkLogs = mkdtempSync(join(tmpdir(), 'credit-gauge-network-'));
let passed = 0;
let failed = 0;

/** What failed, told again beneath everything else: above it stand thousands of lines. */
const failures: string[] = [];

/** What vitest's JSON reporter writes, as far as it is told here. */
interface Report {
  numPassedTests: number;
  numFailedTests: number;
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { status: string; fullName: string; failureMessages?: string[] }[];
  }[];
}

async function step(name: string, work: () => Promise<number>): Promise<void> {
  console.log(`\n=== ${name}`);
  const before = failed;
  let why = '';
  const code = await work().catch((error: unknown) => {
    why = error instanceof Error ? error.message : String(error);
    console.error(why);
    return 1;
  });
  // A step whose tests failed has been counted by its tests.
  if (code !== 0 && failed === before) {
    failed += 1;
    failures.push(why === '' ? name : `${name}: ${why}`);
  }
  if (code === 0) passed += name.endsWith('tests') ? 0 : 1;
}

async function tests(project: string): Promise<number> {
  const file = join(reports, `${project}.json`);
  const code = await run(
    'vitest',
    ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
    { [logsVariable]: networkLogs },
  );
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  for (const { name: path, status, message, assertionResults } of report.testResults) {
    const bad = assertionResults.filter((one) => one.status === 'failed');
    for (const { fullName, failureMessages } of bad)
      failures.push([`${path}: ${fullName}`, ...(failureMessages ?? [])].join('\n'));
    // A file of which no test could be run has none that failed.
    if (status === 'failed' && bad.length === 0) {
      failed += 1;
      failures.push(`${path}: ${message}`);
    }
  }
  if (report.numPassedTests + report.numFailedTests === 0) throw new Error(`no ${project} test was run`);
  return code;
}

await step('check', async () => {
  await check();
  return 0;
});
await step('unit tests', () => tests('unit'));
for (const browser of ['chrome', 'edge', 'firefox'])
  await step(`build and archive for ${browser}`, () => run('wxt', ['zip', '-b', browser]));
await step('lint of the extension', () => run('node', ['scripts/lint-extension.ts']));
await step('the same build anywhere', () => run('node', ['scripts/reproduce.ts']));
await step('browsers', async () => {
  for (const kind of ['chromium', 'firefox'] as const) console.log(`${kind}: ${await findOrInstall(kind)}`);
  return 0;
});
await step('end-to-end tests', () => tests('e2e'));
await step('no host is asked but the test servers', async () => {
  for (const [kind, hosts] of Object.entries(hostsIn(networkLogs))) {
    const told = [...hosts].map(([host, times]) => `${host} (${times})`).join(', ');
    console.log(`${kind}: ${told}`);
    if (hosts.size === 0) throw new Error(`no request of ${kind} was logged`);
    const strangers = [...hosts.keys()].filter((host) => !isOurs(host));
    if (strangers.length > 0) throw new Error(`${kind} asked ${strangers.join(', ')}`);
  }
  return 0;
});

for (const folder of [reports, networkLogs]) rmSync(folder, { recursive: true, force: true });
for (const failure of failures) console.log(`\nfailed: ${failure}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
