import { clock } from '../lib/format.ts';
import type { AccountGauges } from '../lib/gauge.ts';
import { failureSentence } from '../lib/failure-sentences.ts';
import { t } from '../lib/words.ts';
import { WarningIcon } from './icons.tsx';

export interface TroubleProps {
  shown: AccountGauges;
  now: number;
  /** Where the account can be mended; absent where one is there already. */
  fixAt?: string;
}

/** Why the last poll brought nothing, what to do, and when it is tried again. Nothing where nothing is wrong. */
export function Trouble({ shown: { account, report, nextAt }, now, fixAt }: TroubleProps) {
  const failure = report?.failure;
  if (!failure) return null;
  return (
    <div class="trouble" role="status">
      <WarningIcon />
      <p>
        {failureSentence(failure, { account, failures: report.failures, reading: report.reading })}
        {fixAt !== undefined && (
          <>
            {' '}
            <a href={fixAt} target="_blank">
              {t('popup.fix')}
            </a>
            .
          </>
        )}
        {nextAt !== undefined && ` ${t('time.nextTry', [clock(nextAt, now)])}`}
      </p>
    </div>
  );
}
