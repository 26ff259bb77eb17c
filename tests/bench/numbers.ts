/** Samples of one thing, in the order in which they were taken. */
export interface Spread {
  median: number;
  least: number;
  most: number;
}

export function spreadOf(samples: number[]): Spread {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (place: number) => rounded(sorted[place] ?? Number.NaN);
  return { median: at(Math.floor((sorted.length - 1) / 2)), least: at(0), most: at(sorted.length - 1) };
}

/** Each sample beside the one that was taken right before or after it: what the machine did meanwhile hit both. */
export function ratioOf(ours: number[], floor: number[]): Spread {
  return spreadOf(ours.map((sample, place) => sample / (floor[place] ?? Number.NaN)));
}

function rounded(number: number): number {
  return Number(number.toPrecision(3));
}
