import { firstToRunOut, lowest, lowestFirst, type AccountGauges, type Tone } from './gauge.ts';
import { discreetLine, tooltipLine } from './sentences.ts';
import type { BadgeFigure } from './settings.ts';
import { t } from './words.ts';

/** White text on each of these has a contrast of at least 4.5:1. */
const colors: Record<Tone | 'stale', string> = {
  ok: '#1a7f37',
  low: '#9a6700',
  critical: '#cf222e',
  empty: '#82071e',
  unknown: '#59636e',
  stale: '#59636e',
};

/** What the toolbar shows. */
export interface Badge {
  text: string;
  color: string;
  title: string;
}

/** Without amounts and labels in its title where the user wants none to be seen. */
export function badgeOf(
  accounts: AccountGauges[],
  now: number,
  figure: BadgeFigure = 'percent',
  isDiscreet = false,
): Badge {
  const badge = fullBadgeOf(accounts, now, figure, isDiscreet ? discreetLine : tooltipLine);
  return figure === 'none' ? { ...badge, text: '' } : badge;
}

function fullBadgeOf(accounts: AccountGauges[], now: number, figure: BadgeFigure, lineOf: typeof tooltipLine): Badge {
  const enabled = accounts.filter(({ account }) => account.enabled);
  if (enabled.length === 0)
    return {
      text: '',
      color: colors.unknown,
      title: titleOf([t(accounts.length === 0 ? 'badge.none' : 'popup.allDisabled')]),
    };
  const title = titleOf(enabled.toSorted(lowestFirst).map((account) => lineOf(account, now)));
  const first = figure === 'runs-out' ? firstToRunOut(enabled, now) : undefined;
  const low = first ?? lowest(enabled);
  if (low) {
    const color = colors[low.stale || low.paused ? 'stale' : low.gauge.tone];
    const text = first ? timeLeft(first.at - now) : (low.share?.text ?? '');
    return { text: low.paused ? pausedText(text) : text, color, title };
  }
  if (enabled.every(({ pausedUntil }) => pausedUntil !== undefined))
    return { text: pausedText(''), color: colors.stale, title };
  const hasReading = enabled.some(({ gauges }) => gauges.length > 0);
  return { text: hasReading ? '' : '!', color: colors.unknown, title };
}

/** `3d`, and below two days in hours: what is left of a figure that has room for four characters. */
function timeLeft(milliseconds: number): string {
  const hours = Math.max(0, Math.floor(milliseconds / 3_600_000));
  return hours < 48
    ? t('badge.hours', [String(hours)])
    : t('badge.days', [String(Math.min(999, Math.floor(hours / 24)))]);
}

/** Two bars beside the figure, like the button: it is not looked after. A badge has room for four characters. */
function pausedText(text: string): string {
  const marked = `\u2016${text}`;
  return marked.length > 4 ? marked.slice(0, 4) : marked;
}

function titleOf(lines: string[]): string {
  return [t('product.name'), ...lines].join('\n');
}
