import { clock } from '../lib/format.ts';
import type { AccountGauges } from '../lib/gauge.ts';
import { providerOf } from '../lib/providers/index.ts';
import { failureSentence } from '../lib/sentences.ts';
import { t } from '../lib/words.ts';
import { WarningIcon } from './icons.tsx';

/** Why the last poll brought nothing, what to do, and when it is tried again. Nothing where nothing is wrong. */
export function Trouble({ shown: { account, report, nextAt }, now }: { shown: AccountGauges; now: number }) {
  const failure = report?.failure;
  if (!failure) return null;
  const name = providerOf(account.provider)?.name ?? account.provider;
  return (
    <div class="trouble" role="status">
      <WarningIcon />
      <p>
        {failureSentence(failure, name, report.failures)}
        {failure.said !== undefined && ` ${t('failure.said', [failure.said])}`}
        {nextAt !== undefined && ` ${t('time.nextTry', [clock(nextAt, now)])}`}
      </p>
    </div>
  );
}
