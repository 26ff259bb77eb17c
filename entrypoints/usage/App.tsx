import { useCallback, useState } from 'preact/hooks';
import { BalanceHistory } from '../../components/BalanceHistory.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { GaugeIcon } from '../../components/icons.tsx';
import { RangeButtons } from '../../components/RangeButtons.tsx';
import { useLive } from '../../components/useLive.ts';
import { forgetHistory } from '../../lib/history-forget.ts';
import { loadHistoryView, type Range } from '../../lib/history-view.ts';
import { accountTitle, discreetTitle } from '../../lib/sentences.ts';
import { onAnnounce } from '../../lib/signal.ts';
import { t } from '../../lib/words.ts';

/** The history of the account that the address names behind its `#`. */
export function App() {
  const [range, setRange] = useState<Range>('week');
  const [isForgetting, setForgetting] = useState(false);
  const [notice, setNotice] = useState('');
  const [isShown, setShown] = useState(false);
  const load = useCallback((at: number) => loadHistoryView(location.hash.slice(1), range, at), [range]);
  const { value: view, error, now } = useLive(load, onAnnounce, Date.now);

  if (error !== undefined && !view) return <p role="alert">{t('popup.unreadable')}</p>;
  if (!view) return null;
  const { account } = view;
  const isHidden = view.isDiscreet && !isShown;
  const title = account ? (isHidden ? discreetTitle : accountTitle)(account) : t('history.title');
  const forget = (id: string) => {
    setForgetting(false);
    forgetHistory(id).then(
      () => setNotice(t('forget.done')),
      () => setNotice(t('options.notSaved')),
    );
  };
  return (
    <>
      <header>
        <GaugeIcon />
        <h1>{title}</h1>
        <RangeButtons range={range} onChange={setRange} />
      </header>
      <main>
        {isHidden && (
          <p class="empty">
            {t('history.hidden')}{' '}
            <button type="button" onClick={() => setShown(true)}>
              {t('popup.show')}
            </button>
          </p>
        )}
        {view.balances.length === 0 && <p class="empty">{t('history.none')}</p>}
        {(isHidden ? [] : view.balances).map((balance) => (
          <BalanceHistory key={balance.gauge.balance.id} of={balance} named={view.balances.length > 1} now={now} />
        ))}
        {account && view.balances.length > 0 && (
          <button type="button" class="danger" onClick={() => setForgetting(true)}>
            {t('forget.open')}
          </button>
        )}
        <p role="status">{notice}</p>
        {account && isForgetting && (
          <ConfirmDialog
            title={t('forget.title', [title])}
            text={t('forget.text')}
            verb={t('forget.confirm')}
            isDanger
            onConfirm={() => forget(account.id)}
            onClose={() => setForgetting(false)}
          />
        )}
      </main>
    </>
  );
}
