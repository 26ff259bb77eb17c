import * as v from 'valibot';
import { longestInterval, shortestInterval } from './settings.ts';

const minutes = v.pipe(
  v.number(),
  v.integer('interval-range'),
  v.minValue(shortestInterval, 'interval-range'),
  v.maxValue(longestInterval, 'interval-range'),
);
const percent = v.pipe(v.number(), v.minValue(0, 'tone-range'), v.maxValue(100, 'tone-range'));

/** Settings as a file may bring them; what it leaves out stays as it is. */
export const settingsSchema = v.object({
  interval: v.exactOptional(minutes),
  low: v.exactOptional(percent),
  critical: v.exactOptional(percent),
  lockAfter: v.exactOptional(minutes),
});
