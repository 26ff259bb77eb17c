import { originOf, type Account } from './account.ts';
import type { Balance, Part } from './balance.ts';
import { failureSentence } from './failure-sentences.ts';
import { ago, amount, clock, date, dayShort, exactly, isCurrency, type Digits } from './format.ts';
import type { AccountGauges, Gauge } from './gauge.ts';
import { providerOf } from './providers/index.ts';
import type { Found } from './poll.ts';
import { shareOf, type Share } from './share.ts';
import type { Reading } from './reading.ts';
import { untilResumed } from './pause.ts';
import { balanceName, unitName } from './names.ts';
import { outlookText } from './outlook-sentences.ts';
import { t } from './words.ts';

/** The figures of a balance: `4,700 of 10,000 credits left`; with `exactly` to the last digit. */
export function amountSentence({ balance, share }: Gauge, digits: Digits = amount): string {
  if (balance.unlimited) return t('gauge.unlimited');
  // An estimated full is no figure that anybody reported: it is told apart, in the basis.
  const full = share && share.basis !== 'high-water' ? share.full : limitOf(balance);
  return leftSentence(balance, full, digits);
}

/** A limit of 0 or below limits nothing. */
function limitOf({ limit }: Balance): number | undefined {
  return limit !== undefined && limit > 0 ? limit : undefined;
}

/** The meter in words, for those who do not see it: `4,700 of 10,000 credits left, 47%`. */
export function meterSentence({ balance, share }: Gauge & { share: Share }): string {
  return t('gauge.meter', [leftSentence(balance, share.full, exactly), percentText(share)]);
}

function leftSentence({ remaining, unit }: Balance, full: number | undefined, digits: Digits): string {
  const left = digits(remaining, unit);
  if (isCurrency(unit))
    return full === undefined ? t('gauge.moneyLeft', [left]) : t('gauge.moneyLeftOf', [left, digits(full, unit)]);
  const units = unitName(unit, full ?? remaining);
  return full === undefined ? t('gauge.left', [left, units]) : t('gauge.leftOf', [left, digits(full, unit), units]);
}

/** An estimate says so. */
export function percentText({ basis, text }: Share): string {
  return basis === 'high-water' ? t('gauge.estimated', [text]) : text;
}

/** What is used in percent, never less than it is: `45% used`, `>99% used`. */
export function usedPercentText({ percent, text, basis }: Share): string {
  const used = text === '<1%' ? '>99%' : `${100 - Math.floor(percent)}%`;
  return t('gauge.used', [basis === 'high-water' ? t('gauge.estimated', [used]) : used]);
}

/** What is used, where the provider tells it: `45,000 credits used`. */
export function usedSentence({ used, unit, unlimited }: Balance): string | undefined {
  if (used === undefined || unlimited) return undefined;
  const digits = amount(used, unit);
  return t('gauge.used', [isCurrency(unit) ? digits : t('part.line', [digits, unitName(unit, used)])]);
}

/** Stands for an amount that nobody is to see. */
export const hidden = '•••';

/** What 100 % stands for. `unit` is the balance's. */
export function basisSentence({ basis, full }: Share, unit: string, digits: Digits = amount): string {
  switch (basis) {
    case 'set':
      return t('basis.set', [digits(full, unit)]);
    case 'reported':
      return t('basis.reported');
    case 'derived':
      return t('basis.derived');
    case 'high-water':
      return t('basis.highWater');
  }
}

/** How old a reading is: `just now`, `3 min. ago`. */
export function ageOf(at: number, now: number): string {
  return ago(at, now) ?? t('time.justNow');
}

/** What is hard to believe about a balance; nothing, mostly. `provider` is the provider's name. */
export function oddSentences({ balance, oddity }: Gauge, reading: Reading, provider: string, now: number): string[] {
  const { resetsAt, unit } = balance;
  const sentences: string[] = [];
  if (oddity?.kind === 'jump') sentences.push(t('odd.jump', [amount(oddity.before, unit), provider]));
  if (oddity?.kind === 'limit') sentences.push(t('odd.limit', [amount(oddity.before, unit), provider]));
  if (oddity?.kind === 'unit') sentences.push(t('odd.unit', [amount(oddity.before), provider]));
  // Told at the reading: what comes to pass after it, the provider has not been asked about.
  if (resetsAt !== undefined && resetsAt <= reading.at) sentences.push(t('odd.reset', [date(resetsAt), provider]));
  if (reading.asOf !== undefined) sentences.push(t('odd.old', [provider, ageOf(reading.asOf, now)]));
  return sentences;
}

/** How a balance is split, the part that is lost first in front: `Top-ups: purchase 1,000, until Dec 1, 2026`. */
export function partSentences(parts: Part[]): string[] {
  return (['wallet', 'top-up'] as const).flatMap((kind) => {
    const own = parts.filter((part) => part.kind === kind);
    if (own.length === 0) return [];
    const sorted = own.toSorted((a, b) => (a.expiresAt ?? Infinity) - (b.expiresAt ?? Infinity));
    const list = sorted.map(partSentence).join('; ');
    return t(kind === 'wallet' ? 'part.wallets' : 'part.topUps', [list]);
  });
}

function partSentence({ name = '', remaining, expiresAt }: Part): string {
  const left = amount(remaining);
  const part = name === '' ? left : t('part.line', [name, left]);
  return expiresAt === undefined ? part : t('part.expires', [part, date(expiresAt)]);
}

/** The provider's name and the account's label, once when they are the same. */
export function accountTitle({ provider, label }: { provider: string; label: string }): string {
  const name = providerOf(provider)?.name ?? provider;
  return label === name ? name : `${name} · ${label}`;
}

/** Since when nobody has looked: the time when it was today, or else the day. */
export function lateSentence(at: number, now: number): string {
  return t('time.notSince', [dayShort(at, now)]);
}

/** Until when nothing is checked: `paused`, `paused until 14:32`. */
export function pauseSentence(until: number, now: number): string {
  return until === untilResumed ? t('time.paused') : t('time.pausedUntil', [clock(until, now)]);
}

/** The account's title where nobody is to read its label. */
export function discreetTitle({ provider }: { provider: string }): string {
  return providerOf(provider)?.name ?? provider;
}

/** The same line without amounts and labels: what is left in percent, and when it was read. */
export function discreetLine({ account, report, gauges }: AccountGauges, now: number): string {
  const percents = gauges.flatMap(({ share }) => (share ? [percentText(share)] : []));
  const read = report?.reading ? [t('time.checkedAt', [clock(report.reading.at, now)])] : [t('time.notChecked')];
  return t('badge.line', [discreetTitle(account), [...percents, ...read].join(' · ')]);
}

/** One line of the badge's tooltip. Its time is a time of day, for nobody repaints a tooltip while time goes by. */
export function tooltipLine({ account, report, gauges, pausedUntil }: AccountGauges, now: number): string {
  const { reading, failure, failures = 0 } = report ?? {};
  const provider = providerOf(account.provider)?.name ?? account.provider;
  const parts = gauges.map((gauge) => {
    const figures = gauges.length > 1 ? named(gauge) : figureOf(gauge);
    const outlook = gauge.trend ? outlookText(gauge.trend.forecast, now) : '';
    return outlook === '' ? figures : t('badge.outlook', [figures, outlook]);
  });
  if (reading) parts.push(...gauges.flatMap((gauge) => oddSentences(gauge, reading, provider, now)));
  if (reading) parts.push(t('time.checkedAt', [clock(reading.at, now)]));
  else if (!failure) parts.push(t('time.notChecked'));
  if (pausedUntil !== undefined) parts.push(pauseSentence(pausedUntil, now));
  if (failure) parts.push(failureSentence(failure, { account, failures, reading }));
  return t('badge.line', [accountTitle(account), parts.join(' · ')]);
}

function named(gauge: Gauge): string {
  return t('badge.named', [balanceName(gauge.balance.id), figureOf(gauge)]);
}

/** A balance in one breath, to the last digit: `12% of the plan (low), 6,012 of 50,000 credits left`. */
function figureOf(gauge: Gauge): string {
  const { balance, share, tone } = gauge;
  const figures = amountSentence(gauge, exactly);
  if (!share) return figures;
  const [percent, basis] = [percentText(share), basisSentence(share, balance.unit, exactly)];
  if (tone === 'ok' || tone === 'unknown') return t('badge.figure', [percent, basis, figures]);
  return t('badge.figureInTone', [percent, basis, figures, t(`tone.${tone}`)]);
}

export function hostOf(account: { provider: string; baseUrl?: string }): string {
  const origin = originOf(account);
  return origin === undefined ? account.provider : new URL(origin).host;
}

/** What testing an account found; undefined when the worker did not live to tell. */
export function foundSentence(found: Found | undefined, account: Account): { good: boolean; text: string } {
  if (found?.reading) {
    const figures = found.reading.balances.map((balance) => {
      const share = shareOf(balance, account.full?.[balance.id], undefined);
      return figureOf({ balance, tone: 'unknown', muted: false, ...(share && { share }) });
    });
    return { good: true, text: t('form.testGood', [figures.join(' · ')]) };
  }
  if (!found?.failure) return { good: false, text: t('form.testLost') };
  // A test is not repeated by itself: the provider's first word is the last.
  return { good: false, text: failureSentence(found.failure, { account, failures: Infinity }) };
}
