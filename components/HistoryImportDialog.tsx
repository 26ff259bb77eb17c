import type { HistoryPlan } from '../lib/history-import.ts';
import type { HistoryRefusal } from '../lib/history-file.ts';
import { gainSentence, historyRefusalSentence } from '../lib/history-sentences.ts';
import { listed } from '../lib/listed.ts';
import { accountTitle } from '../lib/sentences.ts';
import { t } from '../lib/words.ts';
import { ConfirmDialog } from './ConfirmDialog.tsx';
import { RefusedDialog } from './RefusedDialog.tsx';

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
    const reasons = incoming.refusals.map(historyRefusalSentence);
    return <RefusedDialog name={incoming.name} reasons={reasons} onClose={onClose} />;
  }
  const { text, gains, strangers } = incoming;
  const isEmpty = gains.every(({ gain }) => gain.readings === 0);
  return (
    <ConfirmDialog
      title={t('historyFile.importTitle')}
      text={t(isEmpty ? 'historyFile.nothing' : 'import.intro')}
      verb={isEmpty ? undefined : t('import.confirm')}
      onConfirm={() => onImport(text)}
      onClose={onClose}
    >
      <ul class="changes">
        {gains.map(({ account, gain }) => (
          <li key={account.id}>
            {accountTitle(account)}
            <span class="facts">{gainSentence(gain)}</span>
          </li>
        ))}
      </ul>
      {strangers.length > 0 && (
        <p class="problem">{t('historyFile.strangers', [listed(strangers.map(accountTitle))])}</p>
      )}
    </ConfirmDialog>
  );
}
