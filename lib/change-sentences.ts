import { baseOf, type Account } from './account.ts';
import { switchedKinds } from './alert-settings.ts';
import { exactly } from './format.ts';
import { plainText } from './json.ts';
import { balanceName, fieldName } from './names.ts';
import { balancesOf } from './provider.ts';
import { providerOf } from './providers/index.ts';
import type { Settings } from './settings.ts';
import { badgeLabel, lockLabel, spanLabel } from './setting-labels.ts';
import { t } from './words.ts';

/** Something that can be set, as the options call it, and to what it is set, in words. */
type Line = [label: string, value: string];

/** What is not the same after a change of the settings, each with how it was and how it will be. */
export function settingChanges(before: Settings, after: Settings): string[] {
  return changes(settingLines(before), settingLines(after));
}

/** The same of an account, but for its key. Provider and label are those of before. */
export function accountChanges(before: Account, after: Account): string[] {
  return changes(accountLines(before), accountLines(after));
}

function changes(before: Line[], after: Line[]): string[] {
  return after.flatMap(([label, value], place) => {
    const [, old = ''] = before[place] ?? [];
    return old === value ? [] : [t('import.change', [label, plainText(old), plainText(value)])];
  });
}

/** Of any settings the same lines in the same order. */
function settingLines({ interval, low, critical, lockAfter, badge, display, historyDays, alerts }: Settings): Line[] {
  const { quiet } = alerts;
  return [
    [t('options.interval'), quantity(interval, t('options.minutes'))],
    [t('alerts.low'), `${exactly(low)}%`],
    [t('alerts.critical'), `${exactly(critical)}%`],
    [t('security.lockAfter'), lockLabel(lockAfter)],
    [t('data.historyDays'), spanLabel(historyDays)],
    [t('display.badge'), badgeLabel(badge)],
    [t('display.order'), t(`order.${display.order}`)],
    [t('display.figure'), t(`display.${display.figure}`)],
    [t('display.end'), t(`display.${display.end}`)],
    [t('display.grouped'), flag(display.grouped)],
    [t('display.shortcuts'), flag(display.shortcuts)],
    [t('popup.hide'), flag(display.discreet)],
    ...(['notifications', 'low', 'critical', 'empty', 'refused', 'arrived', 'burning'] as const).map((name): Line => [
      t(`alerts.${name}`),
      flag(alerts[name]),
    ]),
    ...(['days', 'amount', 'failingHours', 'expiringDays'] as const).map((name): Line => [
      t(`alerts.${name}`),
      limit(alerts[name], t(`alerts.${name}Unit`)),
    ]),
    [t('alerts.quiet'), quiet ? [quiet.from, quiet.to].map(timeOfDay).join('–') : flag(false)],
  ];
}

/** Of any two accounts of one provider the same lines in the same order. */
function accountLines(account: Account): Line[] {
  const { full = {}, muted = [], fields = {}, alerts = {}, forget = false } = account;
  const provider = providerOf(account.provider);
  const balances = provider ? balancesOf(provider) : [];
  return [
    [t('options.disabled'), flag(!account.enabled)],
    [t('form.silent'), flag(alerts.muted ?? false)],
    [t('form.baseUrl'), baseOf(account) ?? ''],
    ...balances.map((id): Line => [t('form.fullOf', [balanceName(id)]), optional(full[id])]),
    ...(provider?.fields ?? []).map(({ id }): Line => [fieldName(id), fields[id] ?? t('import.unset')]),
    ...balances.map((id): Line => [t('form.badgeOf', [balanceName(id)]), flag(!muted.includes(id))]),
    ...balances.map((id): Line => [t('form.alertAtOf', [balanceName(id)]), optional(alerts.amounts?.[id])]),
    [t('form.alertDays'), optional(alerts.days)],
    [t('form.alertLow'), optional(alerts.low)],
    [t('form.alertCritical'), optional(alerts.critical)],
    ...switchedKinds.map((kind): Line => [
      `${t('form.alertOff')}, ${t(`kind.${kind}`)}`,
      flag(alerts.off?.includes(kind) ?? false),
    ]),
    [t('form.forget'), flag(forget)],
  ];
}

function flag(isSo: boolean): string {
  return t(isSo ? 'import.isSo' : 'import.isNot');
}

function optional(number: number | undefined): string {
  return number === undefined ? t('import.unset') : limit(number);
}

/** What an alert goes by; 0 is for never. */
function limit(number: number, unit?: string): string {
  if (number === 0) return t('import.never');
  return unit === undefined ? exactly(number) : quantity(number, unit);
}

function quantity(number: number, unit: string): string {
  return t('alert.quantity', [exactly(number), unit]);
}

function timeOfDay(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
}
