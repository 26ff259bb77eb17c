import { middleOf, sum, type Hours, type Rhythm } from './forecast-hours.ts';

/** What is spent in an average hour from now until all is used up. */
export interface Pace {
  perHour: number;
  /** The standard deviation of its logarithm. */
  error: number;
}

/** What was spent in some time, and how many average hours it counts for by the rhythm. */
interface Stretch {
  spent: number;
  hours: number;
}

/** By how much spending may grow in a day, and how likely that is before anything is known. */
const growths = [
  { growth: 0, chance: 0.7 },
  ...[0.02, 0.04, 0.06, 0.08, 0.1].map((growth) => ({ growth, chance: 0.06 })),
];

/** How likely it is, before anything is known, that the pace changed while it was watched. */
const changed = 0.1;

/** In hours. A pace that fell less than 3 days ago may be a weekend. */
const weekend = 72;

/** How wide the range must be to hold four of five truths, fitted on generated lives: see docs/forecast.md. */
const ofLumps = 1.3;
const ofFuture = 0.05;

/**
 * Bayesian model averaging. The hypotheses are that the pace has been the same all the time, or that it changed at some
 * moment; and that since then it is level, or grows and will go on growing for as long as it has. Each tells the pace until
 * all is used up, and weighs as much as it makes likely what was spent: by Poisson's law, for lumps of this account's size.
 */
export function paceOf({ end, spent }: Hours, rhythm: Rhythm, remaining: number): Pace {
  const hours = Float64Array.from(spent, (_, index) => rhythm(middleOf(index, end)));
  const all: Stretch = { spent: sum(spent), hours: sum(hours) };
  const mean = all.spent / all.hours;
  // A day is the natural block; where less than 12 days are known, a twelfth of that.
  const block = Math.min(24, Math.max(1, Math.floor(spent.length / 12)));
  const lump = lumpOf(spent, hours, block, mean);
  // Half a lump at the mean pace is added to what is known, so that no pace is ever 0.
  const pace = (known: Stretch) => (known.spent + lump / 2) / (known.hours + lump / 2 / mean);
  const likelihood = (known: Stretch) =>
    (known.spent * Math.log(pace(known) / mean) - known.hours * pace(known)) / lump;

  const since: Stretch = { spent: 0, hours: 0 };
  const courses = growths.map((prior) => ({ ...prior, perHour: prior.growth / 24, hours: 0 }));
  const found: { weight: number; whole: boolean; perHour: number; lumps: number }[] = [];
  let spentDays = 0;
  let next = Math.max(4, 2 * block);
  for (let age = 1; age <= spent.length; age += 1) {
    const [amount, share] = [spent[age - 1]!, hours[age - 1]!];
    since.spent += amount;
    since.hours += share;
    spentDays += (amount * (age - 0.5)) / 24;
    for (const course of courses) course.hours += share * Math.exp(-course.perHour * (age - 0.5));
    const whole = age === spent.length;
    if (!whole && (age < next || age > spent.length * 0.85)) continue;
    next = age * 1.25;
    const before: Stretch = { spent: all.spent - since.spent, hours: all.hours - since.hours };
    if (!whole && age < weekend && pace(since) < pace(before)) continue;
    // One more unknown has its price, as in the Bayesian information criterion.
    const price = whole ? 0 : Math.log(1 + since.spent / (lump / 2)) / 2;
    for (const { growth, chance, hours: grown } of courses) {
      const known: Stretch = { spent: since.spent, hours: grown };
      const fit = likelihood(known) - (growth * spentDays) / lump + likelihood(before);
      found.push({
        weight: Math.log(chance) + fit - price,
        whole,
        perHour: meanPace(pace(known), growth / 24, age, remaining),
        lumps: since.spent / lump + 0.5,
      });
    }
  }

  const best = Math.max(...found.map(({ weight }) => weight));
  const moments = found.length / growths.length - 1;
  const weights = found.map(({ weight, whole }) => Math.exp(weight - best) * (whole ? 1 - changed : changed / moments));
  const average = (values: number[]) => sum(values.map((value, index) => value * weights[index]!)) / sum(weights);
  const perHour = average(found.map((one) => one.perHour));
  // Lumps are counted as in Poisson's law: those to come, and those that the pace is known from.
  const byLumps = lump / remaining + average(found.map(({ lumps }) => 1 / lumps));
  // The pace may change: the more so, the further one looks beside how long one has watched.
  const byFuture = remaining / perHour / spent.length;
  return { perHour, error: Math.sqrt(ofLumps * byLumps + ofFuture * byFuture) };
}

/**
 * The size of the lumps in which is spent: variance over mean, taken from one block to the next, so that a slow change of
 * pace does not count. One block that varies by a third is added: few blocks may agree by chance.
 */
function lumpOf(spent: Float64Array, hours: Float64Array, block: number, mean: number): number {
  let variance = 0.1 * mean * mean * block;
  let paces = mean;
  for (let from = 0; from + 2 * block <= spent.length; from += block) {
    const pair = [from, from + block].map((begin) => ({
      spent: sum(spent.subarray(begin, begin + block)),
      hours: sum(hours.subarray(begin, begin + block)),
    }));
    const pace = sum(pair.map((one) => one.spent)) / sum(pair.map((one) => one.hours));
    variance += sum(pair.map((one) => (one.spent - pace * one.hours) ** 2 / one.hours));
    paces += pace;
  }
  return variance / paces;
}

/** If it grows for so many hours more and then is level. */
function meanPace(perHour: number, growth: number, hours: number, remaining: number): number {
  if (growth === 0) return perHour;
  const atThisPace = remaining / perHour;
  const inGrowth = (Math.exp(growth * hours) - 1) / growth;
  const lasts =
    atThisPace <= inGrowth
      ? Math.log(1 + growth * atThisPace) / growth
      : hours + (atThisPace - inGrowth) / Math.exp(growth * hours);
  return remaining / lasts;
}
