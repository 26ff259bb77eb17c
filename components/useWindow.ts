import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { stretchOf, type Stretch } from './window.ts';

/** Lists up to this length are drawn whole. */
const fewRows = 30;
/** How much is drawn beyond what is seen, in pixels: so that Tab finds a next row, and scrolling no gap. */
const beyond = 300;
/** In pixels. */
const step = beyond / 3;
/** Before anything is measured: the tallest window that a popup gets, and a row. */
const tallest = 600;
const usualRow = 84;

/**
 * Which rows of a long list are near enough to what is seen to be drawn, whatever it is that scrolls. `ids` name the rows,
 * which are the children of the list in the same order.
 */
export function useWindow(ids: string[]): Stretch & { list: RefObject<HTMLUListElement | null> } {
  const list = useRef<HTMLUListElement>(null);
  const known = useRef(new Map<string, number>());
  const [top, setTop] = useState(0);
  const isLong = ids.length > fewRows;

  const mean = meanOf([...known.current.values()]) ?? usualRow;
  const stretch = isLong
    ? stretchOf(
        ids.map((id) => known.current.get(id) ?? mean),
        top - beyond,
        top + Math.max(window.innerHeight, tallest) + beyond,
      )
    : { first: 0, last: ids.length, before: 0, after: 0 };

  useLayoutEffect(() => {
    if (!isLong) return;
    for (const [place, row] of [...(list.current?.children ?? [])].entries()) {
      const id = ids[stretch.first + place];
      const { height } = row.getBoundingClientRect();
      // Without height it is hidden, and says nothing.
      if (id !== undefined && height > 0) known.current.set(id, height);
    }
  });

  useEffect(() => {
    if (!isLong) return;
    const look = () => {
      const seen = -(list.current?.getBoundingClientRect().top ?? 0);
      // In steps, for not every pixel is worth a new drawing.
      setTop(Math.max(0, Math.round(seen / step) * step));
    };
    // Scrolling does not bubble, but it can be caught on its way down.
    document.addEventListener('scroll', look, { capture: true, passive: true });
    return () => document.removeEventListener('scroll', look, { capture: true });
  }, [isLong]);

  return { ...stretch, list };
}

function meanOf(numbers: number[]): number | undefined {
  return numbers.length === 0 ? undefined : numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
}
