import { alertKinds, type AlertKind } from './alert.ts';
import type { Channel } from './alert-state.ts';
import { quietFrom, type Quiet } from './alert-quiet.ts';
import { tonesOf, type Tones } from './tones.ts';
import { isWebhookPreset, type WebhookPreset } from './webhook-payload.ts';

/** What the user wants to be told, of all accounts. A number of 0 means never. */
export interface AlertRules {
  /** By notifications of the browser. */
  notifications: boolean;
  /** By a webhook. Its address is a secret and lies in the vault; here is only where it goes. */
  webhook?: { preset: WebhookPreset; origin: string };
  /** Whether falling to the percentages of the settings is told. */
  low: boolean;
  critical: boolean;
  empty: boolean;
  /** An amount at or below which a balance is told, in its own unit. */
  amount: number;
  /** So many days before a balance runs out. */
  days: number;
  refused: boolean;
  /** After so many hours without a reading. */
  failingHours: number;
  arrived: boolean;
  /** So many days before credit expires. */
  expiringDays: number;
  burning: boolean;
  quiet?: Quiet;
}

/** What the user wants differently for one account. */
export interface AccountAlerts {
  /** Nothing of it is told. */
  muted?: true;
  /** In percent; its tones go by them, too. */
  low?: number;
  critical?: number;
  /** By balance id; 0 for never. */
  amounts?: Record<string, number>;
  days?: number;
  /** What is not told of it, though it is of the others. */
  off?: SwitchedKind[];
}

/** The kinds that an account can do without; of the others it has its own numbers, of which 0 is for never. */
export const switchedKinds = [
  'low',
  'critical',
  'empty',
  'refused',
  'failing',
  'arrived',
  'expiring',
  'burning',
] as const satisfies AlertKind[];

export type SwitchedKind = (typeof switchedKinds)[number];

export const defaultAlertRules: AlertRules = {
  notifications: false,
  low: true,
  critical: true,
  empty: true,
  amount: 0,
  days: 3,
  refused: true,
  failingHours: 6,
  arrived: true,
  expiringDays: 7,
  burning: true,
};

/** The rules of one account, with nothing left to look up. */
export interface AccountRules {
  kinds: ReadonlySet<AlertKind>;
  /** In percent. */
  low: number;
  critical: number;
  amount: number;
  amounts: Record<string, number>;
  days: number;
  failingHours: number;
  expiringDays: number;
  muted: boolean;
  channels: Channel[];
  quiet?: Quiet;
}

/** The rules that were stored or imported: a member that is missing or wrong is the default's. */
export function alertRulesFrom(stored: unknown): AlertRules {
  if (!isObject(stored)) return defaultAlertRules;
  const rules: Record<string, unknown> = { ...defaultAlertRules };
  for (const [name, value] of Object.entries(defaultAlertRules)) {
    const given = stored[name];
    const fits = typeof value === 'boolean' ? typeof given === 'boolean' : isAmount(given);
    if (fits) rules[name] = given;
  }
  const quiet = quietFrom(stored['quiet']);
  const webhook = webhookFrom(stored['webhook']);
  return { ...(rules as unknown as AlertRules), ...(quiet && { quiet }), ...(webhook && { webhook }) };
}

/** The rules as they may leave the device: a webhook is of no use without its address, and nobody else's business. */
export function portableRules({ webhook: _, ...rules }: AlertRules): AlertRules {
  return rules;
}

/** `canNotify` is whether the browser shows our notifications: an alert that can be shown nowhere waits for nothing. */
export function accountRules(tones: Tones, rules: AlertRules, own: AccountAlerts, canNotify: boolean): AccountRules {
  const { muted = false, amounts = {}, days = rules.days, off = [] } = own;
  const channels: Channel[] = [];
  if (rules.notifications && canNotify) channels.push('notification');
  if (rules.webhook) channels.push('webhook');
  const { amount, failingHours, expiringDays, quiet } = rules;
  const kinds = new Set(alertKinds.filter((kind) => isOn(kind, rules) && !off.some((one) => one === kind)));
  const numbers = { ...tonesOf(tones, own), amount, amounts, days, failingHours, expiringDays };
  return { kinds, ...numbers, muted, channels, ...(quiet && { quiet }) };
}

function isOn(kind: AlertKind, rules: AlertRules): boolean {
  switch (kind) {
    case 'amount':
    case 'days':
      // Each account may have its own; without a number there is nothing to fall to.
      return true;
    case 'failing':
      return rules.failingHours > 0;
    case 'expiring':
      return rules.expiringDays > 0;
    default:
      return rules[kind];
  }
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1e15;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function webhookFrom(stored: unknown): AlertRules['webhook'] {
  if (!isObject(stored)) return undefined;
  const { preset, origin } = stored;
  const isKnown = typeof preset === 'string' && isWebhookPreset(preset);
  return isKnown && typeof origin === 'string' && URL.canParse(origin)
    ? { preset, origin: new URL(origin).origin }
    : undefined;
}
