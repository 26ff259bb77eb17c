import type { Account } from '../lib/account.ts';
import { accountChanges, settingChanges } from '../lib/change-sentences.ts';
import type { Refusal } from '../lib/exchange.ts';
import type { Change, Plan } from '../lib/import-plan.ts';
import { privateHostOf } from '../lib/input.ts';
import { listed } from '../lib/listed.ts';
import { ownerOf } from '../lib/key-shape.ts';
import { providerOf } from '../lib/providers/index.ts';
import { refusalSentence } from '../lib/problem-sentences.ts';
import { accountTitle, hostOf } from '../lib/sentences.ts';
import { spanLabel } from '../lib/setting-labels.ts';
import { withGiven, type GivenSettings, type Settings } from '../lib/settings.ts';
import { t } from '../lib/words.ts';
import { ConfirmDialog } from './ConfirmDialog.tsx';
import { RefusedDialog } from './RefusedDialog.tsx';

/** A file that was chosen: what it would change, or why it is not taken. */
export type Incoming = { name: string } & (Plan | { refusals: Refusal[] });

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
  const { exchange, changes, setup } = incoming;
  const present = new Map(setup.accounts.map((account) => [account.id, account]));
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
        {/* First, for they are of all accounts, and below a long list nobody would see them. */}
        {exchange.settings && <SettingsItem before={setup.settings} given={exchange.settings} />}
        {changes.map((change) => (
          <li key={change.account.id}>
            <strong>{t(change.kind === 'add' ? 'import.add' : 'import.update')}</strong> {accountTitle(change.account)}
            <span class="facts">
              {hostOf(change.account)}, {keySentence(change)}
            </span>
            <Facts
              sentences={accountChanges(present.get(change.account.id) ?? bareOf(change.account), change.account)}
            />
            {warningsOf(change).map((warning) => (
              <span key={warning} class="problem">
                {warning}
              </span>
            ))}
          </li>
        ))}
      </ul>
      {exchange.ignored.length > 0 && <p class="problem">{t('import.ignored', [listed(exchange.ignored)])}</p>}
    </ConfirmDialog>
  );
}

function SettingsItem({ before, given }: { before: Settings; given: GivenSettings }) {
  const after = withGiven(before, given);
  const sentences = settingChanges(before, after);
  return (
    <li>
      <strong>{t('import.settings')}</strong>
      <Facts sentences={sentences.length > 0 ? sentences : [t('import.same')]} />
      {after.historyDays < before.historyDays && (
        <span class="problem">{t('import.forgets', [spanLabel(after.historyDays)])}</span>
      )}
    </li>
  );
}

function Facts({ sentences }: { sentences: string[] }) {
  return sentences.map((sentence) => (
    <span key={sentence} class="facts">
      {sentence}
    </span>
  ));
}

/** A new account with nothing set, which an account that is added is compared with. */
function bareOf({ id, provider, label }: Account): Account {
  return { id, provider, label, enabled: true, revision: 0 };
}

function keySentence({ kind, key, account }: Change): string {
  if (key !== undefined) return t('import.withKey');
  return t(kind === 'update' && account.keyEnd !== undefined ? 'import.keepsKey' : 'import.withoutKey');
}

/** A key that looks like somebody else's would be sent to who must not have it; a host of the own network may be anything. */
function warningsOf({ key, account, patch }: Change): string[] {
  const owner = key === undefined ? undefined : ownerOf(key, account.provider);
  const provider = providerOf(account.provider)?.name ?? account.provider;
  const host = patch.baseUrl === undefined ? undefined : privateHostOf(patch.baseUrl);
  return [
    ...(owner === undefined ? [] : [t('import.foreignKey', [owner, provider])]),
    ...(host === undefined ? [] : [t('import.privateHost', [host])]),
  ];
}
