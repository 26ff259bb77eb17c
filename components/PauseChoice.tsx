import { t } from '../lib/words.ts';

/** How long a pause is to last: who forgets one without an end is warned of nothing any more. Brought up by the button that opens it. */
export function PauseChoice({ id, onPause }: { id: string; onPause: (forAnHour: boolean) => void }) {
  return (
    <div id={id} popover="auto" role="group" aria-label={t('popup.pause')}>
      {[true, false].map((forAnHour) => (
        <button
          key={forAnHour}
          type="button"
          autofocus={forAnHour}
          popovertarget={id}
          onClick={() => onPause(forAnHour)}
        >
          {t(forAnHour ? 'snooze.hour' : 'popup.pauseOpen')}
        </button>
      ))}
    </div>
  );
}
