import { useState } from 'preact/hooks';
import { FileButtons } from '../../components/FileButtons.tsx';
import { ImportDialog, type Incoming } from '../../components/ImportDialog.tsx';
import { PassphraseDialog } from '../../components/PassphraseDialog.tsx';
import { importAccounts } from '../../lib/accounts.ts';
import { download } from '../../lib/download.ts';
import { exportText } from '../../lib/export.ts';
import { openVault } from '../../lib/exchange-vault.ts';
import { newId } from '../../lib/id.ts';
import { incomingFrom, planned } from '../../lib/import-plan.ts';
import { loadSetup } from '../../lib/setup-store.ts';
import { t } from '../../lib/words.ts';
import type { Write } from './useWriting.ts';

/** Brings accounts in from a file, and saves them to one. */
export function FilePart({ write, onNotice }: { write: Write; onNotice: (notice: string) => void }) {
  const [incoming, setIncoming] = useState<Incoming>();
  /** The file has keys that only a passphrase opens, and nobody has said yet what to do about them. */
  const [isSealed, setSealed] = useState(false);

  const choose = async (file: File) => {
    onNotice('');
    try {
      const read = await incomingFrom(file, await loadSetup(), newId);
      setSealed('exchange' in read && read.exchange.vault !== undefined);
      setIncoming({ name: file.name, ...read });
    } catch {
      onNotice(t('options.unreadable'));
    }
  };
  const open = async (passphrase: string) => {
    if (!incoming || !('exchange' in incoming) || !incoming.exchange.vault) return undefined;
    const { name, exchange } = incoming;
    const accounts = await openVault(exchange.accounts, incoming.exchange.vault, passphrase);
    if (!accounts) return 'file-passphrase' as const;
    setIncoming({ name, ...planned(await loadSetup(), { ...exchange, accounts }, newId) });
    setSealed(false);
    return undefined;
  };
  const confirm = async () => {
    if (!incoming || 'refusals' in incoming) return;
    const { exchange, changes } = incoming;
    const accounts = changes.map(({ account }) => account).filter(({ enabled }) => enabled);
    await write(accounts, () => importAccounts(exchange, changes), t('import.done'));
    setIncoming(undefined);
  };
  const save = async () => {
    onNotice('');
    try {
      download('credit-gauge.json', exportText(await loadSetup()));
    } catch {
      onNotice(t('options.unreadable'));
    }
  };

  return (
    <>
      <FileButtons onChoose={(file) => void choose(file)} onExport={() => void save()} />
      {incoming && isSealed && (
        <PassphraseDialog
          title={t('passphrase.fileTitle')}
          text={t('passphrase.fileText')}
          confirm={t('passphrase.open')}
          other={{ label: t('passphrase.leaveOut'), onClick: () => setSealed(false) }}
          onSubmit={open}
          onClose={() => setIncoming(undefined)}
        />
      )}
      {incoming && !isSealed && (
        <ImportDialog incoming={incoming} onImport={() => void confirm()} onClose={() => setIncoming(undefined)} />
      )}
    </>
  );
}
