import { useEffect, useRef, useState } from 'preact/hooks';
import { AccountForm } from '../../components/AccountForm.tsx';
import { AccountItem } from '../../components/AccountItem.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { SnoozeDialog } from '../../components/SnoozeDialog.tsx';
import { useLive } from '../../components/useLive.ts';
import { originOf, type Account } from '../../lib/account.ts';
import { enableAccount, moveAccount, type Moved, removeAccount, saveAccount, sweepKeys } from '../../lib/accounts.ts';
import { snoozeSentence } from '../../lib/alert-sentences.ts';
import { loadAlerts } from '../../lib/alert-store.ts';
import type { Submission } from '../../lib/draft.ts';
import type { AccountGauges } from '../../lib/gauge.ts';
import { newId } from '../../lib/id.ts';
import { test, wishFor } from '../../lib/messages.ts';
import { askFor } from '../../lib/permissions.ts';
import { providerOf, providers } from '../../lib/providers/index.ts';
import { onAnnounce } from '../../lib/signal.ts';
import { accountTitle, foundSentence } from '../../lib/sentences.ts';
import { withAsked, type Tested } from '../../lib/tested.ts';
import type { View } from '../../lib/view.ts';
import { t } from '../../lib/words.ts';
import { FilePart } from './FilePart.tsx';
import type { Write } from './useWriting.ts';

export interface AccountsPartProps {
  view: View;
  now: number;
  write: Write;
  onNotice: (notice: string) => void;
}

/** The accounts, the form of the one that is added or edited, and the files that they come from and go to. */
export function AccountsPart({ view, now, write, onNotice }: AccountsPartProps) {
  /** The account that is edited, or `add` for a new one. */
  const [form, setForm] = useState(location.hash.slice(1));
  const [nextId, setNextId] = useState(newId);
  const [removing, setRemoving] = useState<Account>();
  const [snoozing, setSnoozing] = useState<Account>();
  const { value: alerts } = useLive(loadAlerts, onAnnounce, Date.now);
  const adder = useRef<HTMLButtonElement>(null);
  /** The tests of the open form that were told to wait. */
  const tests = useRef<Tested[]>([]);

  useEffect(() => {
    // What cannot be swept now is swept when the page is next opened.
    sweepKeys().catch(() => undefined);
  }, []);

  const editing = view.accounts.find(({ account }) => account.id === form)?.account;
  const isPaused = view.pausedUntil !== undefined;
  const openForm = (which: string) => {
    onNotice('');
    setForm(which);
  };
  const closeForm = () => {
    setForm('');
    setNextId(newId());
    tests.current = [];
    history.replaceState(null, '', location.pathname);
    // The form and its focus are gone with the next frame.
    requestAnimationFrame(() => (document.getElementById(`edit-${form}`) ?? adder.current)?.focus());
  };
  // What was typed stays until it is written.
  const save = async (given: Submission) => {
    const submission = withAsked(given, tests.current);
    if (await write([submission.account], () => saveAccount(submission), t('options.saved'))) closeForm();
  };
  const testKey = async (submission: Submission) => {
    const { account, key } = submission;
    await askFor([originOf(account)].flatMap((origin) => origin ?? [])).catch(() => false);
    const found = await test({ target: account, account: account.id, ...(key !== undefined && { key }) });
    if (found?.wait !== undefined) tests.current.push({ submission, at: Date.now(), wait: found.wait });
    return foundSentence(found, account);
  };
  const remove = async (account: Account) => {
    await write([], () => removeAccount(account.id), t('remove.done', [accountTitle(account)]));
    setRemoving(undefined);
    adder.current?.focus();
  };
  const placeOf = (id: string) => view.accounts.findIndex(({ account }) => account.id === id);
  const move = (id: string, by: number) => {
    if (by === 0) return;
    // Where it stands now only the store knows: the move before this one may not be shown yet.
    let moved: Moved | undefined;
    void write(
      [],
      async () => {
        moved = await moveAccount(id, by);
      },
      () => (moved?.by ? t('options.moved', [String(moved.place + 1), String(moved.of)]) : ''),
      async () => {
        if (moved) await moveAccount(id, -moved.by);
      },
    );
  };
  const formProps = {
    providers,
    newId: nextId,
    tones: view.settings,
    onSave: (submission: Submission) => void save(submission),
    onTest: testKey,
    onCancel: closeForm,
  };
  const actionsOf = ({ account }: AccountGauges) => ({
    onEdit: () => openForm(account.id),
    onEnable: (enabled: boolean) =>
      void write(
        enabled ? [account] : [],
        () => enableAccount(account.id, enabled),
        t('options.saved'),
        () => enableAccount(account.id, !enabled),
      ),
    onPause: isPaused
      ? undefined
      : (pause: boolean) => wishFor({ wish: pause ? 'pause' : 'resume', account: account.id }),
    snoozed: snoozeSentence(alerts?.get(account.id)?.snooze, now),
    onSnooze: (snooze: boolean) => (snooze ? setSnoozing(account) : wishFor({ wish: 'wake', accounts: [account.id] })),
    onMove: view.accounts.length > 1 ? (by: number) => move(account.id, by) : undefined,
    onDrop: (id: string) => move(id, placeOf(account.id) - placeOf(id)),
    onRemove: () => setRemoving(account),
    onAllow: () => void write([account], async () => {}, ''),
  });

  return (
    <section aria-labelledby="accounts-title">
      <div class="line">
        <h2 id="accounts-title">{t('options.accounts')}</h2>
        <button
          ref={adder}
          type="button"
          class="primary"
          disabled={editing !== undefined}
          onClick={() => openForm('add')}
        >
          {t('options.addAccount')}
        </button>
        {view.accounts.length > 0 && (
          <button type="button" onClick={() => wishFor({ wish: isPaused ? 'resume' : 'pause' })}>
            {t(isPaused ? 'options.resumeAll' : 'options.pauseAll')}
          </button>
        )}
        <FilePart write={write} onNotice={onNotice} />
      </div>
      {form === 'add' && <AccountForm key={nextId} {...formProps} />}
      {view.accounts.length === 0 && form !== 'add' && <p class="empty">{t('options.none')}</p>}
      <ul class="accounts" role="list" aria-label={t('options.accounts')}>
        {view.accounts.map((shown) =>
          editing?.id === shown.account.id ? (
            <li key={shown.account.id} aria-label={accountTitle(editing)}>
              <AccountForm {...formProps} account={editing} seen={shown.gauges.map(({ balance }) => balance.id)} />
            </li>
          ) : (
            <AccountItem
              key={shown.account.id}
              shown={shown}
              now={now}
              isBusy={form === 'add' || editing !== undefined}
              {...actionsOf(shown)}
            />
          ),
        )}
      </ul>
      {snoozing && (
        <SnoozeDialog
          title={t('snooze.title', [accountTitle(snoozing)])}
          now={now}
          onSnooze={(until) => {
            wishFor({ wish: 'snooze', accounts: [snoozing.id], until });
            setSnoozing(undefined);
          }}
          onClose={() => setSnoozing(undefined)}
        />
      )}
      {removing && (
        <ConfirmDialog
          title={t('remove.title', [accountTitle(removing)])}
          text={t('remove.text', [providerOf(removing.provider)?.name ?? removing.provider])}
          verb={t('remove.confirm')}
          isDanger
          onConfirm={() => void remove(removing)}
          onClose={() => setRemoving(undefined)}
        />
      )}
    </section>
  );
}
