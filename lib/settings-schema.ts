import * as v from 'valibot';
import { defaultSettings, longestInterval, shortestInterval } from './settings.ts';

const minutes = v.pipe(
  v.number(),
  v.integer('interval-range'),
  v.minValue(shortestInterval, 'interval-range'),
  v.maxValue(longestInterval, 'interval-range'),
);
const percent = v.pipe(v.number(), v.minValue(0, 'tone-range'), v.maxValue(100, 'tone-range'));

/** Settings as a file may bring them; what it leaves out is the default's. */
export const settingsSchema = v.pipe(
  v.object({
    interval: v.optional(minutes, defaultSettings.interval),
    low: v.optional(percent, defaultSettings.low),
    critical: v.optional(percent, defaultSettings.critical),
  }),
  v.check(({ low, critical }) => low > critical, 'tone-range'),
);

export type { Settings } from './settings.ts';
