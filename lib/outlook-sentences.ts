import type { Display } from './display.ts';
import type { Forecast } from './forecast.ts';
import { amount, countdown, date, dayShort, isCurrency } from './format.ts';
import { unitName } from './names.ts';
import type { BalanceTrend } from './trend.ts';
import { t } from './words.ts';

const hour = 60 * 60_000;
const day = 24 * hour;

/** Half of a range may be so many times what lies before its middle date and still pass for both halves. */
const mostLopsided = 4 / 3;

/** When it will run out, as far as that can be told. */
export function outlookSentence(forecast: Forecast, now: number): string {
  if (isPast(forecast, now))
    return forecast.kind === 'runs-out' && forecast.resetsAt === undefined
      ? t('outlook.wasToRunOut', [dayShort(forecast.at, now)])
      : '';
  switch (forecast.kind) {
    case 'runs-out':
      if (forecast.resetsAt !== undefined)
        return t('outlook.mayRunOut', [dayShort(forecast.resetsAt, now), soonest(forecast, now)]);
      if (forecast.beyond === 'at')
        return isSurelyBeyond(forecast) ? t('outlook.beyond') : t('outlook.maybeBeyond', [soonest(forecast, now)]);
      return t('outlook.runsOut', [dayShort(forecast.at, now), rangeText(forecast, now)]);
    case 'lasts':
      return t('outlook.lasts', [dayShort(forecast.resetsAt, now)]);
    case 'idle':
      return t('outlook.idle', [date(forecast.since)]);
    case 'too-early':
      return t('outlook.tooEarly');
    case 'empty':
      return t('outlook.empty');
    case 'unlimited':
      return '';
  }
}

/** The same in a few words, for a row of the popup; nothing where there is nothing to say. */
export function outlookText(forecast: Forecast, now: number, end: Display['end'] = 'date'): string {
  if (isPast(forecast, now)) return '';
  const tell = end === 'countdown' ? countdown : dayShort;
  if (forecast.kind === 'runs-out' && forecast.resetsAt !== undefined)
    return t(end === 'countdown' ? 'outlook.mayRunOutCountdown' : 'outlook.mayRunOutShort', [
      tell(forecast.resetsAt, now),
    ]);
  if (forecast.kind === 'runs-out' && forecast.beyond === 'at')
    return t(isSurelyBeyond(forecast) ? 'outlook.beyondShort' : 'outlook.maybeBeyondShort');
  if (forecast.kind === 'runs-out')
    return t('outlook.runsOutShort', [tell(forecast.at, now), spreadText(forecast, now)]);
  if (forecast.kind === 'lasts')
    return t(end === 'countdown' ? 'outlook.lastsCountdown' : 'outlook.lastsShort', [tell(forecast.resetsAt, now)]);
  return '';
}

/** Whether the moment that it tells has come, and no reading since: what became of it is not known. */
export function isPast(forecast: Forecast, now: number): boolean {
  if (forecast.kind === 'runs-out') return (forecast.resetsAt ?? forecast.at) <= now;
  return forecast.kind === 'lasts' && forecast.resetsAt <= now;
}

/** How fast it goes: per day and per hour. */
export function paceSentence(forecast: Forecast, unit: string): string {
  if (forecast.kind !== 'runs-out' && forecast.kind !== 'lasts') return '';
  return t('outlook.pace', [estimate(forecast.perDay, unit), estimate(forecast.perHour, unit)]);
}

/** That it goes several times faster than usual; empty when it does not. */
export function burningSentence({ anomaly }: Pick<BalanceTrend, 'anomaly'>, unit: string): string {
  if (!anomaly) return '';
  const { perHour, usual } = anomaly;
  return t('outlook.burning', [amount(Math.floor(perHour / usual)), estimate(perHour, unit), estimate(usual, unit)]);
}

/** What will be lost unused at the present pace, the soonest first. */
export function expirySentences({ expiring }: Pick<BalanceTrend, 'expiring'>, unit: string, now: number): string[] {
  return expiring
    .filter(({ at }) => at > now)
    .toSorted((a, b) => a.at - b.at)
    .map((grant) => t('outlook.expiring', [estimate(grant.amount, unit), dayShort(grant.at, now)]));
}

/** An estimate has no more digits than it deserves. */
function estimate(exact: number, unit: string): string {
  const figure = exact >= 100 ? Math.round(exact) : exact;
  return isCurrency(unit) ? amount(figure, unit) : `${amount(figure)} ${unitName(unit, figure)}`;
}

type RunsOut = Extract<Forecast, { kind: 'runs-out' }>;

function rangeText(forecast: RunsOut, now: number): string {
  if (forecast.beyond) return t('outlook.rangeOpen', [soonest(forecast, now)]);
  return t('outlook.range', [soonest(forecast, now), dayShort(forecast.latest, now)]);
}

/** No earlier than now, though it was foreseen a while ago. */
function soonest(forecast: RunsOut, now: number): string {
  return dayShort(beginning(forecast, now), now);
}

/** The earliest end that can still come. */
export function beginning({ earliest }: RunsOut, now: number): number {
  return Math.max(earliest, now);
}

/** Half of the range: `±2 d`, `±3 h`. Where it reaches much further ahead, or without end, only where it begins: `(from Jun 24)`. */
function spreadText(forecast: RunsOut, now: number): string {
  const { at, earliest, latest, beyond } = forecast;
  const half = (latest - earliest) / 2;
  if (beyond || half > (at - beginning(forecast, now)) * mostLopsided)
    return t('outlook.from', [soonest(forecast, now)]);
  if (half < day) return t('outlook.spreadHours', [String(Math.max(1, Math.round(half / hour)))]);
  return t('outlook.spread', [String(Math.round(half / day))]);
}

/** Even the earliest moment is cut. */
function isSurelyBeyond({ at, earliest }: RunsOut): boolean {
  return earliest >= at;
}
