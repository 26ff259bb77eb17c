import type { Display } from '../lib/display.ts';
import { exactly } from '../lib/format.ts';
import type { Gauge } from '../lib/gauge.ts';
import { balanceName } from '../lib/names.ts';
import { amountSentence, hidden, oddSentences, usedSentence } from '../lib/sentences.ts';
import { burningSentence, expirySentences } from '../lib/outlook-sentences.ts';
import type { Reading } from '../lib/reading.ts';
import { t } from '../lib/words.ts';
import { EndText } from './EndText.tsx';
import { HideIcon, WarningIcon } from './icons.tsx';
import { Meter } from './Meter.tsx';
import { Percent } from './Percent.tsx';
import { Sparkline } from './Sparkline.tsx';

export interface BalanceViewProps {
  gauge: Gauge;
  /** The account's title. */
  label: string;
  /** The provider's name. */
  provider: string;
  /** The account has no other balance, and its percentage stands beside its title. */
  isOnly: boolean;
  /** What there is to know of the account beside the figures: that it is paused, how old they are. */
  note: string;
  /** The reading that the balance is of. */
  reading: Reading;
  display: Display;
  now: number;
  onDisplay: (part: Partial<Display>) => void;
}

/** One balance: its percentage, its meter and one line of facts. */
export function BalanceView(props: BalanceViewProps) {
  const { gauge, label, provider, isOnly, note, reading, display, now, onDisplay } = props;
  const { balance, share, tone, trend } = gauge;
  const figures = display.discreet ? hidden : figuresOf(gauge, display);
  return (
    <div class={`balance ${tone}`}>
      {!isOnly && (
        <div class="line">
          <span class="balance-name">{balanceName(balance.id)}</span>
          {trend && <Sparkline values={trend.spark} tone={tone} />}
          <Percent
            gauge={gauge}
            figure={display.figure}
            isDiscreet={display.discreet}
            onFlip={() => onDisplay(flippedFigure(display))}
          />
        </div>
      )}
      {share && <Meter gauge={{ ...gauge, share }} label={label} isDiscreet={display.discreet} />}
      <div class="line facts">
        <span class="figures" title={display.discreet ? undefined : amountSentence(gauge, exactly)}>
          {[figures, note].filter((part) => part !== '').join(' · ')}
          {gauge.muted && (
            <span>
              {' · '}
              <HideIcon /> {t('popup.muted')}
            </span>
          )}
        </span>
        {trend && <EndText forecast={trend.forecast} end={display.end} now={now} onFlip={onDisplay} />}
      </div>
      {!display.discreet &&
        [...oddSentences(gauge, reading, provider, now), ...warningsOf(gauge, now)].map((sentence) => (
          <p class="odd" key={sentence}>
            <WarningIcon />
            {sentence}
          </p>
        ))}
    </div>
  );
}

/** What is to be foreseen and not wanted: a pace that is not the usual one, and what is lost next. */
function warningsOf({ balance: { unit }, trend }: Gauge, now: number): string[] {
  if (!trend) return [];
  const burning = burningSentence(trend, unit);
  return [...(burning === '' ? [] : [burning]), ...expirySentences(trend, unit, now).slice(0, 1)];
}

/** What is used is told where the provider tells it: it is not always what is missing from what is left. */
function figuresOf(gauge: Gauge, { figure }: Display): string {
  return (figure === 'used' ? usedSentence(gauge.balance) : undefined) ?? amountSentence(gauge);
}

export function flippedFigure({ figure }: Display): Partial<Display> {
  return { figure: figure === 'used' ? 'left' : 'used' };
}
