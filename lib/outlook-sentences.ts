import type { Forecast } from './forecast.ts';
import { amount, date, dayShort, isCurrency } from './format.ts';
import { unitName } from './names.ts';
import { t } from './words.ts';

const day = 24 * 60 * 60_000;

/** When it will run out, as far as that can be told. */
export function outlookSentence(forecast: Forecast, now: number): string {
  switch (forecast.kind) {
    case 'runs-out':
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
export function outlookText(forecast: Forecast, now: number, tell: typeof dayShort = dayShort): string {
  if (forecast.kind === 'runs-out') return t('outlook.runsOutShort', [tell(forecast.at, now), spreadText(forecast)]);
  if (forecast.kind === 'lasts') return t('outlook.lastsShort', [tell(forecast.resetsAt, now)]);
  return '';
}

/** How fast it goes: per day and per hour. */
export function paceSentence(forecast: Forecast, unit: string): string {
  if (forecast.kind !== 'runs-out' && forecast.kind !== 'lasts') return '';
  // An estimate has no more digits than it deserves.
  const plain = (figure: number) => (figure >= 100 ? Math.round(figure) : figure);
  const rate = (exact: number, figure = plain(exact)) =>
    isCurrency(unit) ? amount(figure, unit) : `${amount(figure)} ${unitName(unit, figure)}`;
  return t('outlook.pace', [rate(forecast.perDay), rate(forecast.perHour)]);
}

type RunsOut = Extract<Forecast, { kind: 'runs-out' }>;

function rangeText({ earliest, latest }: RunsOut, now: number): string {
  return t('outlook.range', [dayShort(earliest, now), dayShort(latest, now)]);
}

/** Half of the range, in days: `±2 d`. */
function spreadText({ earliest, latest }: RunsOut): string {
  return t('outlook.spread', [String(Math.max(1, Math.round((latest - earliest) / 2 / day)))]);
}
