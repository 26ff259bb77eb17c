import { parseArgs } from 'node:util';
import { liveOneYear } from '../tests/virtual/year.ts';

/**
 * Lives one virtual year after the other of 50 accounts with faults, sleeps, clock jumps and a worker that dies, and says
 * which of the promises in `tests/virtual/rules.ts` were broken. A year is told by its seed, and the same each time.
 */
const { values } = parseArgs({
  options: { years: { type: 'string', default: '20' }, seed: { type: 'string', default: '1' } },
});
const [years, first] = [Number(values.years), Number(values.seed)];
if (!(years >= 1) || !Number.isSafeInteger(first)) throw new Error('Say it as in: npm run soak -- --years 20 --seed 1');

let broken = 0;
for (let seed = first; seed < first + years; seed += 1) {
  const { watch } = liveOneYear(seed);
  const { requests, wished, faults, sleeps, jumps, kept } = watch.figures;
  console.log(
    `year ${seed}: ${requests} requests (${wished} wished for), ${faults} without a reading, ${sleeps} sleeps, ` +
      `${jumps} clock jumps, ${(kept * 100).toFixed(1)} % of plan, ${watch.violations.length} promises broken`,
  );
  for (const violation of watch.violations.slice(0, 5)) console.log(`  ${violation}`);
  broken += watch.violations.length;
}
console.log(`soak: ${years} years, ${broken} promises broken`);
process.exitCode = broken === 0 ? 0 : 1;
