import { useEffect, useState } from 'preact/hooks';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { PassphraseDialog } from '../../components/PassphraseDialog.tsx';
import { Security } from '../../components/Security.tsx';
import { useLive } from '../../components/useLive.ts';
import type { Account } from '../../lib/account.ts';
import { download } from '../../lib/download.ts';
import { eraseAll } from '../../lib/erase.ts';
import { exportsSentence } from '../../lib/export-sentences.ts';
import type { AccountGauges } from '../../lib/gauge.ts';
import type { Problem } from '../../lib/input.ts';
import {
  changeLock,
  exportWithKeys,
  wishFor,
  type Exported,
  type LockOutcome,
  type LockWish,
} from '../../lib/messages.ts';
import { lock, lockState, unlock, type Unlocking } from '../../lib/passphrase.ts';
import { accountTitle } from '../../lib/sentences.ts';
import type { Settings } from '../../lib/settings.ts';
import { onAnnounce } from '../../lib/signal.ts';
import { changeSettings } from '../../lib/setup-store.ts';
import { giveUpKeys } from '../../lib/vault.ts';
import { t } from '../../lib/words.ts';
import type { Write } from './useWriting.ts';

type Asking = 'turn-on' | 'unlock' | 'give-up' | 'change' | 'export' | 'erase';

export interface SecurityPartProps {
  accounts: AccountGauges[];
  settings: Settings;
  write: Write;
  onNotice: (notice: string) => void;
}

/** The passphrase before the keys, the file that has them, and the deletion of everything. */
export function SecurityPart({ accounts, settings, write, onNotice }: SecurityPartProps) {
  const { value: state = 'off' } = useLive(lockState, onAnnounce, Date.now);
  const [asking, setAsking] = useState<Asking>();
  const close = () => setAsking(undefined);

  // The popup leads here when the keys are locked.
  useEffect(() => {
    if (location.hash !== '#unlock' || state !== 'locked') return;
    // Once: who locks the keys on this page later does not want to be asked at once.
    history.replaceState(null, '', location.pathname);
    setAsking('unlock');
  }, [state]);

  const done = (notice: string) => {
    onNotice(notice);
    close();
  };
  const told = ({ outcome }: Pick<Unlocking, 'outcome'>, notice: string): Problem | undefined => {
    if (outcome !== 'unlocked') return outcome === 'wait' ? 'passphrase-wait' : 'passphrase-wrong';
    wishFor({ wish: 'refresh', accounts: idsOf(accounts, isLocked) });
    done(notice);
    return undefined;
  };
  const saveKeys = async (passphrase: string) => {
    const exported = await exportWithKeys(passphrase);
    if (exported && 'text' in exported) download('credit-gauge-with-keys.json', exported.text);
    done(exportedSentence(exported, accounts));
    return undefined;
  };
  /** By the worker, so that no page has the keys to do with; it then asks those that were locked by itself. */
  const change = async (wish: LockWish, notice: string): Promise<Problem | undefined> => {
    onNotice(t('security.sealing'));
    const outcome = await changeLock(wish).finally(() => onNotice(''));
    if (outcome === 'wrong' || outcome === 'wait') return told({ outcome }, '');
    done(outcome === 'done' ? notice : notChanged(outcome));
    return undefined;
  };
  const giveUp = async () => {
    const isGivenUp = await write([], giveUpKeys, t('security.gaveUp'));
    // Each says at once that it has no key, which costs no request.
    if (isGivenUp) wishFor({ wish: 'refresh', accounts: idsOf(accounts, ({ account }) => isKept(account)) });
    close();
  };
  const lockAfter = (minutes: number | undefined) => {
    const set = (after: number | undefined) => () => changeSettings({ lockAfter: after });
    void write([], set(minutes), t('options.saved'), set(settings.lockAfter));
  };

  return (
    <>
      <Security
        state={state}
        lockAfter={settings.lockAfter}
        onTurnOn={() => setAsking('turn-on')}
        onUnlock={() => setAsking('unlock')}
        onGiveUp={() => setAsking('give-up')}
        onLock={() => void write([], lock, t('security.lockedNow'))}
        onChange={() => setAsking('change')}
        onTurnOff={() => void change({ wish: 'lock-off' }, t('security.turnedOff'))}
        onLockAfter={lockAfter}
        onExportKeys={() => (state === 'locked' ? onNotice(t('options.lockedSave')) : setAsking('export'))}
        onErase={() => setAsking('erase')}
      />
      {asking === 'turn-on' && (
        <PassphraseDialog
          title={t('security.turnOn')}
          text={t('security.turnOnText')}
          confirm={t('security.turnOnConfirm')}
          isNew
          onSubmit={(passphrase) => change({ wish: 'lock-on', passphrase }, t('security.turnedOn'))}
          onClose={close}
        />
      )}
      {asking === 'unlock' && (
        <PassphraseDialog
          title={t('security.unlock')}
          text={t('security.unlockText')}
          confirm={t('security.unlockConfirm')}
          other={{ label: t('security.giveUp'), onClick: () => setAsking('give-up') }}
          onSubmit={async (passphrase) => told(await unlock(passphrase, Date.now()), t('security.unlockedNow'))}
          onClose={close}
        />
      )}
      {asking === 'give-up' && state === 'locked' && (
        <ConfirmDialog
          title={t('security.giveUpTitle')}
          text={t('security.giveUpText')}
          verb={t('security.giveUp')}
          isDanger
          onConfirm={() => void giveUp()}
          onClose={close}
        />
      )}
      {asking === 'change' && (
        <PassphraseDialog
          title={t('security.change')}
          text={t('security.turnOnText')}
          confirm={t('security.changeConfirm')}
          isNew
          asksOld
          onSubmit={(passphrase, old) => change({ wish: 'lock-change', passphrase, old }, t('security.changed'))}
          onClose={close}
        />
      )}
      {asking === 'export' && (
        <PassphraseDialog
          title={t('security.exportKeys')}
          text={t('security.exportText')}
          confirm={t('security.exportConfirm')}
          isNew
          onSubmit={saveKeys}
          onClose={close}
        />
      )}
      {asking === 'erase' && (
        <ConfirmDialog
          title={t('erase.title')}
          text={t('erase.text')}
          verb={t('erase.confirm')}
          isDanger
          onConfirm={() => void write([], eraseAll, t('erase.done')).then(close)}
          onClose={close}
        >
          <p>{exportsSentence()}</p>
          <p>{t('erase.traces')}</p>
        </ConfirmDialog>
      )}
    </>
  );
}

/** Why the passphrase is as it was; or that nobody knows, when the worker did not live to tell. */
function notChanged(outcome: Exclude<LockOutcome, 'done' | 'wrong' | 'wait'> | undefined): string {
  if (outcome === undefined) return t('security.cutOff');
  if (outcome === 'off') return t('security.gone');
  return t(outcome === 'locked' ? 'options.lockedSave' : 'options.notSaved');
}

/** What became of the file with the keys, and whose are not in it. */
function exportedSentence(exported: Exported | undefined, accounts: AccountGauges[]): string {
  if (!exported || 'failure' in exported)
    return t(exported?.failure === 'locked' ? 'options.lockedSave' : 'security.notExported');
  const without = accounts.filter(({ account }) => exported.without.includes(account.id));
  if (without.length === 0) return t('security.exported');
  return t('security.exportedWithout', [without.map(({ account }) => accountTitle(account)).join(', ')]);
}

function isLocked({ report }: AccountGauges): boolean {
  return report?.failure?.kind === 'locked';
}

function isKept({ keyEnd, forget }: Account): boolean {
  return keyEnd !== undefined && !forget;
}

function idsOf(accounts: AccountGauges[], isMeant: (account: AccountGauges) => boolean): string[] {
  return accounts.filter(isMeant).map(({ account }) => account.id);
}
