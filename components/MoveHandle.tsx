import { useRef, useState } from 'preact/hooks';
import { t } from '../lib/words.ts';
import { DragIcon, MoreIcon, UpIcon } from './icons.tsx';

/** What is dragged is known by this type, so that nothing else can be dropped here. */
const type = 'application/x-credit-gauge-account';

export interface MoveHandleProps {
  id: string;
  /** The account's title. */
  title: string;
  /** So many places down; up when below 0. */
  onMove: (by: number) => void;
}

/** Moves an account in the user's own order: dragged with the pointer, with the arrow keys, or with the buttons that a click brings up. */
export function MoveHandle({ id, title, onMove }: MoveHandleProps) {
  const [isOpen, setOpen] = useState(false);
  const handle = useRef<HTMLButtonElement>(null);
  const ways: [name: string, by: -1 | 1][] = [
    [t('options.moveUp', [title]), -1],
    [t('options.moveDown', [title]), 1],
  ];
  const listeners = {
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Escape' && isOpen) {
        setOpen(false);
        handle.current?.focus();
      }
      if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
      event.preventDefault();
      onMove(event.key === 'ArrowUp' ? -1 : 1);
    },
    onBlur: ({ relatedTarget }: FocusEvent) => {
      const stays = relatedTarget instanceof Node && handle.current?.parentElement?.contains(relatedTarget);
      if (!stays) setOpen(false);
    },
  };
  return (
    <span class="mover">
      <button
        ref={handle}
        type="button"
        class="quiet handle"
        draggable
        aria-label={t('options.move', [title])}
        aria-expanded={isOpen}
        title={t('options.moveHint')}
        onDragStart={(event) => event.dataTransfer?.setData(type, id)}
        onClick={() => setOpen(!isOpen)}
        {...listeners}
      >
        <DragIcon />
      </button>
      {isOpen && (
        <span class="ways">
          {ways.map(([name, by]) => (
            <button
              key={by}
              type="button"
              class="quiet"
              aria-label={name}
              title={name}
              onClick={() => onMove(by)}
              {...listeners}
            >
              {by < 0 ? <UpIcon /> : <MoreIcon />}
            </button>
          ))}
        </span>
      )}
    </span>
  );
}

/** What makes an element a place where an account can be dropped. */
export function dropPlace(onDrop: (id: string) => void) {
  return {
    onDragOver: (event: DragEvent) => {
      if (event.dataTransfer?.types.includes(type)) event.preventDefault();
    },
    onDrop: (event: DragEvent) => {
      const id = event.dataTransfer?.getData(type) ?? '';
      if (id === '') return;
      event.preventDefault();
      onDrop(id);
    },
  };
}
