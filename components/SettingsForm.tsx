import { useEffect, useState } from 'preact/hooks';
import { checkInterval, longestInterval, shortestInterval, type Settings } from '../lib/settings.ts';
import { t } from '../lib/words.ts';
import { Line, tied } from './Line.tsx';

/** What applies to all accounts; saved as soon as it is changed to something that can be taken. */
export function SettingsForm({ settings, onChange }: { settings: Settings; onChange: (settings: Settings) => void }) {
  /** What is being typed: the page is drawn again every few seconds, and would put back what is saved. */
  const [typed, setTyped] = useState<string>();
  const [isWrong, setWrong] = useState(false);
  useEffect(() => setTyped(undefined), [settings.interval]);

  const line = {
    id: 'interval',
    label: t('options.interval'),
    hint: t('options.intervalHint'),
    ...(isWrong && { problem: 'interval-range' as const }),
  };
  const change = (text: string) => {
    const interval = text.trim() === '' ? undefined : checkInterval(Number(text));
    setWrong(interval === undefined);
    if (interval !== undefined && interval !== settings.interval) onChange({ ...settings, interval });
  };
  return (
    <Line {...line}>
      <div class="with-unit">
        <input
          {...tied(line)}
          type="number"
          min={shortestInterval}
          max={longestInterval}
          step={1}
          value={typed ?? settings.interval}
          onInput={(event) => setTyped(event.currentTarget.value)}
          onChange={(event) => change(event.currentTarget.value)}
        />
        <span>{t('options.minutes')}</span>
      </div>
    </Line>
  );
}
