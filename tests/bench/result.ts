import type { Spread } from './numbers.ts';

/** One line of the outcome, with what it may be at most. */
export interface Result {
  what: string;
  /** In this unit; for a ratio that of the samples below it. */
  unit: string;
  value: Spread;
  /** What the floor needs for the same, in the same unit. */
  ours?: Spread;
  floor?: Spread;
  budget?: number;
}

/** A table for people; `medians (least to most)`. */
export function tableOf(results: Result[]): string {
  const lines = results.map(({ what, unit, value, ours, floor, budget }) =>
    [
      what,
      `${told(value)} ${unit}`.trim(),
      ours && floor ? `${told(ours)} beside ${told(floor)}` : '',
      budget === undefined ? '' : `<= ${budget}${value.median <= budget ? '' : ' MISSED'}`,
    ].join(' | '),
  );
  return ['what | value | ours beside the floor | budget', ...lines].join('\n');
}

function told({ median, least, most }: Spread): string {
  return `${median} (${least} to ${most})`;
}
