import type { HistoryPlan } from '../lib/history-import.ts';
import type { HistoryRefusal } from '../lib/history-file.ts';
import { gainSentence, historyRefusalSentence } from '../lib/history-sentences.ts';
import { plainText } from '../lib/json.ts';
import { accountTitle } from '../lib/sentences.ts';
import { t } from '../lib/words.ts';
import { Dialog } from './Dialog.tsx';

/** A file of histories that was chosen: what it would add, or why it is not taken. */
export type IncomingHistory = { name: string } & (HistoryPlan | { refusals: HistoryRefusal[] });

export interface HistoryImportDialogProps {
  incoming: IncomingHistory;
  onImport: (text: string) => void;
  onClose: () => void;
}

/** Shows what a file would add to which account before anything is written. */
export function HistoryImportDialog({ incoming, onImport, onClose }: HistoryImportDialogProps) {
  if ('refusals' in incoming) {
    return (
      <Dialog title={t('import.refusedTitle')} onClose={onClose}>
        <p>
          {incoming.name}. {t('import.refused')}
        </p>
        <ul class="refusals">
          {incoming.refusals.map((refusal) => (
            <li key={historyRefusalSentence(refusal)}>{historyRefusalSentence(refusal)}</li>
          ))}
        </ul>
        <div class="actions">
          <button type="button" onClick={onClose}>
            {t('import.close')}
          </button>
        </div>
      </Dialog>
    );
  }
  const { text, gains, strangers } = incoming;
  const isEmpty = gains.every(({ gain }) => gain.readings === 0);
  return (
    <Dialog title={t('historyFile.importTitle')} onClose={onClose}>
      <p>{t(isEmpty ? 'historyFile.nothing' : 'import.intro')}</p>
      <ul class="changes">
        {gains.map(({ account, gain }) => (
          <li key={account.id}>
            {accountTitle(account)}
            <span class="facts">{gainSentence(gain)}</span>
          </li>
        ))}
      </ul>
      {strangers.length > 0 && (
        <p class="problem">
          {t('historyFile.strangers', [strangers.map((entry) => plainText(accountTitle(entry))).join(', ')])}
        </p>
      )}
      <div class="actions">
        {!isEmpty && (
          <button type="button" class="primary" onClick={() => onImport(text)}>
            {t('import.confirm')}
          </button>
        )}
        <button type="button" onClick={onClose}>
          {t('import.cancel')}
        </button>
      </div>
    </Dialog>
  );
}
