import { failureSentence } from '../lib/failure-sentences.ts';
import { clock } from '../lib/format.ts';
import type { AccountGauges } from '../lib/gauge.ts';
import { passesByItself, type Fix } from '../lib/mend.ts';
import { t } from '../lib/words.ts';
import { ClockIcon, WarningIcon } from './icons.tsx';

export interface TroubleProps {
  shown: AccountGauges;
  now: number;
  /** Where the account can be mended; absent where one is there already, or where there is nothing to mend. */
  fix?: Fix | undefined;
}

/** Why the last poll brought nothing, what to do, and when it is tried again. Nothing where nothing is wrong. */
export function Trouble({ shown, now, fix }: TroubleProps) {
  const { account, report, nextAt, checking, cutOff } = shown;
  const failure = report?.failure;
  if ((!failure && !cutOff) || !account.enabled) return null;
  const passes = passesByItself(shown);
  return (
    <div class={`trouble${passes ? ' passing' : ''}`}>
      {passes ? <ClockIcon /> : <WarningIcon />}
      <p>
        {/* The time is left out of what is announced: it changes with every attempt. */}
        <span role="status">
          {failure && failureSentence(failure, { account, failures: report.failures, reading: report.reading })}
          {!failure && t('time.cutOff')}
        </span>
        {fix && (
          <>
            {' '}
            <a href={fix.href} target="_blank" aria-label={fix.label}>
              {fix.text}
            </a>
          </>
        )}
        {/* Set apart from what the provider said and from the link, which end as they like. Its place is kept while it says nothing, for the rows below. */}
        {nextAt !== undefined && (
          <span class={checking ? 'veiled' : ''}>{` · ${t('time.nextTry', [clock(Math.max(now, nextAt), now)])}`}</span>
        )}
      </p>
    </div>
  );
}
