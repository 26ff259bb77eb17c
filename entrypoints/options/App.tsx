import { useEffect, useRef, useState } from 'preact/hooks';
import { About } from '../../components/About.tsx';
import { AccountForm } from '../../components/AccountForm.tsx';
import { AccountItem } from '../../components/AccountItem.tsx';
import { FileButtons } from '../../components/FileButtons.tsx';
import { GaugeIcon } from '../../components/icons.tsx';
import { ImportDialog, type Incoming } from '../../components/ImportDialog.tsx';
import { RemoveDialog } from '../../components/RemoveDialog.tsx';
import { SettingsForm } from '../../components/SettingsForm.tsx';
import { StorageNotices } from '../../components/StorageNotices.tsx';
import { useLive } from '../../components/useLive.ts';
import { originOf, type Account } from '../../lib/account.ts';
import { enableAccount, importAccounts, removeAccount, saveAccount, sweepKeys } from '../../lib/accounts.ts';
import { download } from '../../lib/download.ts';
import type { Submission } from '../../lib/draft.ts';
import { exportText } from '../../lib/exchange.ts';
import { incomingFrom } from '../../lib/import-plan.ts';
import { test, wishFor } from '../../lib/messages.ts';
import { dismiss } from '../../lib/notices.ts';
import { askFor } from '../../lib/permissions.ts';
import { providers } from '../../lib/providers/index.ts';
import { accountTitle, foundSentence, hostOf } from '../../lib/sentences.ts';
import type { Settings } from '../../lib/settings.ts';
import { onAnnounce } from '../../lib/signal.ts';
import { changeSetup, loadSetup } from '../../lib/store.ts';
import { loadView } from '../../lib/view.ts';
import { t } from '../../lib/words.ts';
import { DiagnosticsPart } from './DiagnosticsPart.tsx';

export function App() {
  const { value: view, error, now } = useLive(loadView, onAnnounce, Date.now);
  /** The account that is edited, or `add` for a new one. */
  const [form, setForm] = useState(location.hash.slice(1));
  const [newId, setNewId] = useState(() => crypto.randomUUID());
  const [removing, setRemoving] = useState<Account>();
  const [incoming, setIncoming] = useState<Incoming>();
  const [notice, setNotice] = useState('');
  const adder = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    // What cannot be swept now is swept when the page is next opened.
    sweepKeys().catch(() => undefined);
  }, []);

  const editing = view?.accounts.find(({ account }) => account.id === form)?.account;
  const isBusy = form === 'add' || editing !== undefined;
  const openForm = (which: string) => {
    setNotice('');
    setForm(which);
  };
  const closeForm = () => {
    setForm('');
    setNewId(crypto.randomUUID());
    history.replaceState(null, '', location.pathname);
    // The form and its focus are gone with the next frame.
    requestAnimationFrame(() => (document.getElementById(`edit-${form}`) ?? adder.current)?.focus());
  };

  /**
   * Writes, and polls: at once, and again when the user has answered whether we may. Resolves to whether it was written.
   * The asking comes first, for it needs the click, and the writing does not wait for the answer.
   */
  const write = async (accounts: Account[], writing: () => Promise<void>, done: string): Promise<boolean> => {
    setNotice('');
    const asked = askFor(accounts.flatMap((account) => originOf(account) ?? [])).catch(() => false);
    try {
      await writing();
    } catch {
      setNotice(t('options.notSaved'));
      return false;
    }
    setNotice(done);
    wishFor({ wish: 'catch-up' });
    void asked.then((allowed) => {
      if (!allowed) setNotice(t('form.denied', [[...new Set(accounts.map(hostOf))].join(', ')]));
      wishFor({ wish: 'catch-up' });
    });
    return true;
  };

  // What was typed stays until it is written.
  const save = async (submission: Submission) => {
    if (await write([submission.account], () => saveAccount(submission), t('options.saved'))) closeForm();
  };
  const testKey = async ({ account, key }: Submission) => {
    await askFor([originOf(account)].flatMap((origin) => origin ?? [])).catch(() => false);
    const found = await test({ wish: 'test', target: account, account: account.id, ...(key !== undefined && { key }) });
    return foundSentence(found, account);
  };
  const choose = async (file: File) => {
    setNotice('');
    try {
      const setup = await loadSetup();
      setIncoming({ name: file.name, ...(await incomingFrom(file, setup, () => crypto.randomUUID())) });
    } catch {
      setNotice(t('options.unreadable'));
    }
  };
  const saveFile = async () => {
    setNotice('');
    try {
      download('credit-gauge.json', exportText(await loadSetup()));
    } catch {
      setNotice(t('options.unreadable'));
    }
  };
  const confirmImport = async () => {
    if (!incoming || 'refusals' in incoming) return;
    const { exchange, changes } = incoming;
    const accounts = changes.map(({ account }) => account).filter(({ enabled }) => enabled);
    await write(accounts, () => importAccounts(exchange, changes), t('import.done'));
    setIncoming(undefined);
  };
  const remove = async (account: Account) => {
    await write([], () => removeAccount(account.id), t('remove.done', [accountTitle(account)]));
    setRemoving(undefined);
    adder.current?.focus();
  };
  const changeSettings = (settings: Settings) =>
    void write([], () => changeSetup((setup) => ({ ...setup, settings })), t('options.saved'));

  const formProps = {
    providers,
    newId,
    onSave: (submission: Submission) => void save(submission),
    onTest: testKey,
    onCancel: closeForm,
  };
  const isPaused = view?.pausedUntil !== undefined;
  if (!view) return error === undefined ? null : <p role="alert">{t('popup.unreadable')}</p>;
  return (
    <>
      <header>
        <GaugeIcon />
        <h1>{t('options.title')}</h1>
      </header>
      <main>
        <p class="notice" role="status">
          {notice}
        </p>
        <section aria-labelledby="accounts-title">
          <StorageNotices troubles={view.troubles} onDismiss={(kind) => void dismiss(kind)} />
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
            <FileButtons onChoose={(file) => void choose(file)} onExport={() => void saveFile()} />
          </div>
          {form === 'add' && <AccountForm key={newId} {...formProps} />}
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
                  onEdit={() => openForm(shown.account.id)}
                  isBusy={isBusy}
                  onEnable={(enabled) =>
                    void write(
                      enabled ? [shown.account] : [],
                      () => enableAccount(shown.account.id, enabled),
                      t('options.saved'),
                    )
                  }
                  onPause={
                    isPaused
                      ? undefined
                      : (pause) => wishFor({ wish: pause ? 'pause' : 'resume', account: shown.account.id })
                  }
                  onRemove={() => setRemoving(shown.account)}
                  onAllow={() => void write([shown.account], async () => {}, '')}
                />
              ),
            )}
          </ul>
        </section>
        <section aria-labelledby="checking-title">
          <h2 id="checking-title">{t('options.settings')}</h2>
          <SettingsForm settings={view.settings} onChange={changeSettings} />
        </section>
        <DiagnosticsPart onNotice={setNotice} />
        <About />
      </main>
      {removing && (
        <RemoveDialog
          account={removing}
          onRemove={() => void remove(removing)}
          onClose={() => setRemoving(undefined)}
        />
      )}
      {incoming && (
        <ImportDialog
          incoming={incoming}
          onImport={() => void confirmImport()}
          onClose={() => setIncoming(undefined)}
        />
      )}
    </>
  );
}
