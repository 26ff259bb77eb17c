import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

export interface PassingButtonProps {
  class?: string;
  /** By which keys the same is done, as in `aria-keyshortcuts`. */
  keys?: string;
  /** The id of what it is about. */
  describedBy?: string;
  onClick: () => void;
  children: ComponentChildren;
}

/** A button that may go away while it has the focus. The focus then goes on to what comes next on the page. */
export function PassingButton({ class: name, keys, describedBy, onClick, children }: PassingButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const passing = button.current;
    return () => {
      if (passing && document.activeElement === passing) passOn(passing);
    };
  }, []);
  return (
    <button
      ref={button}
      type="button"
      class={name}
      aria-keyshortcuts={keys}
      aria-describedby={describedBy}
      onClick={onClick}
    >
      {children}
    </button>
  );
}

const focusable = ['a[href]', 'summary', 'button', 'input', 'select', 'textarea']
  .map((kind) => `${kind}:not([disabled])`)
  .join();

function passOn(from: HTMLElement): void {
  const stops = [...document.querySelectorAll<HTMLElement>(focusable)];
  const place = stops.indexOf(from);
  // What is hidden does not take it.
  for (const next of [...stops.slice(place + 1), ...stops.slice(0, Math.max(0, place)).toReversed()]) {
    next.focus();
    if (document.activeElement === next) return;
  }
}
