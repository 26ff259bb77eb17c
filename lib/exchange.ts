import * as v from 'valibot';
import { switchedKinds } from './alert-settings.ts';
import {
  checkBaseUrl,
  checkField,
  checkFull,
  checkKey,
  checkLabel,
  isProblem,
  type Checked,
  type Problem,
} from './input.ts';
import { format, version, type Entry } from './export.ts';
import { labelIn, placeOf, readHead, type HeadRefusal } from './file-head.ts';
import { balancesOf, type Provider } from './provider.ts';
import { providers } from './providers/index.ts';
import type { GivenSettings } from './settings.ts';
import { alertNumber, percent, settingsSchema } from './settings-schema.ts';

/** In bytes. */
export const largestFile = 5 * 1024 * 1024;

/** So many accounts can be kept. */
export const mostAccounts = 1000;

/** What a file brings, checked whole. */
export interface Exchange {
  accounts: Entry[];
  settings?: GivenSettings;
  /** Keys that only a passphrase opens; see `openVault`. */
  vault?: object;
  /** The paths of members that are not known, and are left out. */
  ignored: string[];
}

/** Why a file is not taken. Entries are counted from 1. */
export type Refusal =
  | HeadRefusal
  | { why: 'accounts' | 'vault' }
  | { why: 'too-many'; count: number }
  | { why: 'entry'; entry: number; label: string; path: string; problem: Problem }
  | { why: 'settings'; path: string; problem: Problem };

const memberSchema = v.record(v.string(), v.unknown());
const entrySchema = v.variant('provider', providers.map(schemaOf), 'provider-unknown');

/** Reads a file whole, or says all that is wrong with it. */
export function readExchange(text: string): Exchange | { refusals: Refusal[] } {
  const file = partsOf(text);
  if ('why' in file) return { refusals: [file] };
  const ignored = unknownMembers(file.members, ['format', 'version', 'accounts', 'settings', 'vault'], '');
  const refusals: Refusal[] = [];
  const accounts = file.accounts.flatMap((given, index) => {
    const result = v.safeParse(entrySchema, given);
    if (result.success) {
      const { entries } = schemaOf(providers.find(({ id }) => id === result.output.provider) as Provider);
      ignored.push(...unknownMembers(given as object, Object.keys(entries), `accounts.${index}.`));
      return [result.output as Entry];
    }
    const isObject = v.is(memberSchema, given);
    const issue = isObject ? firstIssue(result.issues) : { path: '', problem: 'type' as const };
    refusals.push({ why: 'entry', entry: index + 1, label: labelIn(given), ...issue });
    return [];
  });
  const settings = v.safeParse(v.optional(settingsSchema), file.members['settings']);
  if (!settings.success) refusals.push({ why: 'settings', ...firstIssue(settings.issues) });
  if (refusals.length > 0 || !settings.success) return { refusals };
  if (settings.output)
    ignored.push(...unknownMembers(file.members['settings'] as object, Object.keys(settings.output), 'settings.'));
  const hasSettings = settings.output && Object.keys(settings.output).length > 0;
  const { vault } = file.members;
  return {
    accounts,
    ignored,
    ...(hasSettings && { settings: settings.output }),
    ...(typeof vault === 'object' && vault !== null && { vault }),
  };
}

function partsOf(text: string): { members: Record<string, unknown>; accounts: unknown[] } | Refusal {
  const file = readHead(text, { format, version, largest: largestFile });
  if ('why' in file) return file;
  const { members } = file;
  const { vault } = members;
  if (vault !== undefined && (typeof vault !== 'object' || vault === null)) return { why: 'vault' };
  const accounts = members['accounts'] ?? [];
  if (!Array.isArray(accounts)) return { why: 'accounts' };
  return accounts.length > mostAccounts ? { why: 'too-many', count: accounts.length } : { members, accounts };
}

/** What an entry for this provider may hold, by what the provider's own file declares. */
function schemaOf(provider: Provider) {
  const { id, fields = [] } = provider;
  const balances = balancesOf(provider);
  const full = balances.map(
    (balance) => [balance, v.exactOptional(v.pipe(v.number(), taking<number, number>(checkFull)))] as const,
  );
  const lines = fields.map((field) => [field.id, v.exactOptional(v.pipe(v.string(), taking(checkField)))] as const);
  return v.object({
    provider: v.literal(id),
    label: v.exactOptional(v.pipe(v.string(), taking(checkLabel))),
    key: v.exactOptional(v.pipe(v.string(), taking(checkKey))),
    baseUrl: v.exactOptional(v.pipe(v.string(), taking(checkBaseUrl))),
    full: v.exactOptional(v.strictObject(Object.fromEntries(full))),
    fields: v.exactOptional(v.strictObject(Object.fromEntries(lines))),
    muted: v.exactOptional(v.array(v.picklist(balances))),
    alerts: v.exactOptional(alertsSchema(balances)),
    enabled: v.exactOptional(v.boolean()),
    forget: v.exactOptional(v.literal(true)),
  });
}

/** Of the percentages only both are out of order by themselves; one alone goes before what is set for all. */
function alertsSchema(balances: string[]) {
  const members = v.strictObject({
    muted: v.exactOptional(v.literal(true)),
    low: v.exactOptional(percent),
    critical: v.exactOptional(percent),
    amounts: v.exactOptional(v.record(v.picklist(balances), alertNumber)),
    days: v.exactOptional(alertNumber),
    off: v.exactOptional(v.array(v.picklist(switchedKinds))),
  });
  const isInOrder = ({ low = Infinity, critical = -Infinity }: { low?: number; critical?: number }) => low > critical;
  return v.pipe(members, v.forward(v.check(isInOrder, 'tone-range'), ['low']));
}

/** The same check that the form makes of this line. */
function taking<Input, Output>(check: (input: Input) => Checked<Output>) {
  return v.rawTransform<Input, Output>(({ dataset, addIssue, NEVER }) => {
    const checked = check(dataset.value);
    if ('value' in checked) return checked.value;
    addIssue({ message: checked.problem });
    return NEVER;
  });
}

function firstIssue([issue]: [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): { path: string; problem: Problem } {
  return { path: placeOf(issue), problem: isProblem(issue.message) ? issue.message : 'type' };
}

function unknownMembers(given: object, known: string[], prefix: string): string[] {
  return Object.keys(given).flatMap((name) => (known.includes(name) ? [] : [prefix + name]));
}
