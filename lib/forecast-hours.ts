/** What was left at a moment, and what was spent since the point before (falls only; a top-up in between does not hide them). */
export interface Point {
  /** In milliseconds since 1970, ascending. */
  at: number;
  remaining: number;
  spent: number;
}

export const hour = 60 * 60_000;
export const day = 24 * hour;

/** In hours. What is older tells little of the pace to come. */
export const memory = 56 * 24;
const week = 7 * 24;

/** What was spent in each hour, counted back from the last point: `spent[0]` is the last hour. */
export interface Hours {
  end: number;
  spent: Float64Array;
}

/** How much is spent in an hour of the week beside the average hour, which is 1. Hours and weekdays are those of UTC. */
export type Rhythm = (at: number) => number;

/** No hour is thought to be quieter: a quiet hour need not stay so. */
const quietest = 0.02;

/**
 * Falls put back into the hours where they belong. What fell between two points is spread evenly between them. Where most
 * falls are of the one smallest step, as whole credits are, a step says no more than that one more was used up since the
 * last: it is spread back to that. Without this, a slow and even use looks like bursts.
 */
export function hoursOf(points: readonly Point[]): Hours {
  const first = points[0]?.at ?? 0;
  const end = points.at(-1)?.at ?? 0;
  const hours = { end, spent: new Float64Array(Math.min(memory, Math.floor((end - first) / hour))) };
  const falls = fallsIn(points).map(({ spent }) => spent);
  falls.sort((a, b) => a - b);
  const oneStep = 1.5 * (falls[0] ?? 0);
  const isCounted = (falls[Math.floor(falls.length / 2)] ?? 0) <= oneStep;
  let fellAt = first;
  points.forEach(({ at, spent }, index) => {
    if (index === 0 || !(spent > 0)) return;
    spread(hours, isCounted && spent <= oneStep ? fellAt : points[index - 1]!.at, at, spent);
    fellAt = at;
  });
  return hours;
}

/** The points at which less was left. What the first one fell from is not known. */
export function fallsIn(points: readonly Point[]): Point[] {
  return points.filter(({ spent }, index) => index > 0 && spent > 0);
}

/**
 * The rhythm of the day times the rhythm of the week. Both are means over whole days or weeks that count the same however
 * much was spent in each, so that growth does not pass for rhythm; and both are drawn to flat, as if 3 flat days and 1 flat
 * week had been seen as well.
 */
export function rhythmOf(hours: Hours): Rhythm {
  const ofDay = sharesOf(hours, 24, 1, 3);
  const ofWeek = sharesOf(hours, week, 24, 1);
  const raw = Array.from({ length: week }, (_, index) => ofDay[index % 24]! * ofWeek[Math.floor(index / 24)]!);
  const mean = sum(raw) / week;
  const cells = raw.map((cell) => Math.max(quietest, cell / mean));
  return (at) => cells[hourOfWeek(at)]!;
}

/** The middle of an hour that is counted back from the end. */
export function middleOf(index: number, end: number): number {
  return end - (index + 0.5) * hour;
}

export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let index = 0; index < values.length; index += 1) total += values[index]!;
  return total;
}

function spread({ end, spent }: Hours, from: number, until: number, amount: number): void {
  const [newest, oldest] = [(end - until) / hour, (end - from) / hour];
  for (let index = Math.floor(newest); index < Math.min(oldest, spent.length); index += 1) {
    const share = (Math.min(oldest, index + 1) - Math.max(newest, index)) / (oldest - newest);
    spent[index] = spent[index]! + amount * share;
  }
}

/** What the cells of a period have of it, 1 on average; all in hours. */
function sharesOf({ end, spent }: Hours, period: number, cell: number, flat: number): number[] {
  const cells = Array.from({ length: period / cell }, () => flat);
  let periods = flat;
  for (let from = 0; from + period <= spent.length; from += period) {
    const total = sum(spent.subarray(from, from + period));
    if (total === 0) continue;
    periods += 1;
    for (let index = from; index < from + period; index += 1) {
      const place = Math.floor((hourOfWeek(middleOf(index, end)) % period) / cell);
      cells[place] = cells[place]! + (spent[index]! / total) * cells.length;
    }
  }
  return cells.map((share) => share / periods);
}

function hourOfWeek(at: number): number {
  return Math.floor(at / hour) % week;
}
