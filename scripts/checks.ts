import { run } from './run.ts';

/** Everything that is checked without running the product. Stops at nothing, so that one run shows all there is to mend. */
const checks: [name: string, command: string, args: string[]][] = [
  ['format', 'oxfmt', ['--check']],
  ['lint', 'oxlint', ['--type-aware', '--deny-warnings']],
  ['types', 'tsc', []],
  ['dead code', 'knip', []],
  ['size', 'node', ['scripts/size.ts']],
  ['docs/providers.md', 'node', ['scripts/provider-docs.ts', '--check']],
];

/** Runs them all. Rejects with the names of those that failed. */
export async function check(): Promise<void> {
  const failed: string[] = [];
  await run('wxt', ['prepare', '--level', 'warn']);
  for (const [name, command, args] of checks) {
    console.log(`check: ${name}`);
    if ((await run(command, args)) !== 0) failed.push(name);
  }
  if (failed.length > 0) throw new Error(`failed: ${failed.join(', ')}`);
  console.log('check: all is well');
}
