import type { Display } from '../lib/display.ts';
import { exactly } from '../lib/format.ts';
import type { Gauge } from '../lib/gauge.ts';
import { basisSentence, percentText, usedPercentText } from '../lib/sentences.ts';
import { t } from '../lib/words.ts';
import { ToneIcon } from './icons.tsx';

export interface PercentProps {
  gauge: Gauge;
  figure: Display['figure'];
  /** No amounts are told. */
  isDiscreet: boolean;
  onFlip: () => void;
}

/** What is left, or used, of a balance in percent; a click shows the other. The key `u` does the same, so that it need not be a stop of the Tab key. */
export function Percent({ gauge, figure, isDiscreet, onFlip }: PercentProps) {
  const { balance, share, tone } = gauge;
  if (balance.unlimited)
    return (
      <span class="unlimited" title={t('gauge.unlimited')}>
        ∞
      </span>
    );
  if (!share) return null;
  return (
    <button
      type="button"
      class={`percent ${figure}`}
      tabIndex={-1}
      title={isDiscreet ? undefined : basisSentence(share, balance.unit, exactly)}
      onClick={onFlip}
    >
      <ToneIcon tone={tone} />
      {figure === 'used' ? usedPercentText(share) : percentText(share)}
    </button>
  );
}
