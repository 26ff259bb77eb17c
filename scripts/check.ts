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

const failed: string[] = [];
await run('wxt', ['prepare', '--level', 'warn']);
for (const [name, command, args] of checks) {
  console.log(`check: ${name}`);
  if ((await run(command, args)) !== 0) failed.push(name);
}
console.log(failed.length === 0 ? 'check: all is well' : `check: failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
