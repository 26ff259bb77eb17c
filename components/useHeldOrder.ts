import { useState } from 'preact/hooks';

export interface HeldOrder {
  /** What holds its order while the pointer is over it or the focus in it: the element that is given these. */
  holder: {
    ref: (element: HTMLElement | null) => void;
    onPointerLeave: () => void;
    onFocusOut: () => void;
  };
  /** The ids as they were last shown, as long as they have to stay so; else none. */
  held: string[];
  /** To be told what is shown now. */
  keep: (ids: string[]) => void;
}

interface Shown {
  element?: HTMLElement | null;
  wish?: string;
  ids: string[];
}

/** Nothing is to jump away under the hand, unless the user wants it in another order: then `wish` is another one. */
export function useHeldOrder(wish: string): HeldOrder {
  const [shown] = useState((): Shown => ({ ids: [] }));
  const [, setLeft] = useState({});
  // By the next frame the focus is where it goes to, which may be the next row.
  const leave = () => requestAnimationFrame(() => setLeft({}));
  return {
    holder: {
      ref: (element) => {
        shown.element = element;
      },
      onPointerLeave: leave,
      onFocusOut: leave,
    },
    held: shown.wish === wish && shown.element?.matches(':is(:hover, :focus-within)') ? shown.ids : [],
    keep: (ids) => {
      Object.assign(shown, { wish, ids });
    },
  };
}
