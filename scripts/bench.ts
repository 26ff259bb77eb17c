import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { alarms } from '../tests/bench/alarming.ts';
import { arrangings } from '../tests/bench/arranging.ts';
import { heaps, openings, wakings } from '../tests/bench/comparing.ts';
import { histories } from '../tests/bench/history.ts';
import { polls } from '../tests/bench/polling.ts';
import { memories } from '../tests/bench/memory.ts';
import { tableOf, type Result } from '../tests/bench/result.ts';
import { openStage } from '../tests/bench/stage.ts';
import { writings } from '../tests/bench/writing.ts';

/**
 * Measures in real Chromium, beside the bare extension in tests/bench/floor in the same run: only the ratios count, for
 * machines are shared and noisy. Build first. `--beside DIR` measures another build of ours as well, `--json FILE` keeps
 * the figures, and parts of it alone are named: `--only opening,arranging,heap,waking,history,polling,alarm,writing,memory`.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10' },
    starts: { type: 'string', default: '4' },
    accounts: { type: 'string', default: '6,100,1000' },
    only: { type: 'string', default: 'opening,arranging,heap,waking,history,polling,alarm,writing,memory' },
    beside: { type: 'string' },
    json: { type: 'string' },
  },
});
const [rounds, starts] = [Number(values.rounds), Number(values.starts)];
const only = new Set(values.only.split(','));
const build = '.output/chrome-mv3';
const results: Result[] = [];

function tell(news: Result[]): void {
  results.push(...news);
  console.log(tableOf(news));
}

{
  const others = values.beside === undefined ? {} : { before: values.beside };
  await using stage = await openStage({ ...others, ours: build, floor: 'tests/bench/floor' });
  if (only.has('opening'))
    for (const count of values.accounts.split(',')) tell(await openings(stage, Number(count), rounds, starts));
  if (only.has('arranging')) tell(await arrangings(stage, 1000, rounds));
  if (only.has('heap')) tell(await heaps(stage, 3));
  if (only.has('waking')) tell(await wakings(stage, rounds));
  if (only.has('history')) tell(await histories(stage, rounds));
}
for (const dir of [...(values.beside === undefined ? [] : [values.beside]), build]) {
  if (values.beside !== undefined) console.log(`${dir}:`);
  if (only.has('polling')) tell(await polls(dir, rounds));
  if (only.has('alarm')) {
    tell(await alarms(dir, 5, 5, rounds));
    tell(await alarms(dir, 50, 20, rounds));
  }
  if (only.has('writing')) tell(await writings(dir, rounds));
}
if (only.has('memory')) tell(await memories(build, 3));

const json = JSON.stringify(results, null, 2);
if (values.json === undefined) console.log(json);
else writeFileSync(values.json, `${json}\n`);
