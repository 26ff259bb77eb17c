import { useState } from 'preact/hooks';

export interface HeldOrder {
  /** For the element that holds its order while the pointer is over it or the focus in it. */
  ref: (element: HTMLElement | null) => void;
  /** The ids as they were last shown, as long as they have to stay so; else none. Looked at whenever the list is drawn. */
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
  return {
    ref: (element) => {
      shown.element = element;
    },
    held: shown.wish === wish && shown.element?.matches(':is(:hover, :focus-within)') ? shown.ids : [],
    keep: (ids) => {
      shown.wish = wish;
      shown.ids = ids;
    },
  };
}
