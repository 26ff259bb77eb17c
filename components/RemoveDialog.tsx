import type { Account } from '../lib/account.ts';
import { providerOf } from '../lib/providers/index.ts';
import { accountTitle } from '../lib/sentences.ts';
import { t } from '../lib/words.ts';
import { Dialog } from './Dialog.tsx';

/** Asks before an account is removed, and says what that does and does not do. */
export function RemoveDialog({
  account,
  onRemove,
  onClose,
}: {
  account: Account;
  onRemove: () => void;
  onClose: () => void;
}) {
  return (
    <Dialog title={t('remove.title', [accountTitle(account)])} onClose={onClose}>
      <p>{t('remove.text', [providerOf(account.provider)?.name ?? account.provider])}</p>
      <div class="actions">
        {/* First, so that it has the focus: nobody removes an account by pressing Enter once too often. */}
        <button type="button" onClick={onClose}>
          {t('remove.cancel')}
        </button>
        <button type="button" class="danger" onClick={onRemove}>
          {t('remove.confirm')}
        </button>
      </div>
    </Dialog>
  );
}
