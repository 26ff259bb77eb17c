import { mayBeKeyless, type Account } from '../lib/account.ts';
import { exactly } from '../lib/format.ts';
import type { AccountGauges } from '../lib/gauge.ts';
import { balanceName } from '../lib/names.ts';
import { providerOf } from '../lib/providers/index.ts';
import { accountTitle, ageOf, amountSentence, hostOf, pauseSentence, percentText } from '../lib/sentences.ts';
import { t } from '../lib/words.ts';
import { Monogram } from './Monogram.tsx';
import { dropPlace, MoveHandle } from './MoveHandle.tsx';
import { PassingButton } from './PassingButton.tsx';
import { Trouble } from './Trouble.tsx';

export interface AccountItemProps {
  shown: AccountGauges;
  now: number;
  /** Another account's form is open, and what was typed there is not to be lost. */
  isBusy: boolean;
  onEdit: () => void;
  onEnable: (enabled: boolean) => void;
  /** Absent while all accounts are paused, for then there is nothing to do here. */
  onPause?: ((paused: boolean) => void) | undefined;
  /** Why alerts of it are held back; empty when they are not. */
  snoozed: string;
  onSnooze: (snooze: boolean) => void;
  /** Absent where there is nothing to be put in order. */
  onMove?: ((by: number) => void) | undefined;
  /** Another account was dropped on this one. */
  onDrop: (id: string) => void;
  onRemove: () => void;
  onAllow: () => void;
}

/** A saved account of the options page: what it is, what its last poll brought, and what one can do with it. */
export function AccountItem(props: AccountItemProps) {
  const { shown, now, isBusy, snoozed, onEdit, onEnable, onPause, onSnooze, onMove, onDrop, onRemove, onAllow } = props;
  const { account, gauges, report } = shown;
  const titleId = `account-${account.id}`;
  const described = { 'aria-describedby': titleId };
  return (
    <li class={`account${account.enabled ? '' : ' disabled'}`} aria-labelledby={titleId} {...dropPlace(onDrop)}>
      {onMove && <MoveHandle id={account.id} title={accountTitle(account)} onMove={onMove} />}
      <Monogram name={providerOf(account.provider)?.name ?? account.provider} />
      <div class="about">
        <h3 id={titleId}>{accountTitle(account)}</h3>
        <p class="result" title={gauges.map((gauge) => amountSentence(gauge, exactly)).join(' · ')}>
          {resultText(shown, now)}
        </p>
        <p class="facts">
          {[hostOf(account), keyText(account), alertsText(account, snoozed)].filter((part) => part !== '').join(' · ')}
        </p>
        <Trouble shown={shown} now={now} />
      </div>
      <div class="actions">
        {report?.failure?.kind === 'no-permission' && (
          <PassingButton class="primary" describedBy={titleId} onClick={onAllow}>
            {t('options.allow')}
          </PassingButton>
        )}
        <button type="button" id={`edit-${account.id}`} disabled={isBusy} {...described} onClick={onEdit}>
          {t('options.edit')}
        </button>
        <button type="button" {...described} onClick={() => onEnable(!account.enabled)}>
          {t(account.enabled ? 'options.disable' : 'options.enable')}
        </button>
        {account.enabled && onPause && (
          <button type="button" {...described} onClick={() => onPause(shown.pausedUntil === undefined)}>
            {t(shown.pausedUntil === undefined ? 'options.pause' : 'options.resume')}
          </button>
        )}
        <button type="button" {...described} onClick={() => onSnooze(snoozed === '')}>
          {t(snoozed === '' ? 'snooze.one' : 'snooze.end')}
        </button>
        <button type="button" {...described} onClick={onRemove}>
          {t('options.remove')}
        </button>
      </div>
    </li>
  );
}

/** The figures of the last good poll and their age. */
function resultText({ account, gauges, report, checking, pausedUntil }: AccountGauges, now: number): string {
  if (!account.enabled) return t('options.disabled');
  if (!report?.reading) return t(checking ? 'time.checking' : report?.failure ? 'time.noReading' : 'time.notChecked');
  const figures = gauges.map((gauge) => {
    const text = gauge.share ? `${percentText(gauge.share)}, ${amountSentence(gauge)}` : amountSentence(gauge);
    return gauges.length > 1 ? `${balanceName(gauge.balance.id)}: ${text}` : text;
  });
  const pause = pausedUntil === undefined ? [] : [pauseSentence(pausedUntil, now)];
  return [...figures, ageOf(report.reading.at, now), ...pause].join(' · ');
}

function alertsText({ alerts }: Account, snoozed: string): string {
  return alerts?.muted ? t('form.silent') : snoozed;
}

function keyText(account: Account): string {
  if (account.keyEnd !== undefined) return t('options.keyEnds', [account.keyEnd]);
  return t(mayBeKeyless(account) ? 'options.keyless' : 'options.noKey');
}
