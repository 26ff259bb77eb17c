import { exactly, moment } from '../lib/format.ts';
import type { HistoryEvent, Point } from '../lib/history.ts';
import { t } from '../lib/words.ts';

/** More rows help nobody; the export has them all. */
const mostRows = 200;

/** The course of a balance as a table, the latest first. */
export function HistoryTable({ points, events, unit }: { points: Point[]; events: HistoryEvent[]; unit: string }) {
  const rows = points.toReversed().slice(0, mostRows);
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t('history.time')}</th>
          <th scope="col">{t('history.left')}</th>
          <th scope="col">{t('history.spent')}</th>
          <th scope="col">{t('history.event')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ at, remaining, spent }) => (
          <tr key={`${at} ${remaining} ${spent}`}>
            <td>{moment(at)}</td>
            <td>{exactly(remaining, unit)}</td>
            <td>{spent > 0 ? exactly(spent, unit) : ''}</td>
            <td>
              {events
                .filter((event) => event.at === at)
                .map((event) => eventText(event, unit))
                .join(', ')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function eventText({ kind, amount }: HistoryEvent, unit: string): string {
  const figure = exactly(amount, unit);
  switch (kind) {
    case 'top-up':
      return t('history.topUp', [figure]);
    case 'reset':
      return t('history.reset', [figure]);
    case 'limit':
      return t('history.limit', [figure]);
    case 'unit':
      return t('history.unit');
  }
}
