import type { BalanceHistoryFacts } from '../lib/history-view.ts';
import { burningSentence, expirySentences, outlookSentence, paceSentence } from '../lib/outlook-sentences.ts';
import { balanceName } from '../lib/names.ts';
import { amountSentence } from '../lib/sentences.ts';
import { t } from '../lib/words.ts';
import { ExpectedTable } from './ExpectedTable.tsx';
import { HistoryChart } from './HistoryChart.tsx';
import { HistoryTable } from './HistoryTable.tsx';
import { SpendTable } from './SpendTable.tsx';

/** One balance over time: what to expect, the chart, and the same as tables. */
export function BalanceHistory({ of: facts, named, now }: { of: BalanceHistoryFacts; named: boolean; now: number }) {
  const { gauge, chart, trend, points, events, spending } = facts;
  const { unit, id } = gauge.balance;
  const outlook = trend && [
    outlookSentence(trend.forecast, now),
    paceSentence(trend.forecast, unit),
    burningSentence(trend, unit),
    ...expirySentences(trend, unit, now),
  ];
  return (
    <section aria-label={balanceName(id)}>
      {named && <h2>{balanceName(id)}</h2>}
      <p class="figures">{amountSentence(gauge)}</p>
      {outlook && <p>{outlook.filter(Boolean).join(' ')}</p>}
      {points.length === 0 ? <p class="empty">{t('history.nothing')}</p> : <HistoryChart facts={chart} unit={unit} />}
      <details>
        <summary>{t('history.asTable')}</summary>
        <ExpectedTable balance={gauge.balance} forecast={trend?.forecast} now={now} />
        <HistoryTable points={points} events={events} unit={unit} />
      </details>
      <details>
        <summary>{t('history.perDay')}</summary>
        <SpendTable spending={spending} unit={unit} />
      </details>
    </section>
  );
}
