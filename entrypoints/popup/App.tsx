import { useEffect } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { AccountList } from '../../components/AccountList.tsx';
import { GaugeIcon, OptionsIcon, PauseIcon, RefreshIcon, ResumeIcon } from '../../components/icons.tsx';
import { PulseLine } from '../../components/PulseLine.tsx';
import { useLive } from '../../components/useLive.ts';
import { StorageNotices } from '../../components/StorageNotices.tsx';
import { Welcome } from '../../components/Welcome.tsx';
import { wishFor } from '../../lib/messages.ts';
import { dismiss } from '../../lib/notices.ts';
import { noteVisit } from '../../lib/visit.ts';
import { onAnnounce } from '../../lib/signal.ts';
import { loadView } from '../../lib/view.ts';
import { t } from '../../lib/words.ts';

export function App() {
  const { value: view, error, now } = useLive(loadView, onAnnounce, Date.now);
  // Should the alarm ever have been lost, looking is enough to bring it back.
  useEffect(() => {
    wishFor({ wish: 'catch-up' });
    void noteVisit(Date.now()).catch(() => undefined);
  }, []);
  const isPaused = view?.pausedUntil !== undefined;
  const pauseLabel = t(isPaused ? 'popup.resume' : 'popup.pause');
  return (
    <>
      <header>
        <GaugeIcon />
        <h1>{t('popup.title')}</h1>
        <button
          type="button"
          class="quiet"
          aria-label={t('popup.refresh')}
          title={t('popup.refresh')}
          onClick={() => wishFor({ wish: 'refresh' })}
        >
          <RefreshIcon />
        </button>
        <button
          type="button"
          class="quiet"
          aria-label={pauseLabel}
          title={pauseLabel}
          disabled={!view || view.accounts.length === 0}
          onClick={() => wishFor({ wish: isPaused ? 'resume' : 'pause' })}
        >
          {isPaused ? <ResumeIcon /> : <PauseIcon />}
        </button>
        <button
          type="button"
          class="quiet"
          aria-label={t('popup.options')}
          title={t('popup.options')}
          onClick={() => void browser.runtime.openOptionsPage()}
        >
          <OptionsIcon />
        </button>
      </header>
      <main>
        {error !== undefined && <p role="alert">{t('popup.unreadable')}</p>}
        {view && <StorageNotices troubles={view.troubles} onDismiss={(kind) => void dismiss(kind)} />}
        {view?.accounts.length === 0 && <Welcome />}
        {view && view.accounts.length > 0 && (
          <AccountList
            accounts={view.accounts}
            now={now}
            onRefresh={(id) => wishFor({ wish: 'refresh', accounts: [id] })}
          />
        )}
      </main>
      {view && view.accounts.length > 0 && (
        <PulseLine accounts={view.accounts} pausedUntil={view.pausedUntil} now={now} />
      )}
    </>
  );
}
