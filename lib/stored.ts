import type { Account } from './account.ts';
import { defects, failureKinds } from './failure.ts';
import { emptyReport, type Report } from './report.ts';
import { settingsFrom, type Settings } from './settings.ts';

/**
 * The shapes of what is stored, checked whenever it is read: a disk may be damaged, and a newer version of the extension
 * may have been here. What does not fit is never used.
 */
type Check = (value: unknown) => boolean;

/** The version of all records below. A record of another one is as unreadable as a damaged one. */
export const recordVersion = 1;

/** What the user set, as it is stored. */
export interface StoredSetup {
  version: typeof recordVersion;
  /** Grows with every change, so that of two copies the newer is known. */
  seq: number;
  /** Of the last change that wrote keys as well; see vault-undo.ts. */
  mark?: string;
  accounts: Account[];
  settings: Settings;
}

export const isText: Check = (value) => typeof value === 'string';
export const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const isPercent: Check = (value) => isNumber(value) && (value as number) >= 0 && (value as number) <= 100;
/** Milliseconds since 1970, as far as a date can tell them. */
export const isMoment: Check = (value) => isNumber(value) && Math.abs(value as number) <= 8.64e15;
export const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isFlag: Check = (value) => typeof value === 'boolean';
export const isVersion: Check = (value) => value === recordVersion;
const isUrl: Check = (value) => typeof value === 'string' && URL.canParse(value);

/** What the vault encrypted. */
export const isSealed = members({ version: (value) => value === 1, iv: isText, data: isText });

const isBalance = members({
  id: isText,
  remaining: isNumber,
  used: maybe(isNumber),
  limit: maybe(isNumber),
  unit: isText,
  unlimited: maybe(isFlag),
  plan: maybe(isText),
  resetsAt: maybe(isMoment),
  rollover: maybe(isFlag),
  parts: maybe(
    listOf(
      members({
        kind: oneOf('wallet', 'top-up'),
        name: maybe(isText),
        remaining: isNumber,
        expiresAt: maybe(isMoment),
      }),
    ),
  ),
});

const isReport = members({
  version: isVersion,
  reading: maybe(members({ at: isMoment, asOf: maybe(isMoment), balances: listOf(isBalance) })),
  readWith: maybe(isNumber),
  failure: maybe(
    members({
      kind: oneOf(...failureKinds),
      at: isMoment,
      host: maybe(isText),
      said: maybe(isText),
      path: maybe(isText),
      defect: maybe(oneOf(...defects)),
    }),
  ),
  failures: isCount,
  cutOffs: isCount,
  wanted: maybe(isFlag),
  dueAt: isMoment,
  slot: maybe(isMoment),
  restsUntil: maybe(isMoment),
  notBefore: maybe(isMoment),
  asked: maybe(isNumber),
  attempt: maybe(members({ number: isCount, at: isMoment })),
  told: isCount,
  revision: isNumber,
  highWater: recordOf(isNumber),
  oddities: recordOf(members({ kind: oneOf('jump', 'limit', 'unit'), at: isMoment, before: isNumber })),
});

const isAccount = members({
  id: isText,
  provider: isText,
  label: isText,
  enabled: isFlag,
  baseUrl: maybe(isUrl),
  full: maybe(recordOf(isNumber)),
  muted: maybe(listOf(isText)),
  alerts: maybe(
    members({
      muted: maybe(isFlag),
      low: maybe(isPercent),
      critical: maybe(isPercent),
      amounts: maybe(recordOf(isNumber)),
      days: maybe(isNumber),
      off: maybe(listOf(isText)),
    }),
  ),
  fields: maybe(recordOf(isText)),
  forget: maybe(isFlag),
  keyEnd: maybe(isText),
  asked: maybe(members({ at: isMoment, wait: isNumber })),
  revision: isNumber,
});

const isSetup = members({ version: isVersion, seq: isCount, mark: maybe(isText), accounts: listOf(() => true) });

/** The report, if that is what was stored. */
export function reportFrom(stored: unknown): Report | undefined {
  const record = versioned(stored, { cutOffs: 0 });
  return isReport(record) ? { ...emptyReport, ...(record as Report) } : undefined;
}

/** The setup, if that is what was stored, without the accounts that are none; those are in `rejected`. */
export function setupFrom(stored: unknown): { setup: StoredSetup; rejected: unknown[] } | undefined {
  const record = versioned(stored, { seq: 0 });
  if (!isSetup(record)) return undefined;
  const { seq, mark, accounts, settings } = record as StoredSetup;
  const setup = {
    version: recordVersion,
    seq,
    ...(mark !== undefined && { mark }),
    accounts: accounts.filter(isAccount),
    settings: settingsFrom(settings),
  } as const;
  return { setup, rejected: accounts.filter((account) => !isAccount(account)) };
}

/** Version 0.1.0 wrote no versions: a record without one is of the first, and lacks some members. */
export function versioned(stored: unknown, lacking: object): unknown {
  if (typeof stored !== 'object' || stored === null || 'version' in stored) return stored;
  return { ...lacking, ...stored, version: recordVersion };
}

export function oneOf(...texts: string[]): Check {
  return (value) => texts.some((text) => text === value);
}

export function members(checks: Record<string, Check>): Check {
  // Once, and not for each of a thousand records.
  const named = Object.entries(checks);
  return (value) =>
    typeof value === 'object' &&
    value !== null &&
    named.every(([name, check]) => check((value as Record<string, unknown>)[name]));
}

export function maybe(check: Check): Check {
  return (value) => value === undefined || check(value);
}

export function listOf(check: Check): Check {
  return (value) => Array.isArray(value) && value.every(check);
}

export function recordOf(check: Check): Check {
  return (value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(check);
}
