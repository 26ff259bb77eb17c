import { forecast, type Point } from '../../lib/forecast.ts';
import { kinds, type Kind } from './lives.ts';
import { pointsOf, type Trace } from './traces.ts';

const day = 24 * 60 * 60_000;

/** Where nothing was spent, a baseline says "in two years", as the forecast does. */
const horizon = 2 * 365 * day;

/** What is asked of one trace at one moment of its life. */
export interface Question {
  kind: Kind;
  /** How much of its life is over. */
  percent: number;
  points: Point[];
  remaining: number;
  now: number;
  /** The truth. */
  emptyAt: number;
  trace: Trace;
}

export const percents = [25, 50, 75];

export function questionsOf(traces: readonly Trace[]): Question[] {
  return traces.flatMap((trace) =>
    percents.map((percent) => {
      const now = trace.begin + ((trace.end - trace.begin) * percent) / 100;
      const points = pointsOf(trace, now);
      const remaining = points.at(-1)?.remaining ?? 0;
      return { kind: trace.kind, percent, points, remaining, now, emptyAt: trace.emptyAfter(now), trace };
    }),
  );
}

export const competitors = ['forecast', 'since the first point', 'the last 24 hours'] as const;
type Competitor = (typeof competitors)[number];

export interface Row {
  /** How many questions were asked, and answered with a date. */
  asked: number;
  answered: number;
  /** The share of truths within the 80 % range of the forecast, before it, and after it. */
  within: number;
  before: number;
  after: number;
  /** The mean pinball loss, see `lossOf`. */
  loss: Record<Competitor, number>;
  /** The same where each baseline is given the range that would have been best in hindsight for all it was asked. */
  hindsight: Record<Competitor, number>;
  /** The mean error of the middle date, of the logarithm of the time left. */
  error: Record<Competitor, number>;
}

export interface Score {
  all: Row;
  byKind: Record<Kind, Row>;
  byPercent: Record<number, Row>;
}

/** The logarithms of time told over time true, of the quantiles 0.1, 0.5 and 0.9. */
type Errors = readonly [number, number, number];

/** Asks the forecast and both baselines. What the forecast does not answer with a date is asked of nobody. */
export function scoreOf(questions: readonly Question[]): Score {
  const answers = questions.flatMap((question) => {
    const told = forecast(question.points, { remaining: question.remaining }, question.now);
    if (told.kind !== 'runs-out') return [];
    const first = rateSince(question, question.points[0]?.at ?? 0);
    const last = rateSince(question, question.now - day);
    return [
      {
        question,
        errors: {
          forecast: [
            errorOf(question, told.earliest),
            errorOf(question, told.at),
            errorOf(question, told.latest),
          ] as Errors,
          'since the first point': pointOf(question, first),
          'the last 24 hours': pointOf(question, last),
        },
      },
    ];
  });
  const ranges = Object.fromEntries(
    competitors.map((one) => [one, one === 'forecast' ? [0, 0] : rangeOf(answers.map(({ errors }) => errors[one][1]))]),
  );
  const rowOf = (belongs: (question: Question) => boolean): Row => {
    const own = answers.filter(({ question }) => belongs(question));
    const average = (value: (answer: (typeof own)[number]) => number) =>
      own.reduce((total, answer) => total + value(answer), 0) / own.length;
    const each = (value: (errors: Errors, one: Competitor) => number) =>
      Object.fromEntries(
        competitors.map((one) => [one, average(({ errors }) => value(errors[one], one))]),
      ) as Row['loss'];
    const before = average(({ errors: { forecast: told } }) => (told[0] > 0 ? 1 : 0));
    const after = average(({ errors: { forecast: told } }) => (told[2] < 0 ? 1 : 0));
    return {
      asked: questions.filter(belongs).length,
      answered: own.length,
      within: 1 - before - after,
      before,
      after,
      loss: each(lossOf),
      hindsight: each(([low, middle, high], one) => {
        const [down = 0, up = 0] = ranges[one] ?? [];
        return lossOf([low + down, middle, high + up]);
      }),
      error: each(([, middle]) => Math.abs(middle)),
    };
  };
  return {
    all: rowOf(() => true),
    byKind: Object.fromEntries(kinds.map((kind) => [kind, rowOf((one) => one.kind === kind)])) as Score['byKind'],
    byPercent: Object.fromEntries(percents.map((percent) => [percent, rowOf((one) => one.percent === percent)])),
  };
}

/**
 * The mean of the pinball losses of the three quantiles, of the logarithm of the time left: 10 % too long is as bad for a
 * day as for a month. More than ten times off counts as ten times, so that no trace dominates.
 */
function lossOf(errors: Errors): number {
  const [low, middle, high] = errors.map((error) => Math.min(Math.LN10, Math.max(-Math.LN10, error))) as [
    number,
    number,
    number,
  ];
  return (pinball(low, 0.1) + pinball(middle, 0.5) + pinball(high, 0.9)) / 3;
}

/** `error` is what was told less what was true. */
function pinball(error: number, quantile: number): number {
  return error > 0 ? (1 - quantile) * error : -quantile * error;
}

function errorOf({ now, emptyAt }: Question, told: number): number {
  // The forecast may say "now"; a minute keeps the logarithm finite.
  return Math.log(Math.max(60_000, told - now) / Math.max(60_000, emptyAt - now));
}

function pointOf(question: Question, perMs: number): Errors {
  const error = errorOf(question, question.now + Math.min(horizon, question.remaining / perMs));
  return [error, error, error];
}

function rateSince({ points, now }: Question, from: number): number {
  const spent = points.slice(1).reduce((total, point) => total + (point.at > from ? point.spent : 0), 0);
  return spent / (now - Math.max(from, points[0]?.at ?? now));
}

/** By how much the 10 % and the 90 % quantile would have to lie away from the middle. */
function rangeOf(errors: number[]): [number, number] {
  const sorted = errors.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return [-at(0.9), -at(0.1)];
}
