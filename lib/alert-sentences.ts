import type { Account } from './account.ts';
import type { Alert, AlertFacts } from './alert.ts';
import { amount, clock, date, isCurrency } from './format.ts';
import type { Gauge } from './gauge.ts';
import { balanceName, endingName } from './names.ts';
import { accountTitle, amountSentence, discreetTitle, percentText } from './sentences.ts';
import type { Share } from './share.ts';
import type { Snooze } from './alert-state.ts';
import type { WebhookTrouble } from './webhook-trouble.ts';
import type { Sent } from './webhook.ts';
import { t } from './words.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** An alert that is told later than this says when it was. */
const late = 15 * minute;

/** What is said of an alert: a line, and what else there is to know. */
export interface AlertWords {
  title: string;
  text: string;
}

export type Named = Pick<Account, 'provider' | 'label' | 'keyEnd'>;

/** Numbers, names of ours, and the user's label: no text of a provider, and no key. */
export function alertWords(alert: Alert, account: Named, now: number): AlertWords {
  const title = accountTitle({ ...account, label: safeLabel(account) });
  const who =
    alert.several && alert.balance !== undefined ? t('alert.named', [title, balanceName(alert.balance)]) : title;
  return { title: titleOf(alert, who), text: dated(textOf(alert, now), alert, now) };
}

/** The same without amounts and labels: whose account it is, and what kind of alert. */
export function discreetWords(alert: Alert, account: Named, now: number): AlertWords {
  const title = t('badge.line', [discreetTitle(account), t(`kind.${alert.kind}`)]);
  return { title, text: dated(t('history.hidden'), alert, now) };
}

function dated(text: string, { at }: Alert, now: number): string {
  return now - at > late ? `${text} ${t('alert.then', [clock(at, now)])}` : text;
}

/** Somebody may have pasted the key into the label. */
export function safeLabel({ label, keyEnd = '' }: Named): string {
  if (keyEnd === '') return label;
  return label.replaceAll(/\S{12,}/g, (word) => (word.endsWith(keyEnd) ? '•••' : word));
}

function titleOf({ kind, facts, at }: Alert, who: string): string {
  switch (kind) {
    case 'low':
      return t('alert.low', [who, percentOf(facts)]);
    case 'critical':
      return t('alert.critical', [who, percentOf(facts)]);
    case 'empty':
      return t('alert.empty', [who]);
    case 'amount':
      return t('alert.amount', [who, quantity(facts.remaining, facts)]);
    case 'days':
      return t('alert.days', [who, date(facts.runsOutAt ?? at)]);
    case 'refused':
      return t('alert.refused', [who]);
    case 'failing':
      return failingTitle(who, at - (facts.since ?? at));
    case 'arrived':
      return t('alert.arrived', [who, quantity(facts.amount, facts)]);
    case 'expiring':
      return t('alert.expiring', [who, quantity(facts.amount, facts)]);
    case 'burning':
      return t('alert.burning', [who]);
  }
}

function failingTitle(who: string, lasted: number): string {
  const hours = Math.max(1, Math.floor(lasted / hour));
  // The library takes a bar for the border between the forms that a number can have.
  return t('alert.failing', hours, [who.replaceAll('|', '/'), amount(hours)]);
}

function textOf({ kind, facts, at }: Alert, now: number): string {
  switch (kind) {
    case 'low':
    case 'critical':
    case 'amount':
      return leftSentence(facts);
    case 'empty':
      return t('alert.emptyText');
    case 'days': {
      const days = Math.max(0, Math.floor(((facts.runsOutAt ?? at) - at) / day));
      return `${t('alert.daysText', days, [amount(days)])} ${leftSentence(facts)}`;
    }
    case 'refused':
      return t('alert.refusedText');
    case 'failing':
      return t('alert.failingText', [endingName(facts.failure ?? 'interrupted')]);
    case 'arrived':
      return leftSentence(facts);
    case 'expiring':
      return t('alert.expiringText', [clockOrDate(facts.expiresAt ?? at, now)]);
    case 'burning':
      return t('alert.burningText', [quantity(facts.perHour, facts), quantity(facts.usual, facts)]);
  }
}

function percentOf(facts: AlertFacts): string {
  const share = shareIn(facts);
  return share ? percentText(share) : '';
}

/** `4,700 of 10,000 credits left.` */
function leftSentence(facts: AlertFacts): string {
  const { remaining = 0, unit } = facts;
  if (unit === undefined) return t('alert.left', [t('gauge.moneyLeft', [amount(remaining)])]);
  const share = shareIn(facts);
  const gauge: Gauge = { balance: { id: '', remaining, unit }, tone: 'unknown', muted: false, ...(share && { share }) };
  return t('alert.left', [amountSentence(gauge)]);
}

function shareIn({ percent, percentText: text, full, basis }: AlertFacts): Share | undefined {
  if (percent === undefined || text === undefined || full === undefined || basis === undefined) return undefined;
  return { percent, text, full, basis };
}

/** `940 credits` */
function quantity(number = 0, { unit = '' }: AlertFacts): string {
  const digits = amount(number, unit);
  if (unit === '' || isCurrency(unit)) return digits;
  return t('alert.quantity', [digits, unit === 'token' ? t('unit.token', number) : t('unit.credit', number)]);
}

function clockOrDate(at: number, now: number): string {
  return at - now < day ? clock(at, now) : date(at);
}

/** What a person sees who has pressed the test button. */
export function testWords(): AlertWords {
  return { title: t('alert.test'), text: t('alert.testText') };
}

/** Why alerts are held back; empty when they are not. */
export function snoozeSentence(snooze: Snooze | undefined, now: number): string {
  if (!snooze) return '';
  if ('above' in snooze) return t('snooze.level');
  return snooze.until > now ? t('snooze.until', [clock(snooze.until, now)]) : '';
}

/** That the webhook does not take alerts, why, and when it is tried again. */
export function webhookTroubleSentence({ kind, status, notBefore }: WebhookTrouble, now: number): string {
  const why = status === undefined ? endingName(kind) : t('alert.status', [endingName(kind), String(status)]);
  return `${t('alert.notSent', [why])} ${t('time.nextTry', [clock(Math.max(notBefore, now), now)])}`;
}

/** What became of a message to the webhook. */
export function sentSentence({ failure }: Sent): string {
  if (!failure) return t('alert.sent');
  const { kind, status, said } = failure;
  const why = status === undefined ? endingName(kind) : t('alert.status', [endingName(kind), String(status)]);
  return said === undefined ? t('alert.notSent', [why]) : t('alert.notSentSaid', [why, said]);
}
