import type { Display } from '../lib/display.ts';
import { clock } from '../lib/format.ts';
import { isLate, type AccountGauges } from '../lib/gauge.ts';
import { fixOf } from '../lib/mend.ts';
import { providerOf } from '../lib/providers/index.ts';
import { accountTitle, discreetTitle, ageOf, lateSentence, pauseSentence } from '../lib/sentences.ts';
import { t } from '../lib/words.ts';
import { BalanceFacts } from './BalanceFacts.tsx';
import { BalanceView, flippedFigure } from './BalanceView.tsx';
import { Monogram } from './Monogram.tsx';
import { Percent } from './Percent.tsx';
import { RowTools } from './RowTools.tsx';
import { Sparkline } from './Sparkline.tsx';
import { Trouble } from './Trouble.tsx';

/** Where it stands among all of its list, for those who cannot see how much of that is left. */
export interface Place {
  'aria-posinset': number;
  'aria-setsize': number;
}

export interface AccountRowProps {
  shown: AccountGauges;
  place?: Place;
  now: number;
  /** Until when all accounts are paused, in milliseconds since 1970; told once for all, and not in each row. */
  allPausedUntil: number | undefined;
  /** All accounts are late, which is told once too. */
  allLate: boolean;
  display: Display;
  /** It is no account of the user's, and leads nowhere. */
  isExample: boolean;
  /** Whether all that is known of it is shown. */
  isOpen: boolean;
  onOpen: (open: boolean) => void;
  onRefresh: () => void;
  onDisplay: (part: Partial<Display>) => void;
}

/** An account of the popup: its balances, what is wrong with it, and one click deeper all the rest. */
export function AccountRow(props: AccountRowProps) {
  const { shown, place, now, display, isExample, isOpen, onOpen, onRefresh, onDisplay } = props;
  const { account, gauges, report, stale, checking } = shown;
  const provider = providerOf(account.provider)?.name ?? account.provider;
  const title = display.discreet ? discreetTitle(account) : accountTitle(account);
  const { reading } = report ?? {};
  const [only, ...others] = gauges;
  const isOnly = others.length === 0;
  const note = noteOf(props);
  return (
    <li class={`account${stale ? ' stale' : ''}${account.enabled ? '' : ' disabled'}`} aria-label={title} {...place}>
      <div class={`line head ${isOnly ? (only?.tone ?? '') : ''}`}>
        <span class="mark">
          <Monogram name={provider} />
          {/* Read out where one comes by, and not by itself: the footer says it to all. */}
          {checking && (
            <span class="ring">
              <span class="unseen">{t('time.checking')}</span>
            </span>
          )}
        </span>
        <h2 dir="auto">
          {isExample ? (
            title
          ) : (
            <a href={`/usage.html#${account.id}`} target="_blank" title={t('history.open', [title])}>
              {title}
            </a>
          )}
        </h2>
        <span class="side">
          {isOnly && only?.trend && <Sparkline values={only.trend.spark} tone={only.tone} />}
          {!isExample && (
            <RowTools
              provider={account.provider}
              title={title}
              enabled={account.enabled}
              isOpen={isOpen}
              onRefresh={onRefresh}
              onOpen={onOpen}
            />
          )}
        </span>
        {isOnly && only && (
          <Percent
            gauge={only}
            figure={display.figure}
            isDiscreet={display.discreet}
            onFlip={() => onDisplay(flippedFigure(display))}
          />
        )}
      </div>
      {reading &&
        gauges.map((gauge, order) => (
          <BalanceView
            key={gauge.balance.id}
            gauge={gauge}
            label={title}
            provider={provider}
            isOnly={isOnly}
            note={order === 0 ? note : ''}
            reading={reading}
            display={display}
            now={now}
            onDisplay={onDisplay}
          />
        ))}
      {!reading && note !== '' && <p class="facts">{note}</p>}
      {isOpen && reading && !display.discreet && (
        <div class="details">
          {gauges.map((gauge) => (
            <BalanceFacts key={gauge.balance.id} gauge={gauge} isOnly={isOnly} reading={reading} now={now} />
          ))}
          <p>{pulseOf(shown, reading.at, now)}</p>
        </div>
      )}
      <Trouble shown={shown} now={now} fix={fixOf(shown, title)} />
    </li>
  );
}

/** What there is to know beside the figures; nothing while all goes well. Where there are figures, a check changes none of it. */
function noteOf({ shown, now, allPausedUntil, allLate }: AccountRowProps): string {
  const { account, report, checking, pausedUntil } = shown;
  if (!account.enabled) return t('popup.disabled');
  if (!report?.reading) return checking ? t('time.checking') : report?.failure ? '' : t('time.notChecked');
  const pause = pausedUntil === undefined || pausedUntil === allPausedUntil ? [] : [pauseSentence(pausedUntil, now)];
  const { at } = report.reading;
  if (pause.length > 0 || report.failure) return [...pause, ageOf(at, now)].join(' · ');
  return isLate(shown) && !allLate ? lateSentence(at, now) : '';
}

/** When it was last read, and when it is next. */
function pulseOf({ nextAt }: AccountGauges, at: number, now: number): string {
  const read = t('time.checked', [ageOf(at, now)]);
  return nextAt === undefined ? read : `${read} · ${t('time.next', [clock(Math.max(now, nextAt), now)])}`;
}
