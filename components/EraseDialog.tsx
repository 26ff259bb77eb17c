import { t } from '../lib/words.ts';
import { Dialog } from './Dialog.tsx';

/** Asks before everything is deleted, and says what that does and does not do. */
export function EraseDialog({ onErase, onClose }: { onErase: () => void; onClose: () => void }) {
  return (
    <Dialog title={t('erase.title')} onClose={onClose}>
      <p>{t('erase.text')}</p>
      <p>{t('erase.traces')}</p>
      <div class="actions">
        {/* First, so that it has the focus: nobody deletes everything by pressing Enter once too often. */}
        <button type="button" onClick={onClose}>
          {t('erase.cancel')}
        </button>
        <button type="button" class="danger" onClick={onErase}>
          {t('erase.confirm')}
        </button>
      </div>
    </Dialog>
  );
}
