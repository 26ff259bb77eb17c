import { clock } from '../lib/format.ts';
import type { AccountGauges } from '../lib/gauge.ts';
import { failureSentence } from '../lib/failure-sentences.ts';
import { t } from '../lib/words.ts';
import { WarningIcon } from './icons.tsx';

/** Why the last poll brought nothing, what to do, and when it is tried again. Nothing where nothing is wrong. */
export function Trouble({ shown: { account, report, nextAt }, now }: { shown: AccountGauges; now: number }) {
  const failure = report?.failure;
  if (!failure) return null;
  return (
    <div class="trouble" role="status">
      <WarningIcon />
      <p>
        {failureSentence(failure, { account, failures: report.failures, reading: report.reading })}
        {nextAt !== undefined && ` ${t('time.nextTry', [clock(nextAt, now)])}`}
      </p>
    </div>
  );
}
