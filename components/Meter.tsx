import type { Gauge } from '../lib/gauge.ts';
import { balanceName } from '../lib/names.ts';
import { meterSentence, percentText } from '../lib/sentences.ts';
import type { Share } from '../lib/share.ts';

export interface MeterProps {
  gauge: Gauge & { share: Share };
  label: string;
  /** No amounts are told. */
  isDiscreet?: boolean;
}

/** How much of a balance is left, as a bar; hatched where it is an estimate. */
export function Meter({ gauge, label, isDiscreet = false }: MeterProps) {
  const { percent, basis } = gauge.share;
  return (
    <div
      class={`meter ${gauge.tone}${basis === 'high-water' ? ' estimated' : ''}`}
      role="meter"
      aria-label={`${label}, ${balanceName(gauge.balance.id)}`}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={isDiscreet ? percentText(gauge.share) : meterSentence(gauge)}
    >
      <div class="fill" style={{ width: `${percent}%` }} />
    </div>
  );
}
