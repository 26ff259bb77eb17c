import { browser } from 'wxt/browser';

const pollName = 'poll';
const guardName = 'guard';
const lockName = 'lock';
const alertName = 'alert';

/** Browsers fire an installed extension's alarms no sooner. */
const soonest = 30_000;

/**
 * Lets the alarm of the polls stand at a moment, in milliseconds since 1970; undefined takes it away. It repeats, in case a
 * turn is cut off before it could set the next, and takes the guard's place. `interval` is in minutes.
 */
export async function standAlarm(at: number | undefined, now: number, interval: number): Promise<void> {
  await stand(
    pollName,
    at === undefined ? undefined : { when: Math.max(at, now + soonest), periodInMinutes: interval },
  );
  await stand(guardName, undefined);
}

/**
 * Lets an alarm stand that brings the worker back soon, and again every minute, until that of the polls is put right: a worker
 * may be ended before it knows when that is to be, or not be able to read it. It has a name of its own, as it tells nothing of
 * whether there are accounts.
 */
export async function standGuard(now: number): Promise<void> {
  await stand(guardName, { when: now + soonest, periodInMinutes: 1 });
}

/** For a worker's start: an update, a reload or the end of the browser may have taken the alarms away. */
export async function standGuardIfBare(now: number): Promise<void> {
  if ((await alarmTime()) === undefined) await standGuard(now);
}

/** Lets the alarm stand at which the keys are to be locked. */
export async function standLockAlarm(at: number | undefined): Promise<void> {
  await stand(lockName, at === undefined ? undefined : { when: at });
}

/** Lets the alarm stand at which alerts that had to wait are to be given, in milliseconds since 1970. */
export async function standAlertAlarm(at: number | undefined, now: number): Promise<void> {
  await stand(alertName, at === undefined ? undefined : { when: Math.max(at, now + soonest) });
}

/** An alarm that stands right is left alone. */
async function stand(name: string, wanted: { when: number; periodInMinutes?: number } | undefined): Promise<void> {
  const standing = await browser.alarms.get(name);
  if (!wanted) {
    if (standing) await browser.alarms.clear(name);
    return;
  }
  const isSame =
    standing?.periodInMinutes === wanted.periodInMinutes &&
    Math.abs((standing?.scheduledTime ?? 0) - wanted.when) < 1000;
  if (!isSame) await browser.alarms.create(name, wanted);
}

export async function clearAlarms(): Promise<void> {
  await browser.alarms.clearAll();
}

/** When the polls' own alarm goes off, in milliseconds since 1970; undefined when none stands. */
export async function alarmTime(): Promise<number | undefined> {
  return (await browser.alarms.get(pollName))?.scheduledTime;
}

/** When the worker next comes back to poll, by that alarm or by the guard's. */
export async function nextAlarm(): Promise<number | undefined> {
  const alarms = await Promise.all([pollName, guardName].map((name) => browser.alarms.get(name)));
  const moments = alarms.flatMap((alarm) => alarm?.scheduledTime ?? []);
  return moments.length > 0 ? Math.min(...moments) : undefined;
}

/** Calls back when an alarm goes off; for that of the polls with when it should have. To be called in the worker's first turn. */
export function onAlarm(callback: (scheduled: number | undefined) => void): void {
  browser.alarms.onAlarm.addListener((alarm) => callback(alarm.name === pollName ? alarm.scheduledTime : undefined));
}
