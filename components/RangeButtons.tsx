import type { Range } from '../lib/history-view.ts';
import { t } from '../lib/words.ts';

const ranges: Range[] = ['day', 'week', 'month', 'cycle'];

/** Which stretch of time is shown. */
export function RangeButtons({ range, onChange }: { range: Range; onChange: (range: Range) => void }) {
  return (
    <div role="group" aria-label={t('history.range')} class="ranges">
      {ranges.map((one) => (
        <button key={one} type="button" aria-pressed={one === range} onClick={() => onChange(one)}>
          {t(`range.${one}`)}
        </button>
      ))}
    </div>
  );
}
