import * as v from 'valibot';
import { orders } from './display.ts';
import { badgeFigures, defaultSettings, fewestHistoryDays, longestInterval, shortestInterval } from './settings.ts';

const minutes = v.pipe(
  v.number(),
  v.integer('interval-range'),
  v.minValue(shortestInterval, 'interval-range'),
  v.maxValue(longestInterval, 'interval-range'),
);
/** A percentage that tones and alerts go by. */
export const percent = v.pipe(v.number(), v.minValue(0, 'tone-range'), v.maxValue(100, 'tone-range'));
const historyDays = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(fewestHistoryDays),
  v.maxValue(defaultSettings.historyDays),
);
const minuteOfDay = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(24 * 60 - 1));
const flag = v.exactOptional(v.boolean());

/** A number that an alert goes by; 0 is for never. */
export const alertNumber = v.pipe(v.number(), v.minValue(0, 'alert-number'), v.maxValue(1e15, 'alert-number'));

/** Without the webhook, which no file may bring: its address is a secret. */
const alerts = v.object({
  notifications: flag,
  low: flag,
  critical: flag,
  empty: flag,
  amount: v.exactOptional(alertNumber),
  days: v.exactOptional(alertNumber),
  refused: flag,
  failingHours: v.exactOptional(alertNumber),
  arrived: flag,
  expiringDays: v.exactOptional(alertNumber),
  burning: flag,
  quiet: v.exactOptional(v.object({ from: minuteOfDay, to: minuteOfDay })),
});

const display = v.object({
  order: v.exactOptional(v.picklist(orders)),
  grouped: flag,
  figure: v.exactOptional(v.picklist(['left', 'used'])),
  end: v.exactOptional(v.picklist(['date', 'countdown'])),
  discreet: flag,
  shortcuts: flag,
});

/** Settings as a file may bring them; what it leaves out stays as it is. */
export const settingsSchema = v.object({
  interval: v.exactOptional(minutes),
  low: v.exactOptional(percent),
  critical: v.exactOptional(percent),
  lockAfter: v.exactOptional(minutes),
  badge: v.exactOptional(v.picklist(badgeFigures)),
  display: v.exactOptional(display),
  historyDays: v.exactOptional(historyDays),
  alerts: v.exactOptional(alerts),
});
