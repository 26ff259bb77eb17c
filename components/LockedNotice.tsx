import { unlockPlace } from '../lib/mend.ts';
import { t } from '../lib/words.ts';
import { WarningIcon } from './icons.tsx';

/** Says once for all that the keys are locked, and leads to where they are unlocked. */
export function LockedNotice() {
  return (
    <div role="status" class="notices">
      <div class="trouble">
        <WarningIcon />
        <p>
          {t('failure.passphrase')}{' '}
          <a href={unlockPlace} target="_blank">
            {t('popup.unlock')}
          </a>
        </p>
      </div>
    </div>
  );
}
