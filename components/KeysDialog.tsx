import { t } from '../lib/words.ts';
import { Dialog } from './Dialog.tsx';

/** Which keys do what in the popup. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const keys: [key: string, does: string][] = [
    ['↑ ↓', t('keys.move')],
    ['→ ←', t('keys.more')],
    ['Enter', t('keys.open')],
    ['r', t('keys.refresh')],
    ['/', t('keys.search')],
    ['u', t('keys.used')],
    ['d', t('keys.countdown')],
    ['h', t('keys.hide')],
    ['?', t('keys.list')],
  ];
  return (
    <Dialog title={t('keys.title')} onClose={onClose}>
      <dl class="keys">
        {keys.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <div class="actions">
        <button type="button" onClick={onClose}>
          {t('dialog.close')}
        </button>
      </div>
    </Dialog>
  );
}
