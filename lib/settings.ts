import { alertRulesFrom, defaultAlertRules, portableRules, type AlertRules } from './alert-settings.ts';
import { defaultDisplay, displayFrom, type Display } from './display.ts';
import { present } from './present.ts';

/** What applies to all accounts. */
export interface Settings {
  /** Minutes between two polls of an account. */
  interval: number;
  /** A percentage at or below which a balance is low. */
  low: number;
  /** A percentage at or below which a balance is critical. */
  critical: number;
  /** Minutes without use after which the passphrase is asked for again; absent for not before the browser closes. */
  lockAfter?: number;
  badge: BadgeFigure;
  display: Display;
  /** For so many days history is kept. */
  historyDays: number;
  alerts: AlertRules;
}

export const badgeFigures = ['percent', 'runs-out', 'none'] as const;

/** What the badge tells of the lowest balance: what is left, in how long it runs out, or nothing. */
export type BadgeFigure = (typeof badgeFigures)[number];

export const defaultSettings: Settings = {
  interval: 15,
  low: 20,
  critical: 5,
  badge: 'percent',
  display: defaultDisplay,
  historyDays: 5 * 365,
  alerts: defaultAlertRules,
};

export const shortestInterval = 1;
export const longestInterval = 24 * 60;

export const fewestHistoryDays = 7;

/** Some settings, as a file brings them. */
export type GivenSettings = Some<Omit<Settings, 'alerts' | 'display'>> & {
  alerts?: Some<AlertRules> | undefined;
  display?: Some<Display> | undefined;
};

/** Undefined for what is to be absent, or the default's. */
type Some<T> = { [Name in keyof T]?: T[Name] | undefined };

/** Minutes as they may be set: whole, from 1 minute to 24 hours; undefined for anything else. */
export function checkInterval(minutes: number): number | undefined {
  return Number.isInteger(minutes) && minutes >= shortestInterval && minutes <= longestInterval ? minutes : undefined;
}

/** Settings from what was stored: a member that is missing or wrong is the default's. */
export function settingsFrom(stored: GivenSettings | undefined): Settings {
  const { interval = Number.NaN, lockAfter = Number.NaN, badge, display, historyDays, alerts } = stored ?? {};
  const [low, critical] = [
    percentOr(stored?.low, defaultSettings.low),
    percentOr(stored?.critical, defaultSettings.critical),
  ];
  const isInOrder = low > critical;
  return present<Settings>({
    interval: checkInterval(interval) ?? defaultSettings.interval,
    low: isInOrder ? low : defaultSettings.low,
    critical: isInOrder ? critical : defaultSettings.critical,
    lockAfter: checkInterval(lockAfter),
    badge: badgeFigures.find((figure) => figure === badge) ?? defaultSettings.badge,
    display: displayFrom(display),
    historyDays: daysOr(historyDays, defaultSettings.historyDays),
    alerts: alertRulesFrom(alerts),
  });
}

/** With what a file brings; what it leaves out stays as it is. */
export function withGiven(settings: Settings, given: GivenSettings | undefined): Settings {
  const alerts = { ...settings.alerts, ...given?.alerts };
  return settingsFrom({ ...settings, ...given, alerts, display: { ...settings.display, ...given?.display } });
}

/** Those of the settings that a change names, as they are now: what puts them back. */
export function namedIn(given: GivenSettings, now: Settings): GivenSettings {
  const named = <T extends object>(whole: T, part: Some<T>) =>
    Object.fromEntries(Object.keys(part).map((name) => [name, whole[name as keyof T]])) as Some<T>;
  const { alerts, display, ...others } = given;
  return {
    ...named(now, others),
    ...(alerts && { alerts: named(now.alerts, alerts) }),
    ...(display && { display: named(now.display, display) }),
  };
}

/** The settings as they may leave the device. */
export function portableSettings(settings: Settings): Settings {
  return { ...settings, alerts: portableRules(settings.alerts) };
}

function percentOr(stored: unknown, otherwise: number): number {
  return typeof stored === 'number' && stored >= 0 && stored <= 100 ? stored : otherwise;
}

function daysOr(stored: unknown, otherwise: number): number {
  const isDays = Number.isInteger(stored) && (stored as number) >= fewestHistoryDays && (stored as number) <= otherwise;
  return isDays ? (stored as number) : otherwise;
}
