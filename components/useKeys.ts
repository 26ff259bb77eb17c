import { useLayoutEffect } from 'preact/hooks';

/** What a key does; the name as in `KeyboardEvent.key`. */
export type Keys = Record<string, () => void>;

/** Listens to single keys while nothing is being typed and neither a dialog nor a choice is open. */
export function useKeys(keys: Keys): void {
  // With the layout, so that a key never does what was right for what was shown before.
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      const action = keys[event.key];
      // A key that is held down is one press, but for the arrows.
      if (
        !action ||
        (event.repeat && !event.key.startsWith('Arrow')) ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        isTyping(event.target)
      )
        return;
      if (document.querySelector('dialog[open], :popover-open')) return;
      event.preventDefault();
      action();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [keys]);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('input, select, textarea');
}
