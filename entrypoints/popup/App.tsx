import { useEffect, useMemo, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { AccountList } from '../../components/AccountList.tsx';
import { flippedFigure } from '../../components/BalanceView.tsx';
import { flippedEnd } from '../../components/EndText.tsx';
import { KeysDialog } from '../../components/KeysDialog.tsx';
import { ListBar } from '../../components/ListBar.tsx';
import { PopupHeader } from '../../components/PopupHeader.tsx';
import { PulseLine } from '../../components/PulseLine.tsx';
import { moveFocus, openFocused } from '../../components/rows.ts';
import { StorageNotices } from '../../components/StorageNotices.tsx';
import { useKeys, type Keys } from '../../components/useKeys.ts';
import { useLive, type Live } from '../../components/useLive.ts';
import { Welcome } from '../../components/Welcome.tsx';
import { manyAccounts, type Display } from '../../lib/display.ts';
import { wishFor } from '../../lib/messages.ts';
import { dismiss } from '../../lib/notices.ts';
import { hasPanel, isPanel, openPanel } from '../../lib/panel.ts';
import { sampleView } from '../../lib/sample.ts';
import { changeDisplay } from '../../lib/setup-store.ts';
import type { onAnnounce } from '../../lib/signal.ts';
import { loadView, type View } from '../../lib/view.ts';
import { t } from '../../lib/words.ts';

const hour = 3600_000;

/** `first` is what was read before anything was drawn, and `subscribe` listens since then. */
export function App({ first, subscribe }: { first: Live<View> | undefined; subscribe: typeof onAnnounce }) {
  const { value: saved, error, now } = useLive(loadView, subscribe, Date.now, first);
  const [isSample, setSample] = useState(false);
  const [isHelping, setHelping] = useState(false);
  const [isSearching, setSearching] = useState(false);
  const [search, setSearch] = useState('');
  // Should the alarm ever have been lost, looking is enough to bring it back.
  useEffect(() => wishFor({ wish: 'visit' }), []);

  const isEmpty = saved?.accounts.length === 0;
  const view = isEmpty && isSample ? sampleView(now) : saved;
  const display = view?.settings.display;
  const change = (part: Partial<Display>) => void changeDisplay(part).catch(() => undefined);
  const keys = useMemo((): Keys => {
    const arrows = {
      ArrowDown: () => moveFocus(1),
      ArrowUp: () => moveFocus(-1),
      ArrowRight: () => openFocused(document.dir !== 'rtl'),
      ArrowLeft: () => openFocused(document.dir === 'rtl'),
    };
    if (!display?.shortcuts) return arrows;
    return {
      ...arrows,
      r: () => wishFor({ wish: 'refresh' }),
      u: () => change(flippedFigure(display)),
      d: () => change(flippedEnd(display.end)),
      h: () => change({ discreet: !display.discreet }),
      '/': () => {
        setSearching(true);
        requestAnimationFrame(() => document.getElementById('search')?.focus());
      },
      '?': () => setHelping(true),
    };
  }, [display]);
  useKeys(keys);

  return (
    <>
      <PopupHeader
        isPaused={view?.pausedUntil !== undefined}
        isDiscreet={display?.discreet ?? false}
        hasAccounts={saved !== undefined && !isEmpty}
        onRefresh={() => wishFor({ wish: 'refresh' })}
        onPause={(forAnHour) => wishFor({ wish: 'pause', ...(forAnHour && { until: Date.now() + hour }) })}
        onResume={() => wishFor({ wish: 'resume' })}
        onDiscreet={(discreet) => change({ discreet })}
        onPanel={hasPanel() && !isPanel(location) ? () => void openBeside() : undefined}
        onOptions={() => void browser.runtime.openOptionsPage()}
      />
      <main>
        {error !== undefined && <p role="alert">{t('popup.unreadable')}</p>}
        {view && <StorageNotices troubles={view.troubles} onDismiss={(kind) => void dismiss(kind)} />}
        {isEmpty && <Welcome isSample={isSample} onSample={setSample} />}
        {display && (isSearching || view.accounts.length >= manyAccounts) && (
          <ListBar search={search} display={display} onSearch={setSearch} onDisplay={change} />
        )}
        {display && view.accounts.length > 0 && (
          <AccountList
            accounts={view.accounts}
            display={display}
            search={search}
            isExample={view !== saved}
            now={now}
            pausedUntil={view.pausedUntil}
            onRefresh={(id) => wishFor({ wish: 'refresh', accounts: [id] })}
            onDisplay={change}
          />
        )}
      </main>
      {view && view.accounts.length > 0 && (
        <PulseLine accounts={view.accounts} pausedUntil={view.pausedUntil} now={now} />
      )}
      {isHelping && <KeysDialog onClose={() => setHelping(false)} />}
    </>
  );
}

/** The popup covers what it stands beside. */
async function openBeside(): Promise<void> {
  await openPanel().catch(() => undefined);
  close();
}
