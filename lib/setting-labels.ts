import type { BadgeFigure } from './settings.ts';
import { t } from './words.ts';

const year = 365;

/** What the options call a choice of theirs. */
export function badgeLabel(figure: BadgeFigure): string {
  switch (figure) {
    case 'percent':
      return t('display.percent');
    case 'runs-out':
      return t('display.runsOut');
    case 'none':
      return t('display.none');
  }
}

/** For so long history is kept. */
export function spanLabel(days: number): string {
  return days % year === 0 ? t('data.years', days / year) : t('data.days', days);
}

/** After so many minutes the keys lock by themselves. */
export function lockLabel(minutes: number | undefined): string {
  return minutes === undefined ? t('security.onClose') : t('security.afterMinutes', minutes);
}
