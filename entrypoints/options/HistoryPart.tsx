import { useState } from 'preact/hooks';
import { FileChooser } from '../../components/FileChooser.tsx';
import { HistoryImportDialog, type IncomingHistory } from '../../components/HistoryImportDialog.tsx';
import type { Account } from '../../lib/account.ts';
import { download } from '../../lib/download.ts';
import { historyCsv } from '../../lib/history-csv.ts';
import { historyFiles } from '../../lib/history-file.ts';
import { importHistory, planHistory } from '../../lib/history-import.ts';
import { loadHistory } from '../../lib/history-store.ts';
import { t } from '../../lib/words.ts';

/** Saves the history of all accounts to a file, and brings it back from one. */
export function HistoryPart({ accounts, onNotice }: { accounts: Account[]; onNotice: (notice: string) => void }) {
  const [incoming, setIncoming] = useState<IncomingHistory>();

  const save = async (kind: 'json' | 'csv') => {
    onNotice('');
    try {
      const histories = await Promise.all(
        accounts.map(async (account) => ({ account, chunks: await loadHistory(account.id) })),
      );
      if (kind === 'csv') download('credit-gauge-history.csv', historyCsv(histories), 'text/csv');
      else {
        const files = historyFiles(histories);
        for (const { name, text } of files) download(name, text);
        if (files.length > 1) onNotice(t('historyFile.inFiles', [files.length]));
      }
    } catch {
      onNotice(t('options.unreadable'));
    }
  };
  const choose = async (file: File) => {
    onNotice('');
    try {
      setIncoming({ name: file.name, ...(await planHistory(file, Date.now())) });
    } catch {
      onNotice(t('options.unreadable'));
    }
  };
  const confirm = async (text: string) => {
    const readings = await importHistory(text, Date.now()).catch(() => undefined);
    onNotice(t(readings === undefined ? 'historyFile.lost' : 'historyFile.done'));
    setIncoming(undefined);
  };

  return (
    <div class="line">
      <FileChooser label={t('historyFile.import')} onChoose={(file) => void choose(file)} />
      <button type="button" onClick={() => void save('json')}>
        {t('historyFile.export')}
      </button>
      <button type="button" onClick={() => void save('csv')}>
        {t('historyFile.exportCsv')}
      </button>
      {incoming && (
        <HistoryImportDialog
          incoming={incoming}
          onImport={(text) => void confirm(text)}
          onClose={() => setIncoming(undefined)}
        />
      )}
    </div>
  );
}
