import { useEffect } from 'preact/hooks';
import { About } from '../../components/About.tsx';
import { HistoryForm } from '../../components/HistoryForm.tsx';
import { GaugeIcon } from '../../components/icons.tsx';
import { PassingButton } from '../../components/PassingButton.tsx';
import { SectionLinks } from '../../components/SectionLinks.tsx';
import { SettingsForm } from '../../components/SettingsForm.tsx';
import { StorageNotices } from '../../components/StorageNotices.tsx';
import { useLive } from '../../components/useLive.ts';
import { undoKeyName, undoKeys, useUndoKey } from '../../components/useUndoKey.ts';
import { dismiss } from '../../lib/notices.ts';
import { noteVisit } from '../../lib/visit.ts';
import { namedIn, type GivenSettings } from '../../lib/settings.ts';
import { onAnnounce } from '../../lib/signal.ts';
import { changeSettings } from '../../lib/setup-store.ts';
import { loadView } from '../../lib/view.ts';
import { t } from '../../lib/words.ts';
import { AccountsPart } from './AccountsPart.tsx';
import { AlertsPart } from './AlertsPart.tsx';
import { DiagnosticsPart } from './DiagnosticsPart.tsx';
import { HistoryPart } from './HistoryPart.tsx';
import { DisplayPart } from './DisplayPart.tsx';
import { SecurityPart } from './SecurityPart.tsx';
import { useWriting } from './useWriting.ts';

export function App() {
  const { value: view, error, now } = useLive(loadView, onAnnounce, Date.now);
  const { notice, undo, setNotice, write } = useWriting();
  useUndoKey(undo);
  useEffect(() => void noteVisit(Date.now()).catch(() => undefined), []);

  if (!view)
    return error === undefined ? null : (
      <main class="lone">
        <p role="alert">{t('popup.unreadable')}</p>
        <p role="status">{notice}</p>
        <DiagnosticsPart onNotice={setNotice} />
      </main>
    );
  const change = (given: GivenSettings) => {
    const before = namedIn(given, view.settings);
    void write(
      [],
      () => changeSettings(given),
      t('options.saved'),
      () => changeSettings(before),
    );
  };

  return (
    <>
      <header>
        <GaugeIcon />
        <h1>{t('options.title')}</h1>
      </header>
      <SectionLinks />
      <main>
        <div class="notice" role="status">
          {notice !== '' && <span>{notice}</span>}
          {undo && (
            <>
              <PassingButton keys={undoKeys} onClick={undo}>
                {t('options.undo')}
              </PassingButton>
              <kbd>{undoKeyName()}</kbd>
            </>
          )}
        </div>
        <StorageNotices troubles={view.troubles} onDismiss={(kind) => void dismiss(kind)} />
        <AccountsPart view={view} now={now} write={write} onNotice={setNotice} />
        <AlertsPart view={view} now={now} write={write} onNotice={setNotice} onChange={change} />
        <DisplayPart settings={view.settings} write={write} onNotice={setNotice} onChange={change} />
        <section id="data" aria-labelledby="data-title" class="settings">
          <h2 id="data-title">{t('data.title')}</h2>
          <SettingsForm settings={view.settings} onChange={change} />
          <HistoryForm settings={view.settings} onChange={change} />
          <HistoryPart accounts={view.accounts.map(({ account }) => account)} onNotice={setNotice} />
        </section>
        <SecurityPart accounts={view.accounts} settings={view.settings} write={write} onNotice={setNotice} />
        <DiagnosticsPart onNotice={setNotice} />
        <About />
      </main>
    </>
  );
}
