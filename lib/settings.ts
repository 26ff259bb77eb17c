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
}

export const defaultSettings: Settings = { interval: 15, low: 20, critical: 5 };

export const shortestInterval = 1;
export const longestInterval = 24 * 60;

/** Minutes as they may be set: whole, from 1 minute to 24 hours; undefined for anything else. */
export function checkInterval(minutes: number): number | undefined {
  return Number.isInteger(minutes) && minutes >= shortestInterval && minutes <= longestInterval ? minutes : undefined;
}

/** Settings from what was stored or imported: a member that is missing or wrong is the default's. */
export function settingsFrom(stored: Partial<Settings> | undefined): Settings {
  const [low, critical] = [
    percentOr(stored?.low, defaultSettings.low),
    percentOr(stored?.critical, defaultSettings.critical),
  ];
  const lockAfter = checkInterval(stored?.lockAfter ?? Number.NaN);
  const tones = low > critical ? { low, critical } : {};
  return {
    ...defaultSettings,
    ...tones,
    interval: checkInterval(stored?.interval ?? Number.NaN) ?? defaultSettings.interval,
    ...(lockAfter !== undefined && { lockAfter }),
  };
}

function percentOr(stored: unknown, otherwise: number): number {
  return typeof stored === 'number' && stored >= 0 && stored <= 100 ? stored : otherwise;
}
