import { browser } from 'wxt/browser';

const name = 'poll';

/** Browsers fire an installed extension's alarms no sooner. */
const soonest = 30_000;

/**
 * Lets the one alarm stand at a moment, in milliseconds since 1970; undefined takes it away. An alarm that stands right
 * is left alone. It repeats, in case a turn is cut off before it could set the next. `interval` is in minutes.
 */
export async function standAlarm(at: number | undefined, now: number, interval: number): Promise<void> {
  const standing = await browser.alarms.get(name);
  if (at === undefined) {
    if (standing) await browser.alarms.clear(name);
    return;
  }
  const when = Math.max(at, now + soonest);
  const stands = standing && standing.periodInMinutes === interval && Math.abs(standing.scheduledTime - when) < 1000;
  if (!stands) await browser.alarms.create(name, { when, periodInMinutes: interval });
}

/** When the alarm goes off, in milliseconds since 1970; undefined when none stands. */
export async function alarmTime(): Promise<number | undefined> {
  return (await browser.alarms.get(name))?.scheduledTime;
}

/** Calls back when the alarm goes off, with when it should have. To be called in the worker's first turn. */
export function onAlarm(callback: (scheduled: number) => void): void {
  browser.alarms.onAlarm.addListener((alarm) => {
    if (alarm.name === name) callback(alarm.scheduledTime);
  });
}
