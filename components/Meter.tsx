import type { Gauge } from '../lib/gauge.ts';
import { balanceName } from '../lib/names.ts';
import { meterSentence } from '../lib/sentences.ts';
import type { Share } from '../lib/share.ts';

/** How much of a balance is left, as a bar. */
export function Meter({ gauge, label }: { gauge: Gauge & { share: Share }; label: string }) {
  const { percent } = gauge.share;
  return (
    <div
      class={`meter ${gauge.tone}`}
      role="meter"
      aria-label={`${label}, ${balanceName(gauge.balance.id)}`}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={meterSentence(gauge)}
    >
      <div class="fill" style={{ width: `${percent}%` }} />
    </div>
  );
}
