import { date, amount } from '../lib/format.ts';
import { t } from '../lib/words.ts';

/** What was spent on each day, the latest first, with a bar beside the figure. */
export function SpendTable({ spending, unit }: { spending: { day: number; spent: number }[]; unit: string }) {
  const most = Math.max(1e-9, ...spending.map(({ spent }) => spent));
  return (
    <table class="spending">
      <thead>
        <tr>
          <th scope="col">{t('history.day')}</th>
          <th scope="col">{t('history.spent')}</th>
          <th aria-hidden="true" />
        </tr>
      </thead>
      <tbody>
        {spending.toReversed().map(({ day, spent }) => (
          <tr key={day}>
            <td>{date(middayOf(day))}</td>
            <td>{amount(spent, unit)}</td>
            <td aria-hidden="true">
              <div class="bar" style={{ width: `${(100 * spent) / most}%` }} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A moment that is on that day in every zone but the farthest, for a day has no zone of its own. */
function middayOf(day: number): number {
  return (day + 0.5) * 24 * 60 * 60_000 + new Date(day * 24 * 60 * 60_000).getTimezoneOffset() * 60_000;
}
