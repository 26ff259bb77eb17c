import type { Quiet } from '../lib/alert-quiet.ts';
import { t } from '../lib/words.ts';
import { CheckLine } from './CheckLine.tsx';

/** From ten in the evening to eight in the morning, in minutes since midnight. */
const usual: Quiet = { from: 22 * 60, to: 8 * 60 };

/** The hours in which nothing is told. From and to the same minute would be none, and is not taken. */
export function QuietLines({ quiet, onChange }: { quiet: Quiet | undefined; onChange: (quiet?: Quiet) => void }) {
  return (
    <>
      <CheckLine
        label={t('alerts.quiet')}
        checked={quiet !== undefined}
        onChange={(on) => (on ? onChange(usual) : onChange())}
      />
      {quiet && (
        <div class="with-unit times">
          <TimeInput
            label={t('alerts.quietFrom')}
            minute={quiet.from}
            onChange={(from) => from !== quiet.to && onChange({ ...quiet, from })}
          />
          <TimeInput
            label={t('alerts.quietTo')}
            minute={quiet.to}
            onChange={(to) => quiet.from !== to && onChange({ ...quiet, to })}
          />
        </div>
      )}
    </>
  );
}

function TimeInput({ label, minute, onChange }: { label: string; minute: number; onChange: (minute: number) => void }) {
  return (
    <label class="time">
      {label}
      <input
        type="time"
        required
        value={timeText(minute)}
        onChange={({ currentTarget: { value } }) => {
          const typed = minuteOf(value);
          if (typed !== undefined) onChange(typed);
        }}
      />
    </label>
  );
}

/** As a time input wants it, whatever the language: `22:05`. */
function timeText(minute: number): string {
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

function minuteOf(text: string): number | undefined {
  const [, hours, minutes] = /^(\d\d):(\d\d)/.exec(text) ?? [];
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes);
}
