import { endOf, mayBeKeyless, originOf, pollInputs, type Account } from './account.ts';
import type { AccountAlerts, SwitchedKind } from './alert-settings.ts';
import {
  checkAlertNumber,
  checkBaseUrl,
  checkField,
  checkFull,
  checkKey,
  checkLabel,
  checkTones,
  type Checked,
  type Problem,
} from './input.ts';
import { present } from './present.ts';
import { balancesOf, type Provider } from './provider.ts';
import type { Tones } from './tones.ts';

/** An account as the form holds it: every line as it was typed. */
export interface Draft {
  label: string;
  /** Empty to keep the key that is saved. */
  key: string;
  baseUrl: string;
  /** By balance id. */
  full: Record<string, string>;
  muted: string[];
  /** Whether the key is kept in memory alone. */
  forget: boolean;
  /** By field id. */
  fields: Record<string, string>;
  /** No alerts are given. */
  silent: boolean;
  /** In percent. */
  alertLow: string;
  alertCritical: string;
  /** By balance id: the amount at which an alert is given. */
  alertAt: Record<string, string>;
  alertDays: string;
  /** What is not told. */
  alertOff: SwitchedKind[];
}

/** Problems by the line that they belong to: `label`, `key`, `baseUrl`, `full.team`, `fields.teamspace`. */
export type Problems = Record<string, Problem>;

/** What the form brings: the account to save, and its key where a new one was typed. */
export interface Submission {
  account: Account;
  key?: string;
}

export function draftOf(account: Account | undefined, provider: Provider): Draft {
  const { label = provider.name, baseUrl = '', full = {}, muted = [], fields = {}, forget = false } = account ?? {};
  const { muted: silent = false, low, critical, amounts = {}, days, off: alertOff = [] } = account?.alerts ?? {};
  const percents = { alertLow: textOf(low), alertCritical: textOf(critical) };
  const alerts = { silent, ...percents, alertAt: textsOf(amounts), alertDays: textOf(days), alertOff };
  return { label, key: '', baseUrl, full: textsOf(full), muted, fields, forget, ...alerts };
}

function textOf(number: number | undefined): string {
  return number === undefined ? '' : String(number);
}

function textsOf(numbers: Record<string, number>): Record<string, string> {
  return Object.fromEntries(Object.entries(numbers).map(([id, number]) => [id, String(number)]));
}

/** Checks every line. `id` is used for an account that is new; `tones` are those that are set for all. */
export function submit(
  draft: Draft,
  provider: Provider,
  old: Account | undefined,
  id: string,
  tones: Tones,
): Submission | { problems: Problems } {
  const problems: Problems = {};
  function take<T>(line: string, checked: Checked<T>): T | undefined {
    if ('value' in checked) return checked.value;
    problems[line] = checked.problem;
    return undefined;
  }
  function takeAll<T>(
    name: string,
    texts: Record<string, string>,
    ids: string[],
    check: (text: string, id: string) => Checked<T>,
  ): Record<string, T> {
    const given = ids.filter((one) => (texts[one] ?? '').trim() !== '');
    return Object.fromEntries(
      given.flatMap((one) => {
        const value = take(`${name}.${one}`, check(texts[one] ?? '', one));
        return value === undefined ? [] : [[one, value] as const];
      }),
    );
  }

  const label = take('label', checkLabel(draft.label)) ?? '';
  const baseUrl = draft.baseUrl.trim() === '' ? undefined : take('baseUrl', checkBaseUrl(draft.baseUrl));
  const full = takeAll('full', draft.full, balancesOf(provider), (text, balance) =>
    checkFullOf(text, old?.full?.[balance]),
  );
  const fields = takeAll(
    'fields',
    draft.fields,
    (provider.fields ?? []).map((field) => field.id),
    checkField,
  );
  const amounts = takeAll('alertAt', draft.alertAt, balancesOf(provider), (text) => checkAlertNumber(text));
  const takeOne = <T>(line: 'alertLow' | 'alertCritical' | 'alertDays', check: (text: string) => Checked<T>) =>
    draft[line].trim() === '' ? undefined : take(line, check(draft[line]));
  // What is set for all may have been changed since, and goes by these; nobody is kept from saving another line.
  const isKept = draft.alertLow === textOf(old?.alerts?.low) && draft.alertCritical === textOf(old?.alerts?.critical);
  const days = takeOne('alertDays', checkAlertNumber);
  // Of two that were typed and are not in order the first is told.
  const hasLow = draft.alertLow.trim() !== '';
  const critical = isKept
    ? old?.alerts?.critical
    : takeOne('alertCritical', (text) => checkTones(text, (percent) => hasLow || percent < tones.low));
  const low = isKept
    ? old?.alerts?.low
    : takeOne('alertLow', (text) => checkTones(text, (percent) => percent > (critical ?? tones.critical)));
  const alerts = alertsOf(draft, present({ low, critical, days }), amounts);
  const address = { provider: provider.id, ...(baseUrl !== undefined && { baseUrl }) };
  const isEmpty = draft.key.trim() === '';
  const moved = old !== undefined && problems['baseUrl'] === undefined && originOf(address) !== originOf(old);
  // A key that is kept cannot be moved to where it is forgotten, or back: pages never get it to see.
  const isElsewhere = old?.keyEnd !== undefined && draft.forget !== (old.forget ?? false);
  const keeps = isEmpty && old?.keyEnd !== undefined && !moved && !isElsewhere;
  const needsNone = isEmpty && mayBeKeyless(address);
  if (isEmpty && moved && old?.keyEnd !== undefined && !needsNone) problems['key'] = 'key-bound';
  const isGiven = !keeps && !needsNone && problems['key'] === undefined;
  const key = isGiven ? take('key', checkKey(draft.key)) : undefined;
  if (Object.keys(problems).length > 0) return { problems };

  const keyEnd = key === undefined ? (keeps ? old?.keyEnd : undefined) : endOf(key);
  const account: Account = {
    ...address,
    id: old?.id ?? id,
    label,
    enabled: old?.enabled ?? true,
    revision: old?.revision ?? 0,
    ...(Object.keys(full).length > 0 && { full }),
    ...(draft.muted.length > 0 && { muted: draft.muted }),
    ...(Object.keys(fields).length > 0 && { fields }),
    ...(alerts && { alerts }),
    ...(draft.forget && { forget: true as const }),
    ...(keyEnd !== undefined && { keyEnd }),
    ...(key === undefined && !moved && old?.asked && { asked: old.asked }),
  };
  const polledAnew = old !== undefined && (key !== undefined || pollInputs(account) !== pollInputs(old));
  return {
    account: { ...account, revision: account.revision + (polledAnew ? 1 : 0) },
    ...(key !== undefined && { key }),
  };
}

/** Undefined where nothing is told otherwise than of all accounts. */
function alertsOf(
  { silent, alertOff }: Draft,
  numbers: Pick<AccountAlerts, 'low' | 'critical' | 'days'>,
  amounts: Record<string, number>,
): AccountAlerts | undefined {
  const alerts: AccountAlerts = {
    ...(silent && { muted: true }),
    ...numbers,
    ...(Object.keys(amounts).length > 0 && { amounts }),
    ...(alertOff.length > 0 && { off: alertOff }),
  };
  return Object.keys(alerts).length > 0 ? alerts : undefined;
}

/** What was saved may stay as it is, though a file may have brought it in a form that nobody would type. */
function checkFullOf(text: string, saved: number | undefined): Checked<number> {
  return saved !== undefined && text === String(saved) ? { value: saved } : checkFull(text);
}
