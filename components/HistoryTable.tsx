import { amount, exactly, moment } from '../lib/format.ts';
import type { HistoryEvent, Point } from '../lib/history.ts';
import { rowsOf, type Row } from '../lib/history-rows.ts';
import { t } from '../lib/words.ts';

/** The course of a balance as a table, the latest first, with a row for whatever came. */
export function HistoryTable({ points, events, unit }: { points: Point[]; events: HistoryEvent[]; unit: string }) {
  const { rows, readings } = rowsOf(points, events);
  return (
    <>
      {readings < points.length && (
        <p class="hint">{t('history.thinned', [amount(readings), amount(points.length)])}</p>
      )}
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
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              <td>{moment(row.at)}</td>
              <td>{'kind' in row ? '' : exactly(row.remaining, unit)}</td>
              <td>{'kind' in row || row.spent === 0 ? '' : exactly(row.spent, unit)}</td>
              <td>{'kind' in row ? eventText(row, unit) : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function keyOf(row: Row): string {
  return Object.values(row).join(' ');
}

function eventText({ kind, amount: came }: HistoryEvent, unit: string): string {
  const figure = exactly(came, unit);
  switch (kind) {
    case 'top-up':
      return t('history.topUp', [figure]);
    case 'reset':
      return t('history.reset', [figure]);
    case 'limit':
      return t('history.limit', [figure]);
    case 'unit':
      return t('history.unit');
    case 'source':
      return t('history.source');
  }
}
