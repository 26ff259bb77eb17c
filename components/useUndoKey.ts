import { useLayoutEffect } from 'preact/hooks';
import { t } from '../lib/words.ts';

/** Takes back what was last done by Ctrl+Z or Command+Z, but in a text field, where that takes back what was typed. */
export function useUndoKey(undo: (() => void) | undefined): void {
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && !event.repeat;
      if (!undo || !isUndo || event.key.toLowerCase() !== 'z' || isText(event.target)) return;
      if (document.querySelector('dialog[open]')) return;
      event.preventDefault();
      undo();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [undo]);
}

/** The same for `aria-keyshortcuts`. */
export const undoKeys = 'Control+Z Meta+Z';

/** How the key is written on the user's own keyboard. */
export function undoKeyName(): string {
  return t(/Mac|iP(hone|ad)/.test(navigator.platform) ? 'options.undoKeyMac' : 'options.undoKey');
}

function isText(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('input:not([type=checkbox]), textarea');
}
