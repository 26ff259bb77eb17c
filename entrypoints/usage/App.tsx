import { useCallback, useState } from 'preact/hooks';
import { BalanceHistory } from '../../components/BalanceHistory.tsx';
import { GaugeIcon } from '../../components/icons.tsx';
import { RangeButtons } from '../../components/RangeButtons.tsx';
import { useLive } from '../../components/useLive.ts';
import { loadHistoryView, type Range } from '../../lib/history-view.ts';
import { accountTitle } from '../../lib/sentences.ts';
import { onAnnounce } from '../../lib/signal.ts';
import { t } from '../../lib/words.ts';

/** The history of the account that the address names behind its `#`. */
export function App() {
  const [range, setRange] = useState<Range>('week');
  const load = useCallback((at: number) => loadHistoryView(location.hash.slice(1), range, at), [range]);
  const { value: view, error, now } = useLive(load, onAnnounce, Date.now);

  if (error !== undefined && !view) return <p role="alert">{t('popup.unreadable')}</p>;
  if (!view) return null;
  return (
    <>
      <header>
        <GaugeIcon />
        <h1>{view.account ? accountTitle(view.account) : t('history.title')}</h1>
        <RangeButtons range={range} onChange={setRange} />
      </header>
      <main>
        {view.balances.length === 0 && <p class="empty">{t('history.none')}</p>}
        {view.balances.map((balance) => (
          <BalanceHistory key={balance.gauge.balance.id} of={balance} named={view.balances.length > 1} now={now} />
        ))}
      </main>
    </>
  );
}
