import type { Exchange, Refusal } from '../lib/exchange.ts';
import type { Change } from '../lib/import-plan.ts';
import { ownerOf } from '../lib/key-shape.ts';
import { providerOf } from '../lib/providers/index.ts';
import { refusalSentence } from '../lib/problem-sentences.ts';
import { accountTitle, hostOf } from '../lib/sentences.ts';
import { t } from '../lib/words.ts';
import { ConfirmDialog } from './ConfirmDialog.tsx';
import { RefusedDialog } from './RefusedDialog.tsx';

/** A file that was chosen: what it would change, or why it is not taken. */
export type Incoming = { name: string } & ({ exchange: Exchange; changes: Change[] } | { refusals: Refusal[] });

/** Shows what a file would change before anything is written. */
export function ImportDialog({
  incoming,
  onImport,
  onClose,
}: {
  incoming: Incoming;
  onImport: () => void;
  onClose: () => void;
}) {
  if ('refusals' in incoming) {
    const reasons = incoming.refusals.map(refusalSentence);
    return <RefusedDialog name={incoming.name} reasons={reasons} onClose={onClose} />;
  }
  const { exchange, changes } = incoming;
  const isEmpty = changes.length === 0 && !exchange.settings;
  return (
    <ConfirmDialog
      title={t('import.title')}
      text={t(isEmpty ? 'import.nothing' : 'import.intro')}
      verb={isEmpty ? undefined : t('import.confirm')}
      onConfirm={onImport}
      onClose={onClose}
    >
      <ul class="changes">
        {changes.map((change) => (
          <li key={change.account.id}>
            <strong>{t(change.kind === 'add' ? 'import.add' : 'import.update')}</strong> {accountTitle(change.account)}
            <span class="facts">
              {hostOf(change.account)}, {keySentence(change)}
            </span>
            {foreignSentence(change) && <span class="problem">{foreignSentence(change)}</span>}
          </li>
        ))}
      </ul>
      {exchange.settings && <p>{t('import.settings')}</p>}
      {exchange.ignored.length > 0 && <p class="problem">{t('import.ignored', [exchange.ignored.join(', ')])}</p>}
    </ConfirmDialog>
  );
}

function keySentence({ kind, key, account }: Change): string {
  if (key !== undefined) return t('import.withKey');
  return t(kind === 'update' && account.keyEnd !== undefined ? 'import.keepsKey' : 'import.withoutKey');
}

/** A key that looks like somebody else's would be sent to who must not have it. */
function foreignSentence({ key, account }: Change): string | undefined {
  const owner = key === undefined ? undefined : ownerOf(key, account.provider);
  return owner === undefined
    ? undefined
    : t('import.foreignKey', [owner, providerOf(account.provider)?.name ?? account.provider]);
}
