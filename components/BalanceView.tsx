import { date, exactly } from '../lib/format.ts';
import type { Gauge } from '../lib/gauge.ts';
import { balanceName } from '../lib/names.ts';
import { outlookText } from '../lib/outlook-sentences.ts';
import { amountSentence, basisSentence, oddSentences, partSentences, percentText } from '../lib/sentences.ts';
import type { Reading } from '../lib/reading.ts';
import { t } from '../lib/words.ts';
import { WarningIcon } from './icons.tsx';
import { Meter } from './Meter.tsx';
import { Sparkline } from './Sparkline.tsx';

export interface BalanceViewProps {
  gauge: Gauge;
  /** The account's title. */
  label: string;
  /** The provider's name. */
  provider: string;
  named: boolean;
  /** The reading that the balance is of. */
  reading: Reading;
  now: number;
}

/** One balance: its percentage, its meter and one line of facts. `named` when the account has several. */
export function BalanceView({ gauge, label, provider, named, reading, now }: BalanceViewProps) {
  const { balance, share, tone } = gauge;
  return (
    <div class={`balance ${tone}`}>
      <div class="line">
        <span class="figures" title={amountSentence(gauge, exactly)}>
          {named && <span class="balance-name">{balanceName(balance.id)}</span>}
          <span>{amountSentence(gauge)}</span>
        </span>
        {share && (
          <span class="percent" title={basisSentence(share, balance.unit, exactly)}>
            {percentText(share)}
          </span>
        )}
      </div>
      {share && <Meter gauge={{ ...gauge, share }} label={label} />}
      <div class="line">
        <p class="facts">{factsOf(gauge, reading, now).join(' · ')}</p>
        {gauge.trend && <Sparkline values={gauge.trend.spark} tone={tone} />}
      </div>
      {oddSentences(gauge, reading, provider, now).map((sentence) => (
        <p class="odd" key={sentence}>
          <WarningIcon />
          {sentence}
        </p>
      ))}
    </div>
  );
}

/** What else the provider told, in the order in which one asks for it. */
function factsOf({ balance, share, muted, trend }: Gauge, { at }: Reading, now: number): string[] {
  const { plan, used, resetsAt, rollover, unlimited, unit, parts = [] } = balance;
  const facts: string[] = [];
  const outlook = trend ? outlookText(trend.forecast, now) : '';
  if (outlook !== '') facts.push(outlook);
  if (plan !== undefined) facts.push(t('gauge.plan', [plan]));
  if (share) facts.push(basisSentence(share, unit));
  if (used !== undefined && !unlimited) facts.push(t('gauge.used', [exactly(used, unit)]));
  // One that has passed by the reading itself is told as odd.
  if (resetsAt !== undefined && resetsAt > at)
    facts.push(t(resetsAt > now ? 'gauge.resets' : 'gauge.resetDue', [date(resetsAt)]));
  if (rollover !== undefined) facts.push(t(rollover ? 'gauge.rollover' : 'gauge.noRollover'));
  facts.push(...partSentences(parts));
  if (muted) facts.push(t('popup.muted'));
  return facts;
}
