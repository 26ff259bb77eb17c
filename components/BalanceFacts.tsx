import { date, exactly } from '../lib/format.ts';
import type { Gauge } from '../lib/gauge.ts';
import { balanceName } from '../lib/names.ts';
import { outlookSentence, paceSentence } from '../lib/outlook-sentences.ts';
import { basisSentence, partSentences, percentText } from '../lib/sentences.ts';
import type { Reading } from '../lib/reading.ts';
import { t } from '../lib/words.ts';

export interface BalanceFactsProps {
  gauge: Gauge;
  /** The account has no other balance. */
  isOnly: boolean;
  reading: Reading;
  now: number;
}

/** What else is known of a balance, one click below its figures. */
export function BalanceFacts({ gauge, isOnly, reading, now }: BalanceFactsProps) {
  const { balance, trend } = gauge;
  const outlook = trend ? outlookSentence(trend.forecast, now) : '';
  const pace = trend ? paceSentence(trend.forecast, balance.unit) : '';
  return (
    <>
      {!isOnly && <h3>{balanceName(balance.id)}</h3>}
      {outlook !== '' && <p>{[outlook, pace].join(' ').trim()}</p>}
      <p>{factsOf(gauge, reading, now).join(' · ')}</p>
    </>
  );
}

/** What else the provider told, in the order in which one asks for it. */
function factsOf({ balance, share }: Gauge, { at }: Reading, now: number): string[] {
  const { plan, used, resetsAt, rollover, unlimited, unit, parts = [] } = balance;
  const facts: string[] = [];
  if (plan !== undefined) facts.push(t('gauge.plan', [plan]));
  if (share) facts.push(t('gauge.share', [percentText(share), basisSentence(share, unit)]));
  if (used !== undefined && !unlimited) facts.push(t('gauge.used', [exactly(used, unit)]));
  // One that has passed by the reading itself is told as odd.
  if (resetsAt !== undefined && resetsAt > at)
    facts.push(t(resetsAt > now ? 'gauge.resets' : 'gauge.resetDue', [date(resetsAt)]));
  if (rollover !== undefined) facts.push(t(rollover ? 'gauge.rollover' : 'gauge.noRollover'));
  facts.push(...partSentences(parts));
  return facts;
}
