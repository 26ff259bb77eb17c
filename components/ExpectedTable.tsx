import type { Balance } from '../lib/balance.ts';
import { endsOf, leftAt } from '../lib/chart.ts';
import type { Forecast } from '../lib/forecast.ts';
import { amount, dayShort, exactly, moment } from '../lib/format.ts';
import { beginning, isPast } from '../lib/outlook-sentences.ts';
import { t } from '../lib/words.ts';

export interface ExpectedTableProps {
  balance: Balance;
  forecast: Forecast | undefined;
  now: number;
}

/** What the chart shows of the time to come: the ends that are to be expected, and the next reset. */
export function ExpectedTable(props: ExpectedTableProps) {
  const rows = [...endRows(props), ...resetRow(props)];
  if (rows.length === 0) return null;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t('history.expected')}</th>
          <th scope="col">{t('history.time')}</th>
          <th scope="col">{t('history.left')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([what, time, left]) => (
          <tr key={what}>
            <td>{what}</td>
            <td>{time}</td>
            <td>{left}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function endRows({ balance: { resetsAt, unit }, forecast, now }: ExpectedTableProps): string[][] {
  if (forecast?.kind !== 'runs-out' || isPast(forecast, now)) return [];
  const { at, latest, beyond } = forecast;
  const earliest = beginning(forecast, now);
  const reset = resetsAt !== undefined && resetsAt > now ? resetsAt : Infinity;
  const textOf = (end: number, isOpen: boolean) => {
    if (end >= reset) return t('history.afterReset');
    return isOpen ? t('history.orLater', [dayShort(end, now)]) : dayShort(end, now);
  };
  const none = exactly(0, unit);
  return [
    [t('history.earliest'), textOf(earliest, beyond === 'at' && earliest >= at), none],
    [t('history.likely'), textOf(at, beyond === 'at'), none],
    [t('history.latest'), textOf(latest, beyond !== undefined), none],
  ];
}

function resetRow({ balance: { remaining, resetsAt, unit }, forecast, now }: ExpectedTableProps): string[][] {
  if (resetsAt === undefined || resetsAt <= now) return [];
  const ends = forecast?.kind === 'lasts' ? endsOf(forecast, now) : undefined;
  const [likely = '', least = '', most = ''] = (ends ?? []).map((end) => {
    const left = leftAt(resetsAt, remaining, end, now);
    // An estimate has no more digits than it deserves.
    return amount(left >= 100 ? Math.round(left) : left, unit);
  });
  return [[t('history.nextReset'), moment(resetsAt), ends ? t('history.leftThen', [likely, least, most]) : '']];
}
