/** A stretch of a long list: the rows from `first` up to and without `last`, with so many pixels of rows before and after. */
export interface Stretch {
  first: number;
  last: number;
  before: number;
  after: number;
}

/** The rows that reach into the pixels `from` to `to` below the top of the list. `heights` has one for each row. */
export function stretchOf(heights: number[], from: number, to: number): Stretch {
  const stretch = { first: 0, last: 0, before: 0, after: 0 };
  let top = 0;
  for (const [place, height] of heights.entries()) {
    if (top + height <= from) Object.assign(stretch, { first: place + 1, last: place + 1, before: top + height });
    else if (top < to) stretch.last = place + 1;
    else stretch.after += height;
    top += height;
  }
  return stretch;
}
