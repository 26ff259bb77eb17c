import { spanLabel } from '../lib/setting-labels.ts';
import type { GivenSettings, Settings } from '../lib/settings.ts';
import { t } from '../lib/words.ts';
import { ChoiceLine } from './ChoiceLine.tsx';

const year = 365;
const choices = [30, 90, year, 2 * year, 5 * year];

/** For how long history is kept. */
export function HistoryForm({ settings, onChange }: { settings: Settings; onChange: (given: GivenSettings) => void }) {
  const { historyDays } = settings;
  const days = [...new Set([...choices, historyDays])].toSorted((a, b) => a - b);
  return (
    <ChoiceLine
      id="history-days"
      label={t('data.historyDays')}
      hint={t('data.historyDaysHint')}
      value={String(historyDays)}
      choices={days.map((value) => ({ value: String(value), label: spanLabel(value) }))}
      onChange={(value) => onChange({ historyDays: Number(value) })}
    />
  );
}
