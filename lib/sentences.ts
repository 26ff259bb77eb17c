import { originOf } from './account.ts';
import type { Failure } from './failure.ts';
import { ago, amount, clock, exactly } from './format.ts';
import type { AccountGauges, Gauge } from './gauge.ts';
import { providerOf } from './providers/index.ts';
import type { Found } from './poll.ts';
import { shareOf, type Share } from './share.ts';
import { t } from './words.ts';

/** What went wrong and what to do, in one plain sentence. `name` is the provider's. */
export function failureSentence(failure: Failure, name: string, failures: number): string {
  const host = failure.host ?? name;
  switch (failure.kind) {
    case 'unauthorized':
      return failures > 1 ? t('failure.unauthorized', [name]) : t('failure.unauthorizedOnce', [name]);
    case 'forbidden':
      return t('failure.forbidden', [name]);
    case 'payment-required':
      return t('failure.paymentRequired', [name]);
    case 'rate-limited':
      return t('failure.rateLimited', [name]);
    case 'not-found':
      return t('failure.notFound', [host]);
    case 'rejected':
      return t('failure.rejected', [name]);
    case 'server':
      return t('failure.server', [name]);
    case 'offline':
      return failure.host === undefined ? t('failure.offline') : t('failure.unreachable', [host]);
    case 'timeout':
      return t('failure.timeout', [host]);
    case 'redirected':
      return t('failure.redirected', [host]);
    case 'no-permission':
      return t('failure.noPermission', [host]);
    case 'locked':
      return t('failure.locked');
    case 'unreadable':
      return unreadableSentence(failure, host);
  }
}

function unreadableSentence({ defect, path = '' }: Failure, host: string): string {
  switch (defect) {
    case 'empty':
      return t('failure.empty', [host]);
    case 'web-page':
      return t('failure.webPage', [host]);
    case 'too-large':
      return t('failure.tooLarge', [host]);
    case 'path':
      return t('failure.path', [host, path]);
    default:
      return t('failure.notJson', [host]);
  }
}

/** The figures of a balance: `4,700 of 10,000 credits left`; with `digits` to the last of them. */
export function amountSentence({ balance, share }: Gauge, digits: typeof amount | typeof exactly = amount): string {
  if (balance.unlimited) return t('gauge.unlimited');
  const left = digits(balance.remaining);
  // An estimated full is no figure that anybody reported: it is told apart, in the basis.
  const full = share && share.basis !== 'high-water' ? share.full : balance.limit;
  const unit = unitOf(balance.unit, full ?? balance.remaining);
  return full === undefined ? t('gauge.left', [left, unit]) : t('gauge.leftOf', [left, digits(full), unit]);
}

/** The meter in words, for those who do not see it: `4,700 of 10,000 credits left, 47%`. */
export function meterSentence({ balance, share }: Gauge & { share: Share }): string {
  const left = exactly(balance.remaining);
  const unit = unitOf(balance.unit, share.full);
  return t('gauge.leftOfPercent', [left, exactly(share.full), unit, percentText(share)]);
}

/** An estimate says so. */
export function percentText({ basis, text }: Share): string {
  return basis === 'high-water' ? t('gauge.estimated', [text]) : text;
}

/** What 100 % stands for. */
export function basisSentence({ basis, full }: Share): string {
  switch (basis) {
    case 'set':
      return t('basis.set', [amount(full)]);
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

export function balanceName(id: string): string {
  switch (id) {
    case 'account':
      return t('balance.account');
    case 'team':
      return t('balance.team');
    case 'key':
      return t('balance.key');
    case 'user':
      return t('balance.user');
    case 'organization':
      return t('balance.organization');
    default:
      return id;
  }
}

/** The name of a provider's own line of the form. */
export function fieldName(id: string): string {
  return id === 'teamspace' ? t('field.teamspace') : id;
}

export function fieldHint(id: string): string | undefined {
  return id === 'teamspace' ? t('field.teamspaceHint') : undefined;
}

/** The provider's name and the account's label, once when they are the same. */
export function accountTitle({ provider, label }: { provider: string; label: string }): string {
  const name = providerOf(provider)?.name ?? provider;
  return label === name ? name : `${name} · ${label}`;
}

/** One line of the badge's tooltip. Its time is a time of day, for nobody repaints a tooltip while time goes by. */
export function tooltipLine({ account, report, gauges }: AccountGauges, now: number): string {
  const { reading, failure, failures = 0 } = report ?? {};
  const name = providerOf(account.provider)?.name ?? account.provider;
  const parts = gauges.map((gauge) =>
    gauges.length > 1 ? `${balanceName(gauge.balance.id)} ${figureOf(gauge)}` : figureOf(gauge),
  );
  if (reading) parts.push(t('time.checkedAt', [clock(reading.at, now)]));
  else if (!failure) parts.push(t('time.notChecked'));
  if (failure) parts.push(failureSentence(failure, name, failures));
  return t('badge.line', [accountTitle(account), parts.join(' · ')]);
}

/** A balance in one breath: `12% (low), 6,012 of 50,000 credits left`. */
function figureOf(gauge: Gauge): string {
  const { share, tone } = gauge;
  const figures = amountSentence(gauge);
  if (!share) return figures;
  return `${tone === 'ok' || tone === 'unknown' ? percentText(share) : t('badge.tone', [percentText(share), t(`tone.${tone}`)])}, ${figures}`;
}

function unitOf(unit: string, count: number): string {
  return unit === 'token' ? t('unit.token', count) : unit === 'credit' ? t('unit.credit', count) : unit;
}

export function hostOf(account: { provider: string; baseUrl?: string }): string {
  const origin = originOf(account);
  return origin === undefined ? account.provider : new URL(origin).host;
}

/** What testing an account found; undefined when the worker did not live to tell. */
export function foundSentence(
  found: Found | undefined,
  { provider }: { provider: string },
): { good: boolean; text: string } {
  const name = providerOf(provider)?.name ?? provider;
  if (found?.reading) {
    const figures = found.reading.balances.map((balance) => {
      const share = shareOf(balance, undefined, undefined);
      return figureOf({ balance, tone: 'unknown', muted: false, ...(share && { share }) });
    });
    return { good: true, text: t('form.testGood', [figures.join(' · ')]) };
  }
  if (!found?.failure) return { good: false, text: t('form.testLost') };
  const said = found.failure.said === undefined ? [] : [t('failure.said', [found.failure.said])];
  // A test is not repeated by itself: the provider's first word is the last.
  return { good: false, text: [failureSentence(found.failure, name, 2), ...said].join(' ') };
}
