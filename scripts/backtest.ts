import { readFileSync, writeFileSync } from 'node:fs';
import { forecast } from '../lib/forecast.ts';
import { kinds } from '../tests/forecast/lives.ts';
import { pictureOf } from '../tests/forecast/picture.ts';
import { competitors, percents, questionsOf, scoreOf, type Row } from '../tests/forecast/score.ts';
import { tracesOf } from '../tests/forecast/traces.ts';

/**
 * Asks the forecast about generated accounts whose end is known, and says how it did; with --json as JSON. With --write it
 * puts the tables and the picture into docs/forecast.md, with --check it only says whether the tables are current.
 */
const page = 'docs/forecast.md';
const picture = 'docs/pictures/forecast.svg';
const perKind = 60;

/** The constants of lib/forecast-pace.ts were fitted on the first; the others were not looked at before. */
const sets = { tuning: ['tune', 'tune2'], scoring: ['held out', 'held out 2'] };

const scores = Object.entries(sets).map(([name, families]) => {
  const traces = families.flatMap((family) => tracesOf(family, perKind));
  return { name, families, traces: traces.length, ...scoreOf(questionsOf(traces)) };
});

const tables = scores.flatMap(({ name, families, traces, all, byKind, byPercent }) => [
  `### ${name === 'tuning' ? 'Traces that the constants were fitted on' : 'Traces that were not looked at before'}`,
  '',
  `Families ${families.map((family) => `\`${family}\``).join(' and ')}: ${traces} traces, ${all.asked} questions.`,
  '',
  `| | answered | within | ended before | ended after | ${competitors.join(' | ')} |`,
  `|---|${'--:|'.repeat(4 + competitors.length)}`,
  line('**all**', all),
  ...kinds.map((kind) => line(kind, byKind[kind])),
  ...percents.flatMap((percent) => {
    const row = byPercent[percent];
    return row ? [line(`at ${percent} % of life`, row)] : [];
  }),
  '',
  `The loss is ${less(all.loss, 1)} below the rate since the first point and ${less(all.loss, 2)} below the rate of the last 24 hours; ` +
    `${less(all.hindsight, 1)} and ${less(all.hindsight, 2)} if these get the range that is best for them in hindsight. ` +
    `The middle date is off by a factor of ${competitors.map((one) => `${Math.exp(all.error[one]).toFixed(2)} (${one})`).join(', ')} on average.`,
  '',
]);

const questions = questionsOf(tracesOf('held out', 6)).toSorted((a, b) => b.points.length - a.points.length);
const [longest] = questions;
const time = median(
  Array.from({ length: 200 }, () => {
    const begin = performance.now();
    if (longest) forecast(longest.points, { remaining: longest.remaining }, longest.now);
    return performance.now() - begin;
  }),
);

if (process.argv.includes('--json'))
  console.log(JSON.stringify({ scores, milliseconds: time, points: longest?.points.length }, undefined, 2));
else if (process.argv.includes('--check')) {
  const isCurrent = readFileSync(page, 'utf8') === paged();
  if (!isCurrent) console.error(`${page} is not current. Run: npm run backtest -- --write`);
  process.exitCode = isCurrent ? 0 : 1;
} else {
  console.log(tables.join('\n'));
  console.log(`One answer from ${longest?.points.length} points takes ${time.toFixed(2)} ms.`);
  if (process.argv.includes('--write')) {
    writeFileSync(page, paged());
    writeFileSync(picture, drawn());
    console.log(`wrote ${page} and ${picture}`);
  }
}

function line(name: string, row: Row): string {
  const losses = competitors.map((one) => row.loss[one].toFixed(3));
  const shares = [row.within, row.before, row.after].map(percentOf);
  return `| ${[name, `${row.answered} of ${row.asked}`, ...shares, ...losses].join(' | ')} |`;
}

function less(losses: Row['loss'], index: 1 | 2): string {
  return percentOf(1 - losses.forecast / losses[competitors[index]]);
}

function percentOf(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function paged(): string {
  const [before, , after] = readFileSync(page, 'utf8').split(/(?<=<!-- tables -->\n)|(?=<!-- end of tables -->)/);
  return `${before}\n${tables.join('\n')}\n${after}`;
}

/** The first office that lasts for more than three weeks, in the middle of its life. */
function drawn(): string {
  const question = questionsOf(tracesOf('held out', perKind, ['weekday'])).find(
    ({ percent, points, emptyAt }) => percent === 50 && emptyAt - (points[0]?.at ?? 0) > 21 * 24 * 60 * 60_000,
  );
  if (!question) throw new Error('no trace lasts that long');
  const told = forecast(question.points, { remaining: question.remaining }, question.now);
  if (told.kind !== 'runs-out') throw new Error(`the forecast says ${told.kind}`);
  return pictureOf(question, told);
}
