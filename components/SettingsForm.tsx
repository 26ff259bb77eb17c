import type { Checked } from '../lib/input.ts';
import { checkInterval, type GivenSettings, type Settings } from '../lib/settings.ts';
import { t } from '../lib/words.ts';
import { NumberLine } from './NumberLine.tsx';

/** How often is asked, of all accounts; saved as soon as it is changed to something that can be taken. */
export function SettingsForm({ settings, onChange }: { settings: Settings; onChange: (given: GivenSettings) => void }) {
  return (
    <NumberLine
      id="interval"
      label={t('options.interval')}
      hint={t('options.intervalHint')}
      unit={t('options.minutes')}
      value={settings.interval}
      check={checkMinutes}
      onChange={(interval) => onChange({ interval })}
    />
  );
}

function checkMinutes(text: string): Checked<number> {
  const interval = text.trim() === '' ? undefined : checkInterval(Number(text));
  return interval === undefined ? { problem: 'interval-range' } : { value: interval };
}
