import type { ComponentChildren } from 'preact';
import { t } from '../lib/words.ts';
import { Dialog } from './Dialog.tsx';

export interface ConfirmDialogProps {
  title: string;
  text: string;
  /** What the confirming button says; absent where there is nothing to confirm. */
  verb?: string | undefined;
  /** Something is lost by it. */
  isDanger?: boolean;
  /** What else there is to know. */
  children?: ComponentChildren;
  onConfirm: () => void;
  onClose: () => void;
}

/** Says what is about to be done, and asks whether to do it. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, text, verb, isDanger = false, children, onConfirm, onClose } = props;
  const cancel = (
    <button type="button" onClick={onClose}>
      {t(verb === undefined ? 'dialog.close' : 'dialog.cancel')}
    </button>
  );
  const confirm = verb !== undefined && (
    <button type="button" class={isDanger ? 'danger' : 'primary'} onClick={onConfirm}>
      {verb}
    </button>
  );
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{text}</p>
      {children}
      {/* What is first has the focus: nobody deletes anything by pressing Enter once too often. */}
      <div class="actions">
        {isDanger && cancel}
        {confirm}
        {!isDanger && cancel}
      </div>
    </Dialog>
  );
}
