import { t } from '../lib/words.ts';
import { Dialog } from './Dialog.tsx';

export interface ForgetDialogProps {
  /** The account's title. */
  title: string;
  onForget: () => void;
  onClose: () => void;
}

/** Asks before the history of one account is deleted. */
export function ForgetDialog({ title, onForget, onClose }: ForgetDialogProps) {
  return (
    <Dialog title={t('forget.title', [title])} onClose={onClose}>
      <p>{t('forget.text')}</p>
      <div class="actions">
        {/* First, so that it has the focus: nobody deletes a history by pressing Enter once too often. */}
        <button type="button" onClick={onClose}>
          {t('forget.cancel')}
        </button>
        <button type="button" class="danger" onClick={onForget}>
          {t('forget.confirm')}
        </button>
      </div>
    </Dialog>
  );
}
