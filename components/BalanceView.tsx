import { date, exactly } from '../lib/format.ts';
import type { Gauge } from '../lib/gauge.ts';
import {
  amountSentence,
  balanceName,
  basisSentence,
  oddSentences,
  partSentence,
  percentText,
} from '../lib/sentences.ts';
import { t } from '../lib/words.ts';
import { WarningIcon } from './icons.tsx';
import { Meter } from './Meter.tsx';

export interface BalanceViewProps {
  gauge: Gauge;
  /** The account's title. */
  label: string;
  /** The provider's name. */
  provider: string;
  named: boolean;
  now: number;
}

/** One balance: its percentage, its meter and one line of facts. `named` when the account has several. */
export function BalanceView({ gauge, label, provider, named, now }: BalanceViewProps) {
  const { balance, share, tone } = gauge;
  return (
    <div class={`balance ${tone}`}>
      <div class="line">
        <span class="figures" title={amountSentence(gauge, exactly)}>
          {named && <span class="balance-name">{balanceName(balance.id)}</span>}
          <span>{amountSentence(gauge)}</span>
        </span>
        {share && (
          <span class="percent" title={basisSentence(share)}>
            {percentText(share)}
          </span>
        )}
      </div>
      {share && <Meter gauge={{ ...gauge, share }} label={label} />}
      <p class="facts">{factsOf(gauge, now).join(' · ')}</p>
      {oddSentences(gauge, provider, now).map((sentence) => (
        <p class="odd" key={sentence}>
          <WarningIcon />
          {sentence}
        </p>
      ))}
    </div>
  );
}

/** What else the provider told, in the order in which one asks for it. */
function factsOf({ balance, share, muted }: Gauge, now: number): string[] {
  const { plan, used, resetsAt, rollover, unlimited, unit, parts = [] } = balance;
  const facts: string[] = [];
  if (plan !== undefined) facts.push(t('gauge.plan', [plan]));
  if (share) facts.push(basisSentence(share));
  if (used !== undefined && !unlimited) facts.push(t('gauge.used', [exactly(used, unit)]));
  if (resetsAt !== undefined && resetsAt > now) facts.push(t('gauge.resets', [date(resetsAt)]));
  if (rollover !== undefined) facts.push(t(rollover ? 'gauge.rollover' : 'gauge.noRollover'));
  for (const part of parts) facts.push(partSentence(part));
  if (muted) facts.push(t('popup.muted'));
  return facts;
}
