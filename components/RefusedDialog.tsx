import { t } from '../lib/words.ts';
import { Dialog } from './Dialog.tsx';

export interface RefusedDialogProps {
  /** The file's name. */
  name: string;
  /** Why it is not taken, in words. */
  reasons: string[];
  onClose: () => void;
}

/** Says why a file that was chosen is not taken. */
export function RefusedDialog({ name, reasons, onClose }: RefusedDialogProps) {
  return (
    <Dialog title={t('import.refusedTitle')} onClose={onClose}>
      <p>
        {name}. {t('import.refused')}
      </p>
      <ul class="refusals">
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      <div class="actions">
        <button type="button" onClick={onClose}>
          {t('dialog.close')}
        </button>
      </div>
    </Dialog>
  );
}
