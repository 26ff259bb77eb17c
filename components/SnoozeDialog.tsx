import { t } from '../lib/words.ts';
import { Dialog } from './Dialog.tsx';

const hour = 60 * 60_000;

/** Until when alerts are held back: a moment in milliseconds since 1970, or a balance's next level. */
export type SnoozeUntil = number | 'next-level';

export interface SnoozeDialogProps {
  title: string;
  now: number;
  onSnooze: (until: SnoozeUntil) => void;
  onClose: () => void;
}

/** Asks for how long alerts are to be held back. */
export function SnoozeDialog({ title, now, onSnooze, onClose }: SnoozeDialogProps) {
  const choices: [label: string, until: SnoozeUntil][] = [
    [t('snooze.hour'), now + hour],
    [t('snooze.tomorrow'), tomorrow(now)],
    [t('snooze.week'), now + 7 * 24 * hour],
    [t('snooze.nextLevel'), 'next-level'],
  ];
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{t('snooze.text')}</p>
      <div class="choices">
        {choices.map(([label, until]) => (
          <button key={label} type="button" onClick={() => onSnooze(until)}>
            {label}
          </button>
        ))}
      </div>
      <div class="actions">
        <button type="button" onClick={onClose}>
          {t('dialog.cancel')}
        </button>
      </div>
    </Dialog>
  );
}

/** Eight in the morning of the next day, by the clock on the wall. */
function tomorrow(now: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1, 8).getTime();
}
