import { t } from '../lib/words.ts';
import { DragIcon } from './icons.tsx';

/** What is dragged is known by this type, so that nothing else can be dropped here. */
const type = 'application/x-credit-gauge-account';

export interface MoveHandleProps {
  id: string;
  /** The account's title. */
  title: string;
  /** So many places down; up when below 0. */
  onMove: (by: number) => void;
}

/** Moves an account in the user's own order: dragged with the pointer, or with the arrow keys. */
export function MoveHandle({ id, title, onMove }: MoveHandleProps) {
  return (
    <button
      type="button"
      class="quiet handle"
      draggable
      aria-label={t('options.move', [title])}
      title={t('options.moveHint')}
      onDragStart={(event) => event.dataTransfer?.setData(type, id)}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
        event.preventDefault();
        onMove(event.key === 'ArrowUp' ? -1 : 1);
      }}
    >
      <DragIcon />
    </button>
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
